import { ArrowRight } from "lucide-react";
import type { ImportColumn, ImportField, LocationId, Mapping, StockMode } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { cx } from "../../shared/cx";
import { texts } from "../../shared/i18n";
import { useRead } from "../../shared/query";
import {
  Button,
  Checkbox,
  ErrorNote,
  Panel,
  RadioList,
  Section,
  Segmented,
  Select,
  Shape,
  TextField,
} from "../../shared/ui";
import { Footer } from "./Footer";
import {
  FIELDS,
  fieldOf,
  hasField,
  kindOf,
  type MappingProblem,
  mappingProblem,
  needsStockChoice,
  withField,
} from "./logic";
import type { Import } from "./useImport";
import { fieldWord, notImported, presetWord } from "./words";

const t = texts({
  "columns.title": "Columns",
  "columns.inFile": "In the file",
  "columns.inStore": "In Stockroom",
  "columns.samples": "First values",
  "columns.empty": "empty",
  "columns.of": "Column {name} is",
  "columns.nameless": "Column {n}",
  "columns.as": "Columns as in",
  "columns.as.found": "As found in the file",
  "columns.as.preset": "As found: {preset}",
  "columns.known": "How rows are known",
  "columns.known.products":
    "By SKU, whatever its letter case. A SKU that is new is added, one that is archived comes back. Columns that are not mapped change nothing.",
  "columns.known.customers":
    "By e-mail, whatever its letter case; who has none, by name. Columns that are not mapped change nothing, an empty cell clears phone, tier or note.",
  "columns.known.orders":
    "Each row is one line. Rows with the same order name, wherever they stand, are one order; a row without one is an order of its own. Prices are worked out here, the file's are not taken.",
  "columns.stock": "The stock in the file",
  "columns.stock.set": "Is what is on hand",
  "columns.stock.set.hint": "The figure in the file becomes the figure here.",
  "columns.stock.add": "Came in, add it",
  "columns.stock.add.hint": "The figure is added to what is on hand, like a delivery.",
  "columns.stock.leave": "Leave stock alone",
  "columns.stock.leave.hint": "The column is not used.",
  "columns.stock.stamped":
    "This export carries its own stamp: figures that changed here since are refused, not overwritten.",
  "columns.location": "Where the units are",
  "columns.from": "Where the units are taken from",
  "columns.decimals": "Prices are written",
  "columns.decimal.auto": "As found",
  "columns.decimal.point": "1,234.50",
  "columns.decimal.comma": "1.234,50",
  "columns.keep": "Keep these columns for “{name}”",
  "columns.keep.name": "Name",
  "columns.keep.when": "Kept when the import is applied.",
  "columns.problem.nothing": "Say what at least one column is.",
  "columns.problem.no_sku": "Say which column has the SKU: rows are known by it.",
  "columns.problem.no_customer": "Say which column has the name or the e-mail: customers are known by them.",
  "columns.problem.no_code": "Say which column has the SKU or barcode: it says what is ordered.",
  "columns.problem.no_quantity": "Say which column has the quantity.",
  "columns.problem.stock": "Say what the stock in the file means.",
  "columns.back": "Back",
  "columns.next": "Check",
});

const NONE = "none";

/** Step 2: what the columns of the file are in Stockroom. */
export function ColumnsStep(props: { work: Import }) {
  const { work } = props;
  const { file, mapping } = work.state;
  const problem = mapping === null ? "nothing" : mappingProblem(mapping);
  const next = () => {
    if (problem === null) work.go("check");
  };
  useActions([
    {
      id: "import_next",
      label: t("columns.next"),
      section: "act",
      keys: ["mod+enter"],
      enabled: problem === null,
      run: next,
    },
    {
      id: "import_back",
      label: t("columns.back"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      run: () => work.go("file"),
    },
  ]);
  if (!file || !mapping) return null;
  const kind = kindOf(mapping);
  return (
    <>
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("columns.title")} className="min-h-0 min-w-0 flex-1 overflow-auto" data-testid="columns">
          {work.stopped?.at === "open" && (
            <div className="p-4 pb-0">
              <ErrorNote error={work.stopped.error} steps={{ retry: () => void work.readAs({}) }} />
            </div>
          )}
          <div className={cx(ROW, "label sticky top-0 z-10 h-8 border-line border-b bg-surface")}>
            <span>{t("columns.inFile")}</span>
            <span />
            <span>{t("columns.inStore")}</span>
            <span>{t("columns.samples")}</span>
          </div>
          {file.columns.map((column) => (
            <div key={column.index} className={cx(ROW, "min-h-10 border-line border-b")} data-testid="column-row">
              <span className="truncate font-medium">{columnName(column)}</span>
              <ArrowRight size={14} aria-hidden="true" className="text-ink-3" />
              <FieldSelect column={column} mapping={mapping} onChange={work.map} />
              <span className="truncate text-ink-3" data-selectable>
                {column.samples.length === 0 ? t("columns.empty") : column.samples.join("  ·  ")}
              </span>
            </div>
          ))}
        </section>
        <Panel label={t("columns.title")} below>
          <ColumnsAs work={work} />
          {kind === "products" && (
            <StockSection mapping={mapping} onStock={work.chooseStock} onMap={work.map} asked={problem === "stock"} />
          )}
          {kind === "orders" && <LocationSection mapping={mapping} title={t("columns.from")} onMap={work.map} />}
          {kind === "products" && (
            <Section title={t("columns.decimals")}>
              <Segmented<Mapping["decimal"]>
                label={t("columns.decimals")}
                value={mapping.decimal}
                onChange={(decimal) => work.map({ ...mapping, decimal })}
                options={(["auto", "point", "comma"] as const).map((value) => ({
                  value,
                  label: t(`columns.decimal.${value}`),
                }))}
              />
            </Section>
          )}
          <Section title={t("columns.known")}>
            <p className="text-ink-2">{t(`columns.known.${kind}`)}</p>
          </Section>
          <KeepSection work={work} />
        </Panel>
      </div>
      <Footer start={<Button onPress={() => work.go("file")}>{t("columns.back")}</Button>}>
        {problem !== null && (
          <span className="flex min-w-0 items-center gap-1.5 text-warn" role="status" data-testid="mapping-problem">
            <Shape name="pending" className="text-warn-mark" />
            <span className="truncate">{mappingProblemWords(problem)}</span>
          </span>
        )}
        <Button
          kind="main"
          size="lg"
          keys="mod+enter"
          off={problem !== null}
          offReason={problem === null ? undefined : mappingProblemWords(problem)}
          onPress={next}
          data-testid="import-check"
        >
          {t("columns.next")}
        </Button>
      </Footer>
    </>
  );
}

