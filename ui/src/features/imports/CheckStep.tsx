import { ArrowRight } from "lucide-react";
import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { ImportCheck, ImportGoods, ImportRowFilter, Money, RowResult } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Button, KeyValue, KeyValues, LinkButton, Popover, Section, Shape } from "../../shared/ui";
import { CheckState } from "./CheckState";
import { FieldSelect, KeepSection } from "./ColumnsStep";
import { Footer } from "./Footer";
import { canGo, hasField, kindOf, moneyDifference, toApply } from "./logic";
import { OrdersCheck } from "./OrdersCheck";
import { Rows } from "./Rows";
import type { Import } from "./useImport";
import { delimiterWord, encodingWord, presetWord, RESULT_SHAPE, resultWord } from "./words";

const t = texts({
  "check.title": "What the import would do",
  "check.columns": "Columns",
  "check.columns.edit": "Edit",
  "check.how": "How the file is read",
  "check.how.layout": "Layout",
  "check.how.separator": "Separator",
  "check.how.letters": "Letters",
  "check.how.stock": "On hand",
  "check.how.stock.set": "Is what is there",
  "check.how.stock.add": "Adds to what is there",
  "check.how.stock.leave": "Left alone",
  "check.how.stock.stamp": "By its stamp",
  "check.how.known": "Known by",
  "check.how.sku": "SKU",
  "check.how.email": "E-mail, or name",
  "check.added": "new variants",
  "check.added.customers": "new customers",
  "check.changed": "{n, plural, =0 {to update} one {to update, # restored} other {to update, # restored}}",
  "check.unchanged": "left alone",
  "check.refused": "{n, plural, =0 {nothing refused} one {# cell} other {# cells}}",
  "check.onHand": "On hand",
  "check.value": "At selling price",
  "check.categories": "New categories",
  "check.categories.list": "{n, plural, one {# is made} other {# are made}}",
  "check.categories.none": "none",
  "check.back": "Back",
  "check.one": "One change: all {n, plural, one {# row} other {# rows}} or none.",
  "check.apply": "{n, plural, =0 {Apply} one {Apply # row} other {Apply # rows}}",
  "check.nothing": "No row changes anything.",
});

type Filter = ImportRowFilter;
/** Short is a word of orders, which have figures of their own. */
type Figure = Exclude<RowResult, "short">;
const FIGURES: readonly Figure[] = ["added", "changed", "unchanged", "refused"];
const SEGMENTS: readonly Filter[] = ["refused_first", "all", "added", "changed"];

/** Step 3: the dry run. */
export function CheckStep(props: { work: Import }) {
  return props.work.state.kind === "orders" ? <OrdersCheck work={props.work} /> : <RowsCheck work={props.work} />;
}

