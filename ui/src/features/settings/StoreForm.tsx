import { useEffect, useMemo, useRef, useState } from "react";
import { ask, RefusedError } from "../../bridge";
import type { Settings } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useMinute } from "../../shared/clock";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, ErrorNote, Nil, Note, Select, Suggest, TextField, toastDone } from "../../shared/ui";
import {
  check,
  type DurationUnit,
  differences,
  durationParts,
  FIELDS,
  type FieldKind,
  type FieldName,
  type Form,
  formOf,
  isZone,
} from "./logic";

const t = texts({
  "settings.storeName": "Store name",
  "settings.storeName.hint": "Shown on orders and in the title of the window.",
  "settings.currency": "Currency",
  "settings.currency.hint": "Fixed once the first price is saved.",
  "settings.currency.fixed":
    "Fixed, because prices exist: every amount in this file is in {currency}. A store in another currency is another file.",
  "settings.timeZone": "Time zone",
  "settings.timeZone.hint": "Decides when a day ends.",
  "settings.timeZone.now": "Decides when a day ends. It is {time} there now.",
  "settings.taxRateBp": "Tax in the prices",
  "settings.taxRateBp.hint": "Prices include it; each order line keeps its rate.",
  "settings.holdSeconds": "Hold stock for",
  "settings.holdSeconds.hint": "Where nobody says otherwise.",
  "settings.orderHoldSeconds": "Hold for pending orders",
  "settings.orderHoldSeconds.hint": "A pending order keeps its units this long.",
  "settings.checkoutSeconds": "Checkout holds for",
  "settings.checkoutSeconds.hint": "Working in the order starts this time again.",
  "settings.checkoutLongestSeconds": "Checkout holds at most for",
  "settings.checkoutLongestSeconds.hint": "From its first hold, however often it is extended.",
  "settings.waitSeconds": "Wait for units at most",
  "settings.waitSeconds.hint": "A place in the queue ends after this time, where nobody says otherwise.",
  "settings.reorderLevel": "Low mark",
  "settings.reorderLevel.hint": "At or below this many available a product is low, unless it has a mark of its own.",
  "settings.percent": "%",
  "settings.units": "units",
  "settings.unit": "Unit of time",
  "settings.unit.seconds": "seconds",
  "settings.unit.minutes": "minutes",
  "settings.unit.hours": "hours",
  "settings.unit.days": "days",
  "settings.mistake.required": "This is needed.",
  "settings.mistake.duration": "A hold lasts from 1 second to 30 days.",
  "settings.mistake.whole": "A whole number, 0 or more",
  "settings.mistake.percent": "From 0 to 100, like 23 or 13.5",
  "settings.mistake.currency": "Three letters, like EUR",
  "settings.mistake.zone": "A place like Europe/Dublin",
  "settings.save": "Save",
  "settings.discard": "Discard",
  "settings.unsaved": "{n, plural, one {One change} other {# changes}} not saved",
  "settings.saved": "Settings saved.",
  "settings.conflict": "Somebody changed the settings while you were typing. Nothing of yours was saved.",
  "settings.conflict.same": "What they changed does not touch what you typed.",
  "settings.conflict.label": "Both versions",
  "settings.conflict.field": "Setting",
  "settings.conflict.mine": "You typed",
  "settings.conflict.store": "In the store",
  "settings.conflict.take": "Take the store’s",
  "settings.conflict.keep": "Save mine over it",
});

const NAME_MAX = 120;
const LISTED = 12;

