import { useEffect, useRef, useState } from "react";
import { RefusedError } from "../../bridge";
import type {
  PriceEffect,
  PriceQuoteGet,
  PriceRule,
  PriceRuleCreate,
  PriceRuleKind,
  PriceScope,
  Suggestion,
  TierId,
} from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { useTiers } from "../../shared/tiers";
import {
  Button,
  CategoryPicker,
  Checkbox,
  DayField,
  Dialog,
  ErrorNote,
  NumberField,
  ProductPicker,
  Segmented,
  Select,
  Switch,
  TextField,
  toastDone,
} from "../../shared/ui";
import { fullName } from "../../shared/words";
import {
  checkRule,
  EFFECTS,
  formField,
  KINDS,
  NAME_MAX,
  PRIORITY_MAX,
  QUANTITY_MAX,
  type RuleField,
  type RuleForm,
  SCOPES,
  toUpdate,
} from "./logic";
import { Sample } from "./Sample";
import { Tried, Warnings } from "./Tried";
import { effectWord, mistakeText, ruleKindWord, scopeWord } from "./words";

const t = texts({
  "ruleform.new": "New rule",
  "ruleform.edit": "{name}",
  "ruleform.lead": "Promotions come first, then quantity breaks, then tiers; of each the most specific one counts.",
  "ruleform.name": "Name",
  "ruleform.name.hint": "Stands in the explanation of every price it makes.",
  "ruleform.kind": "Kind",
  "ruleform.from.quantity": "From",
  "ruleform.units": "units",
  "ruleform.tier": "For tier",
  "ruleform.tier.pick": "Pick a tier",
  "ruleform.scope": "For",
  "ruleform.category": "Category",
  "ruleform.category.hint": "With the categories in it.",
  "ruleform.product": "Product",
  "ruleform.variant": "Variant",
  "ruleform.effect": "It takes",
  "ruleform.figure.percent": "Per cent off",
  "ruleform.figure.amountOff": "Off each unit",
  "ruleform.figure.fixedPrice": "Each unit costs",
  "ruleform.from": "From",
  "ruleform.until": "Until (included)",
  "ruleform.always": "Empty: always.",
  "ruleform.priority": "Priority",
  "ruleform.priority.hint": "Among equally specific rules the highest counts.",
  "ruleform.stops": "The last one applied",
  "ruleform.stops.hint": "Later kinds of rules are left out.",
  "ruleform.active": "Switched on",
  "ruleform.inactive": "Switched off: it changes no price",
  "ruleform.cancel": "Cancel",
  "ruleform.create": "Create rule",
  "ruleform.save": "Save",
  "ruleform.created": "<b>{name}</b> created.",
  "ruleform.created.paused": "<b>{name}</b> created, switched off.",
  "ruleform.saved": "<b>{name}</b> saved.",
  "ruleform.try.hint": "Shown as soon as the rule is complete.",
});