function RowsCheck(props: { work: Import }) {
  const { work } = props;
  const { state } = work;
  const { file, mapping, check } = state;
  const [filter, setFilter] = useState<Filter>("refused_first");
  const running = work.checking.running;
  const n = check ? toApply(check.result, state.how) : 0;
  const canApply = canGo(state, "apply") && !running && work.stopped?.at !== "check";
  const apply = () => {
    if (!canApply) return;
    work.go("apply");
    void work.apply();
  };
  useActions([
    {
      id: "import_apply",
      label: t("check.apply", { n }),
      section: "act",
      keys: ["mod+enter"],
      enabled: canApply,
      run: apply,
    },
    {
      id: "import_back",
      label: t("check.back"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      run: () => work.go("columns"),
    },
  ]);
  if (!file || !mapping) return null;
  return (
    <>
      <div className="flex min-h-0 flex-1">
        <Pane work={work} />
        <section aria-label={t("check.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Figures check={check?.result ?? null} filter={filter} onFilter={setFilter} busy={running} />
          <CheckState work={work} />
          <Rows key={filter} work={work} filter={filter} onFilter={setFilter} segments={SEGMENTS} />
        </section>
      </div>
      <Footer
        start={
          <Button onPress={() => work.go("columns")} data-testid="import-back">
            {t("check.back")}
          </Button>
        }
      >
        <span className="truncate narrow:hidden">{n > 0 && t("check.one", { n })}</span>
        <Button
          kind="main"
          size="lg"
          keys="mod+enter"
          off={!canApply}
          offReason={check && n === 0 ? t("check.nothing") : undefined}
          onPress={apply}
          data-testid="import-apply"
        >
          {t("check.apply", { n })}
        </Button>
      </Footer>
    </>
  );
}

/** The columns and how the file is read, beside the rows where there is room. */
function Pane(props: { work: Import }) {
  const { work } = props;
  const { file, mapping } = work.state;
  if (!file || !mapping) return null;
  const stock = !hasField(mapping, "onHand")
    ? null
    : hasField(mapping, "stockStamp")
      ? t("check.how.stock.stamp")
      : t(`check.how.stock.${mapping.stock ?? "leave"}`);
  return (
    <aside
      aria-label={t("check.columns")}
      className="flex w-80 shrink-0 flex-col overflow-y-auto border-line border-r bg-surface max-[1320px]:hidden"
    >
      <Section
        title={t("check.columns")}
        end={
          <LinkButton className="text-12" onPress={() => work.go("columns")}>
            {t("check.columns.edit")}
          </LinkButton>
        }
      >
        <div className="grid gap-1">
          {file.columns.map((column) => (
            <div key={column.index} className="grid h-8 grid-cols-[72px_14px_116px_1fr] items-center gap-2">
              <span className="truncate font-medium" title={column.name}>
                {column.name}
              </span>
              <ArrowRight size={14} aria-hidden="true" className="text-ink-3" />
              <FieldSelect column={column} mapping={mapping} onChange={work.map} />
              <span className="truncate text-12 text-ink-3">{column.samples[0] ?? ""}</span>
            </div>
          ))}
        </div>
      </Section>
      <Section title={t("check.how")}>
        <KeyValues>
          {file.preset && <KeyValue name={t("check.how.layout")}>{presetWord(file.preset)}</KeyValue>}
          <KeyValue name={t("check.how.separator")}>{delimiterWord(file.delimiter)}</KeyValue>
          <KeyValue name={t("check.how.letters")}>{encodingWord(file.encoding)}</KeyValue>
          {stock && <KeyValue name={t("check.how.stock")}>{stock}</KeyValue>}
          <KeyValue name={t("check.how.known")}>
            {t(kindOf(mapping) === "customers" ? "check.how.email" : "check.how.sku")}
          </KeyValue>
        </KeyValues>
      </Section>
      <KeepSection work={work} />
    </aside>
  );
}

/** The four figures as tabs, and what the import does to units and value. */
function Figures(props: {
  check: ImportCheck | null;
  filter: Filter;
  busy: boolean;
  onFilter: (filter: Filter) => void;
}) {
  const { check, filter } = props;
  const f = useFormats();
  const under: Record<Figure, string> = {
    added: t(check?.kind === "customers" ? "check.added.customers" : "check.added"),
    changed: t("check.changed", { n: check?.restored ?? 0 }),
    unchanged: t("check.unchanged"),
    refused: t("check.refused", { n: check?.cells ?? 0 }),
  };
  const on = (result: Figure) => filter === result || (result === "refused" && filter === "refused_first");
  return (
    <div className={cx("flex h-22 shrink-0 border-line border-b", props.busy && check !== null && "opacity-60")}>
      {FIGURES.map((result) => {
        const { shape, tone } = RESULT_SHAPE[result];
        const n = check?.[result];
        return (
          <AriaButton
            key={result}
            data-testid={`figure-${result}`}
            aria-current={on(result) ? "true" : undefined}
            aria-label={`${resultWord(result)} ${n ?? ""}`}
            onPress={() => props.onFilter(result === "refused" ? "refused_first" : result)}
            className={cx(
              "relative grid w-30 shrink-0 content-start border-line border-r py-2.5 pr-3 pl-4 text-left -outline-offset-2",
              on(result)
                ? "bg-accent-tint after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent"
                : "data-hovered:bg-hover",
            )}
          >
            <span className="flex items-center gap-1.5 text-ink-2">
              <Shape name={shape} className={tone} />
              {resultWord(result)}
            </span>
            <b className="mt-0.5 font-semibold text-20 tabular-nums">{n === undefined ? "–" : f.count(n)}</b>
            <span className="truncate text-12 text-ink-3">{under[result]}</span>
          </AriaButton>
        );
      })}
      {check?.goods && <Effect check={check.goods} />}
    </div>
  );
}

function Effect(props: { check: ImportGoods }) {
  const { check } = props;
  const f = useFormats();
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const units = check.unitsAfter - check.unitsNow;
  const value = moneyDifference(check.valueNow, check.valueAfter, f.digits);
  const categories = check.newCategories.length;
  return (
    <dl
      className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)] content-center gap-x-4 gap-y-0.5 px-4"
      data-testid="import-effect"
    >
      <Change
        name={t("check.onHand")}
        before={f.count(check.unitsNow)}
        after={f.count(check.unitsAfter)}
        difference={units === 0 ? null : f.signed(units)}
        down={units < 0}
      />
      <Change
        name={t("check.value")}
        before={f.money(check.valueNow)}
        after={f.money(check.valueAfter)}
        difference={isZero(value) ? null : signedMoney(value, f.money)}
        down={value.startsWith("-")}
      />
      <dt className="text-ink-3">{t("check.categories")}</dt>
      <dd className="truncate text-right">
        {categories === 0 ? (
          <span className="text-ink-3">{t("check.categories.none")}</span>
        ) : (
          <AriaButton
            ref={trigger}
            className="link max-w-full truncate"
            data-testid="new-categories"
            onPress={() => setOpen(true)}
          >
            {t("check.categories.list", { n: categories })}
          </AriaButton>
        )}
        <Popover
          open={open}
          onClose={() => setOpen(false)}
          triggerRef={trigger}
          label={t("check.categories")}
          placement="bottom end"
        >
          <ul className="max-h-80 min-w-48 overflow-auto px-3 py-2" data-selectable>
            {check.newCategories.map((path) => (
              <li key={path.join("\n")} className="py-0.5">
                {path.join(" › ")}
              </li>
            ))}
          </ul>
        </Popover>
      </dd>
    </dl>
  );
}

function Change(props: { name: string; before: string; after: string; difference: string | null; down: boolean }) {
  return (
    <>
      <dt className="whitespace-nowrap text-ink-3">{props.name}</dt>
      <dd className="flex min-w-0 items-center justify-end gap-1.5 whitespace-nowrap tabular-nums">
        {props.difference === null ? (
          <b className="font-semibold">{props.after}</b>
        ) : (
          <>
            <span className="truncate text-ink-3">{props.before}</span>
            <ArrowRight size={12} aria-hidden="true" className="text-ink-3" />
            <b className="font-semibold">{props.after}</b>
            <span className={cx("min-w-16 text-right font-medium", props.down ? "text-bad" : "text-ok")}>
              {props.difference}
            </span>
          </>
        )}
      </dd>
    </>
  );
}

function isZero(value: Money): boolean {
  return /^-?0*\.?0*$/.test(value);
}

function signedMoney(value: Money, say: (value: Money) => string): string {
  return value.startsWith("-") ? say(value) : `+${say(value)}`;
}