/** What counts for the whole store. Saved together, with the version that was read. */
export function StoreForm(props: { settings: Settings }) {
  const write = useWrite("settings_update");
  const [base, setBase] = useState(props.settings);
  const [form, setForm] = useState<Form>(() => formOf(props.settings));
  const [asked, setAsked] = useState(false);
  const [left, setLeft] = useState<Partial<Record<FieldName, true>>>({});
  const [error, setError] = useState<unknown>(null);
  const [store, setStore] = useState<Settings | null>(null);
  const body = useRef<HTMLDivElement>(null);

  const checked = useMemo(() => check(form, base), [form, base]);
  const dirty = checked.changed > 0;
  const problems = fieldProblems(error);

  // What somebody else saved is shown at once where nothing is being typed.
  useEffect(() => {
    if (!dirty && props.settings.rowVersion !== base.rowVersion) {
      setBase(props.settings);
      setForm(formOf(props.settings));
    }
  }, [props.settings, base.rowVersion, dirty]);

  const take = (settings: Settings) => {
    setBase(settings);
    setForm(formOf(settings));
    setStore(null);
    setError(null);
    setAsked(false);
    setLeft({});
  };
  const save = async (over: Settings = base) => {
    setAsked(true);
    const { update, mistakes } = check(form, over);
    if (Object.keys(mistakes).length > 0) {
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    if (Object.keys(update).length === 0) {
      take(over);
      return;
    }
    if (write.pending) return;
    setError(null);
    setStore(null);
    try {
      const { value } = await write.run({ rowVersion: over.rowVersion, ...update });
      take(value);
      toastDone(t("settings.saved"));
    } catch (cause) {
      if (cause instanceof RefusedError && cause.refusal.code === "CONFLICT") {
        try {
          setStore(await ask("settings_get", {}));
        } catch (again) {
          setError(again);
        }
      } else setError(cause);
    }
  };
  useActions([
    {
      id: "settings_save",
      label: t("settings.save"),
      section: "act",
      keys: ["mod+enter"],
      enabled: dirty,
      run: () => void save(),
    },
  ]);

  const wrong = (name: FieldName): string | null => {
    const mistake = checked.mistakes[name];
    if (mistake && (asked || left[name])) return t(`settings.mistake.${mistake}`);
    return problems?.get(name) ?? null;
  };

  return (
    <>
      {store && (
        <Conflict
          form={form}
          store={store}
          onTake={() => take(store)}
          onKeep={() => {
            setBase(store);
            void save(store);
          }}
        />
      )}
      <div ref={body} className="grid grid-cols-2 gap-4">
        {FIELDS.map(({ name, kind }) => (
          <StoreField
            key={name}
            name={name}
            kind={kind}
            value={form[name]}
            fixed={name === "currency" && base.currencyFixed}
            error={wrong(name)}
            onChange={(value) => {
              setForm((before) => ({ ...before, [name]: value }));
              setError(null);
            }}
            onBlur={() => setLeft((before) => ({ ...before, [name]: true }))}
          />
        ))}
      </div>
      {error !== null && problems === null && <ErrorNote error={error} steps={{ retry: () => void save() }} />}
      <div className="flex min-h-9 items-center gap-2">
        {dirty && (
          <>
            <span className="flex-1 text-12 text-ink-3" role="status">
              {t("settings.unsaved", { n: checked.changed })}
            </span>
            <Button size="lg" onPress={() => take(base)}>
              {t("settings.discard")}
            </Button>
            <Button
              size="lg"
              kind="main"
              keys="mod+enter"
              pending={write.slow}
              onPress={() => void save()}
              data-testid="settings-save"
            >
              {t("settings.save")}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

type StoreFieldProps = {
  name: FieldName;
  kind: FieldKind;
  value: string;
  fixed: boolean;
  error: string | null;
  onChange: (value: string) => void;
  onBlur: () => void;
};

function StoreField(props: StoreFieldProps) {
  const { name, kind, value, onChange, onBlur, error } = props;
  const label = t(`settings.${name}`);
  const hint = t(`settings.${name}.hint`);
  const frame = { label, hint, value, onChange, onBlur, error, name };
  switch (kind) {
    case "text":
      return <TextField {...frame} maxLength={NAME_MAX} className="col-span-2" />;
    case "currency":
      return props.fixed ? (
        <TextField
          {...frame}
          value={currencyWords(value)}
          off
          hint={t("settings.currency.fixed", { currency: value })}
        />
      ) : (
        <Listed {...props} label={label} hint={hint} items={currencies()} words={currencyWords} />
      );
    case "zone":
      return <Zone {...props} label={label} hint={hint} />;
    case "whole":
      return <TextField {...frame} inputMode="numeric" align="right" unit={t("settings.units")} />;
    case "percent":
      return <TextField {...frame} inputMode="decimal" align="right" unit={t("settings.percent")} />;
    case "duration":
      return <Duration {...props} label={label} hint={hint} />;
  }
}

function Duration(props: StoreFieldProps & { label: string; hint: string }) {
  const { amount, unit } = durationParts(props.value);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_112px] gap-2">
      <TextField
        label={props.label}
        hint={props.hint}
        name={props.name}
        value={amount}
        onChange={(next) => props.onChange(`${next} ${unit}`)}
        onBlur={props.onBlur}
        error={props.error}
        inputMode="numeric"
        align="right"
      />
      <Select<DurationUnit>
        label={t("settings.unit")}
        labelHidden
        className="mt-5"
        value={unit}
        onChange={(next) => props.onChange(`${amount} ${next}`)}
        options={(["seconds", "minutes", "hours", "days"] as const).map((u) => ({
          value: u,
          label: t(`settings.unit.${u}`),
        }))}
      />
    </div>
  );
}

function Zone(props: StoreFieldProps & { label: string; hint: string }) {
  const now = useMinute();
  const zone = props.value.trim();
  const time = isZone(zone)
    ? new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(now)
    : null;
  return (
    <Listed
      {...props}
      hint={time === null ? props.hint : t("settings.timeZone.now", { time })}
      items={zones()}
      words={(name) => name.replaceAll("_", " ")}
    />
  );
}

/** A text with the names that it may be. */
function Listed(
  props: StoreFieldProps & { label: string; hint: string; items: string[]; words: (name: string) => string },
) {
  const wanted = props.value.trim().toLowerCase().replaceAll("_", " ");
  const found = props.items
    .filter((name) => `${name} ${props.words(name)}`.toLowerCase().replaceAll("_", " ").includes(wanted))
    .filter((name) => name !== props.value)
    .slice(0, LISTED);
  return (
    <Suggest<string>
      label={props.label}
      hint={props.hint}
      name={props.name}
      text={props.value}
      onText={props.onChange}
      onBlur={props.onBlur}
      items={wanted === "" ? [] : found}
      itemKey={(name) => name}
      onPick={props.onChange}
      error={props.error}
      render={(name) => <span className="truncate">{props.words(name)}</span>}
    />
  );
}

const supported = (key: "currency" | "timeZone"): string[] => {
  try {
    return Intl.supportedValuesOf(key);
  } catch {
    return [];
  }
};
let knownZones: string[] | undefined;
let knownCurrencies: string[] | undefined;
function zones() {
  knownZones ??= ["UTC", ...supported("timeZone").filter((z) => z !== "UTC")];
  return knownZones;
}
function currencies() {
  knownCurrencies ??= supported("currency");
  return knownCurrencies;
}
function currencyWords(code: string): string {
  try {
    const name = new Intl.DisplayNames("en-GB", { type: "currency" }).of(code);
    return name && name !== code ? `${name}, ${code}` : code;
  } catch {
    return code;
  }
}

function Conflict(props: { form: Form; store: Settings; onTake: () => void; onKeep: () => void }) {
  const rows = differences(props.form, props.store);
  return (
    <Note tone="warn" role="alert">
      <div data-testid="settings-conflict">
        <p className="font-medium">{t("settings.conflict")}</p>
        {rows.length === 0 ? (
          <p className="text-ink-2">{t("settings.conflict.same")}</p>
        ) : (
          <table aria-label={t("settings.conflict.label")} className="mt-2 w-full table-fixed text-left text-12">
            <thead>
              <tr className="label">
                <th className="py-1">{t("settings.conflict.field")}</th>
                <th className="py-1">{t("settings.conflict.mine")}</th>
                <th className="py-1">{t("settings.conflict.store")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((d) => (
                <tr key={d.name} className="border-line-2 border-t">
                  <td className="py-1">{t(`settings.${d.name}`)}</td>
                  <td className="py-1 pr-2 font-medium">{d.mine || <Nil />}</td>
                  <td className="py-1 font-medium">{d.store || <Nil />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <div className="mt-2 flex gap-2">
          <Button size="sm" onPress={props.onTake} data-testid="settings-take">
            {t("settings.conflict.take")}
          </Button>
          <Button size="sm" onPress={props.onKeep} data-testid="settings-keep">
            {t("settings.conflict.keep")}
          </Button>
        </div>
      </div>
    </Note>
  );
}