const ROW = "grid grid-cols-[minmax(120px,200px)_14px_200px_minmax(0,1fr)] items-center gap-x-3 px-4";

export const mappingProblemWords = (problem: MappingProblem) => t(`columns.problem.${problem}`);

function columnName(column: ImportColumn): string {
  return column.name === "" ? t("columns.nameless", { n: column.index + 1 }) : column.name;
}

/** What one column is. A field that another column had moves here. */
export function FieldSelect(props: { column: ImportColumn; mapping: Mapping; onChange: (mapping: Mapping) => void }) {
  const { column, mapping } = props;
  const none = fieldOf(mapping, column.index) === null;
  return (
    <Select<ImportField | typeof NONE>
      label={t("columns.of", { name: columnName(column) })}
      labelHidden
      value={fieldOf(mapping, column.index) ?? NONE}
      onChange={(field) => props.onChange(withField(mapping, column.index, field === NONE ? null : field))}
      options={[
        { value: NONE, label: notImported() },
        ...FIELDS[kindOf(mapping)].map((value) => ({ value, label: fieldWord(value) })),
      ]}
      className={cx("[&_.in]:h-7 [&_.in]:border-line-2", none && "[&_.in]:bg-sunken [&_.in]:text-ink-3")}
    />
  );
}

function ColumnsAs(props: { work: Import }) {
  const { work } = props;
  const { file, savedAs, kind } = work.state;
  const kept = useRead(["settings"], "mapping_list", {}).data?.rows ?? [];
  const saved = kept.filter((s) => kindOf(s.mapping) === kind);
  if (!file) return null;
  const found = file.preset ? t("columns.as.preset", { preset: presetWord(file.preset) }) : t("columns.as.found");
  if (saved.length === 0) {
    return (
      <Section title={t("columns.as")}>
        <p className="text-ink-2">{found}</p>
      </Section>
    );
  }
  return (
    <Section title={t("columns.as")}>
      <Select<string>
        label={t("columns.as")}
        labelHidden
        value={saved.find((s) => s.name === savedAs)?.id ?? NONE}
        off={work.opening.running}
        onChange={(id) => void work.columnsOf(saved.find((s) => s.id === id) ?? null)}
        options={[{ value: NONE, label: found }, ...saved.map((s) => ({ value: s.id as string, label: s.name }))]}
      />
    </Section>
  );
}

function StockSection(props: {
  mapping: Mapping;
  asked: boolean;
  onStock: (stock: StockMode) => void;
  onMap: (mapping: Mapping) => void;
}) {
  const { mapping } = props;
  if (!hasField(mapping, "onHand")) return null;
  return (
    <>
      <Section
        title={
          <span className="flex items-center gap-1.5">
            {props.asked && <Shape name="pending" className="text-warn-mark" />}
            {t("columns.stock")}
          </span>
        }
      >
        {needsStockChoice(mapping) ? (
          <RadioList<StockMode>
            label={t("columns.stock")}
            value={mapping.stock ?? null}
            onChange={props.onStock}
            options={(["set", "add", "leave"] as const).map((value) => ({
              value,
              label: t(`columns.stock.${value}`),
              hint: t(`columns.stock.${value}.hint`),
            }))}
          />
        ) : (
          <p className="text-ink-2">{t("columns.stock.stamped")}</p>
        )}
      </Section>
      {mapping.stock !== "leave" && (
        <LocationSection mapping={mapping} title={t("columns.location")} onMap={props.onMap} />
      )}
    </>
  );
}

/** With one location there is nothing to choose. */
function LocationSection(props: { mapping: Mapping; title: string; onMap: (mapping: Mapping) => void }) {
  const { mapping } = props;
  const locations = useRead(["stock", "settings"], "location_list", {}).data?.rows ?? [];
  if (locations.length < 2) return null;
  const selling = locations.find((l) => l.selling);
  return (
    <Section title={props.title}>
      <Select<LocationId>
        label={props.title}
        labelHidden
        value={mapping.locationId ?? selling?.id ?? null}
        onChange={(locationId) => props.onMap({ ...mapping, locationId })}
        options={locations.map((l) => ({ value: l.id, label: l.name }))}
      />
    </Section>
  );
}

const NAME_MAX = 80;

export function KeepSection(props: { work: Import }) {
  const { state, keep, keepAs } = props.work;
  return (
    <Section>
      <Checkbox checked={state.keep} onChange={keep}>
        {t("columns.keep", { name: state.keepName })}
      </Checkbox>
      {state.keep && (
        <TextField
          label={t("columns.keep.name")}
          value={state.keepName}
          onChange={keepAs}
          maxLength={NAME_MAX}
          className="mt-2"
          hint={t("columns.keep.when")}
          data-testid="keep-name"
        />
      )}
    </Section>
  );
}