/** The draft is asked about when typing rests. */
const REST_MS = 350;

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the value
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** Makes a rule or changes one, beside what it does to a product and what it would have done last month. */
export function RuleDialog(props: {
  /** null: a new one */
  rule: PriceRule | null;
  start: RuleForm;
  /** the price that the simulator shows */
  sample: PriceQuoteGet | null;
  onReload: () => void;
  onDone: (rule: PriceRule) => void;
  onClose: () => void;
}) {
  const f = useFormats();
  const { rule } = props;
  const create = useWrite("price_rule_create");
  const update = useWrite("price_rule_update");
  const tiers = useTiers().data?.rows ?? [];
  const [form, setForm] = useState(props.start);
  const [told, setTold] = useState<ReadonlySet<RuleField>>(new Set());
  const [error, setError] = useState<unknown>(null);
  const body = useRef<HTMLDivElement>(null);
  const [wrongAt, setWrongAt] = useState(0);
  // The first field that is wrong has the focus, once it says so.
  useEffect(() => {
    if (wrongAt > 0) body.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [wrongAt]);
  const { mistakes, draft } = checkRule(form, f, rule);
  const rested = useRested(draft);
  const refused = new Map<RuleField, string>();
  let elsewhere = error !== null;
  const problems = fieldProblems(error);
  if (problems) {
    elsewhere = false;
    for (const [path, message] of problems) {
      const field = formField(path);
      if (field === null) elsewhere = true;
      else refused.set(field, message);
    }
  }

  const set = <K extends keyof RuleForm>(field: K, value: RuleForm[K]) => {
    setForm((was) => ({ ...was, [field]: value }));
    setError(null);
  };
  const left = (field: RuleField) => setTold((was) => new Set([...was, field]));
  const wrong = (field: RuleField): string | null => {
    const mistake = mistakes[field];
    if (mistake && told.has(field)) return mistakeText(mistake);
    return refused.get(field) ?? null;
  };
  const pending = create.pending || update.pending;
  const commit = async () => {
    if (pending) return;
    if (draft === null) {
      setTold(new Set(Object.keys(mistakes) as RuleField[]));
      setWrongAt((n) => n + 1);
      return;
    }
    setError(null);
    try {
      const { value } = rule === null ? await create.run(draft) : await update.run(toUpdate(rule, draft));
      const said = rule !== null ? "ruleform.saved" : value.active ? "ruleform.created" : "ruleform.created.paused";
      toastDone(t.rich(said, { name: value.name }));
      props.onDone(value);
    } catch (cause) {
      setError(cause);
      setWrongAt((n) => n + 1);
    }
  };
  const conflict = error instanceof RefusedError && error.refusal.code === "CONFLICT";
  const picked = (p: Suggestion) => ({ name: fullName(p) });

  return (
    <Dialog
      open
      data-testid="rule-dialog"
      width={880}
      title={rule === null ? t("ruleform.new") : t("ruleform.edit", { name: rule.name })}
      lead={t("ruleform.lead")}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <Switch on={form.active} onChange={(on) => set("active", on)}>
            {t(form.active ? "ruleform.active" : "ruleform.inactive")}
          </Switch>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("ruleform.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={create.slow || update.slow}
            onPress={() => void commit()}
            data-testid="rule-commit"
          >
            {t(rule === null ? "ruleform.create" : "ruleform.save")}
          </Button>
        </>
      }
    >
      <div ref={body} className="grid min-h-[456px] grid-cols-[minmax(0,1fr)_304px] border-line border-t">
        <div className="grid content-start gap-3.5 px-5 py-4">
          {elsewhere && (
            <ErrorNote
              error={error}
              steps={{ retry: () => void commit(), ...(conflict ? { reload: props.onReload } : {}) }}
            />
          )}
          <Choice label={t("ruleform.kind")}>
            <Segmented<PriceRuleKind>
              label={t("ruleform.kind")}
              value={form.kind}
              onChange={(kind) => set("kind", kind)}
              options={KINDS.map((value) => ({ value, label: ruleKindWord(value) }))}
            />
          </Choice>
          <div className="grid grid-cols-[minmax(0,1fr)_168px] gap-3">
            <TextField
              label={t("ruleform.name")}
              hint={t("ruleform.name.hint")}
              value={form.name}
              onChange={(name) => set("name", name)}
              onBlur={() => left("name")}
              maxLength={NAME_MAX}
              autoFocus
              error={wrong("name")}
              data-testid="rule-name"
            />
            {form.kind === "quantity_break" && (
              <NumberField
                label={t("ruleform.from.quantity")}
                unit={t("ruleform.units")}
                value={form.minQuantity}
                min={2}
                max={QUANTITY_MAX}
                onChange={(n) => set("minQuantity", n)}
                onBlur={() => left("minQuantity")}
                error={wrong("minQuantity")}
              />
            )}
            {form.kind === "tier" && (
              <Select<TierId>
                label={t("ruleform.tier")}
                placeholder={t("ruleform.tier.pick")}
                value={form.tierId}
                options={tiers.map((tier) => ({ value: tier.id, label: tier.name }))}
                onChange={(id) => set("tierId", id)}
                error={wrong("tier")}
              />
            )}
          </div>
          <Choice label={t("ruleform.scope")}>
            <Segmented<PriceScope>
              label={t("ruleform.scope")}
              value={form.scope}
              onChange={(scope) => set("scope", scope)}
              options={SCOPES.map((value) => ({ value, label: scopeWord(value) }))}
            />
          </Choice>
          {form.scope === "category" && (
            <CategoryPicker
              label={t("ruleform.category")}
              hint={t("ruleform.category.hint")}
              value={form.categoryId}
              onChange={(id) => set("categoryId", id)}
              onBlur={() => left("scope")}
              error={wrong("scope")}
            />
          )}
          {form.scope === "product" && (
            <ProductPicker
              label={t("ruleform.product")}
              picked={form.product?.name}
              onPick={(p) => set("product", { id: p.productId, name: p.name })}
              onError={setError}
              error={wrong("scope")}
            />
          )}
          {form.scope === "variant" && (
            <ProductPicker
              label={t("ruleform.variant")}
              picked={form.variant?.name}
              onPick={(p) => set("variant", { id: p.variantId, ...picked(p) })}
              onError={setError}
              error={wrong("scope")}
            />
          )}
          <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-3">
            <Choice label={t("ruleform.effect")}>
              <Segmented<PriceEffect["kind"]>
                label={t("ruleform.effect")}
                value={form.effect}
                onChange={(effect) => set("effect", effect)}
                options={EFFECTS.map((value) => ({ value, label: effectWord(value) }))}
              />
            </Choice>
            <TextField
              label={t(`ruleform.figure.${form.effect}`)}
              value={form.figure}
              onChange={(figure) => set("figure", figure)}
              onBlur={() => left("figure")}
              inputMode="decimal"
              align="right"
              unit={form.effect === "percent" ? "%" : f.currencySymbol}
              error={wrong("figure")}
              data-testid="rule-figure"
            />
          </div>
          <div className="grid grid-cols-3 gap-3">
            <DayField
              label={t("ruleform.from")}
              hint={t("ruleform.always")}
              value={form.from}
              onChange={(day) => set("from", day)}
            />
            <DayField
              label={t("ruleform.until")}
              value={form.until}
              onChange={(day) => {
                set("until", day);
                left("dates");
              }}
              error={mistakes.dates ? mistakeText(mistakes.dates) : wrong("dates")}
            />
            <NumberField
              label={t("ruleform.priority")}
              value={form.priority}
              max={PRIORITY_MAX}
              onChange={(n) => set("priority", n)}
              onBlur={() => left("priority")}
              error={wrong("priority")}
            />
          </div>
          <div className="flex items-center gap-2">
            <Checkbox checked={form.stops} onChange={(on) => set("stops", on)}>
              {t("ruleform.stops")}
            </Checkbox>
            <span className="text-12 text-ink-3">{t("ruleform.stops.hint")}</span>
          </div>
        </div>
        <div className="grid content-start gap-4 border-line border-l bg-frame px-4 py-4">
          {rule !== null && !form.active && <Warnings warnings={rule.warnings} />}
          <Sample request={props.sample} rule={rested} ruleId={rule?.id} />
          <Tried request={tryRequest(rested, rule)} hint={t("ruleform.try.hint")} />
        </div>
      </div>
    </Dialog>
  );
}

/** A draft of a rule that is there takes its place while it is tried. */
function tryRequest(draft: PriceRuleCreate | null, rule: PriceRule | null) {
  if (draft === null) return null;
  return rule === null ? { rule: draft } : { rule: draft, ruleId: rule.id };
}

function Choice(props: { label: string; children: React.ReactNode }) {
  return (
    <div className="grid justify-items-start gap-1">
      <span aria-hidden="true" className="font-medium text-12 text-ink-2">
        {props.label}
      </span>
      <span className="flex h-8 items-center">{props.children}</span>
    </div>
  );
}
