import { FileInput, Trash2 } from "lucide-react";
import { RefusedError } from "../../bridge";
import type { Delimiter, Encoding, ImportFile, ImportKind, SavedMapping } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useRead, useWrite } from "../../shared/query";
import {
  Button,
  ErrorNote,
  IconButton,
  Note,
  Panel,
  PanelSkeleton,
  RequestId,
  Section,
  Segmented,
  Select,
  Spinner,
  Switch,
  toastDone,
  toastError,
} from "../../shared/ui";
import { Footer } from "./Footer";
import { kindOf } from "./logic";
import type { Import, Stopped } from "./useImport";
import { DELIMITERS, delimiterWord, ENCODINGS, encodingWord, fieldWord, fileProblem, presetWord } from "./words";

const t = texts({
  "file.choose": "Choose a file",
  "file.other": "Choose another file",
  "file.drop": "Choose a CSV file, or drop it on the window",
  "file.drop.products":
    "Products, prices and stock, as another program or a supplier writes them. You see what it would change before anything is saved.",
  "file.drop.customers":
    "Names, e-mail addresses, phones and tiers, as another program writes them. You see what it would change before anything is saved.",
  "file.drop.orders":
    "Orders, one line a row, as a web shop or a sales list writes them; JSON is taken too. You see which can be served before any is placed.",
  "file.reading": "Reading {file}",
  "file.kind": "What is in the file",
  "file.kind.products": "Products",
  "file.kind.customers": "Customers",
  "file.kind.orders": "Orders",
  "file.how": "How the file is read",
  "file.letters": "Letters",
  "file.letters.hint": "If é or € look wrong below, try another.",
  "file.separator": "Separator",
  "file.header": "The first row names the columns",
  "file.preview": "First values",
  "file.preview.lead":
    "{rows, plural, one {# row} other {# rows}}, {columns, plural, one {# column} other {# columns}}",
  "file.preset": "Recognised as {preset}.",
  "file.saved": "Recognised by the columns kept as “{name}”.",
  "file.foreign": "Its layout is not known; the columns are guessed by their names.",
  "file.warnings": "Worth knowing",
  "file.next": "Columns",
  "file.kept": "Kept columns",
  "file.kept.none": "When a file comes again and again, keep its columns under a name; the next one is recognised.",
  "file.kept.forget": "Forget {name}",
  "file.kept.forgotten": "<b>{name}</b> forgotten.",
  "file.line": "Line {n, number}: {detail}",
});

/** Step 1: which file, and how it is read. */
export function FileStep(props: { work: Import; onPick: () => void }) {
  const { work } = props;
  const { state, stopped } = work;
  const busy = work.opening.running;
  useActions([
    { id: "import_choose", label: t("file.choose"), section: "act", keys: ["p"], icon: FileInput, run: props.onPick },
    {
      id: "import_next",
      label: t("file.next"),
      section: "act",
      keys: ["mod+enter"],
      enabled: state.file !== null && !busy,
      run: () => work.go("columns"),
    },
  ]);
  const refused = stopped?.at === "open" ? stopped : null;
  return (
    <>
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("file.preview")} className="flex min-h-0 min-w-0 flex-1 flex-col overflow-auto">
          {refused && (
            <div className="px-4 pt-4">
              <FileRefused stopped={refused} work={work} onPick={props.onPick} />
            </div>
          )}
          {state.file ? (
            <Preview file={state.file} savedAs={state.savedAs} />
          ) : (
            <Start kind={state.kind} busy={busy} name={refused?.chosen?.fileName ?? ""} onPick={props.onPick} />
          )}
        </section>
        <Panel label={t("file.how")} below>
          <Section title={t("file.kind")}>
            <Segmented<ImportKind>
              label={t("file.kind")}
              value={state.kind}
              onChange={work.ofKind}
              options={KINDS.map((value) => ({ value, label: t(`file.kind.${value}`) }))}
            />
          </Section>
          {state.file && (
            <Section title={t("file.how")}>
              <div className="grid gap-3">
                <Reading file={state.file} work={work} />
              </div>
            </Section>
          )}
          <Kept kind={state.kind} />
        </Panel>
      </div>
      {state.file && (
        <Footer
          start={
            <Button icon={FileInput} keys="p" onPress={props.onPick}>
              {t("file.other")}
            </Button>
          }
        >
          <Button
            kind="main"
            size="lg"
            keys="mod+enter"
            pending={work.opening.slow}
            onPress={() => work.go("columns")}
            data-testid="import-next"
          >
            {t("file.next")}
          </Button>
        </Footer>
      )}
    </>
  );
}

const KINDS: readonly ImportKind[] = ["products", "customers", "orders"];

function Start(props: { kind: ImportKind; busy: boolean; name: string; onPick: () => void }) {
  return (
    <div className="m-4 grid min-h-64 flex-1 place-items-center rounded-3 border border-line-control border-dashed p-6">
      <div className="grid max-w-96 justify-items-center gap-3 text-center">
        {props.busy ? (
          <p role="status" className="flex items-center gap-2 text-ink-2">
            <Spinner className="text-accent" />
            {t("file.reading", { file: props.name })}
          </p>
        ) : (
          <>
            <FileInput size={24} aria-hidden="true" className="text-ink-3" />
            <p className="font-semibold text-16">{t("file.drop")}</p>
            <p className="text-ink-2">{t(`file.drop.${props.kind}`)}</p>
            <Button kind="main" size="lg" keys="p" autoFocus onPress={props.onPick} data-testid="import-choose">
              {t("file.choose")}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

/** Encoding, separator, header: as found out, and to be changed. */
export function Reading(props: { file: ImportFile; work: Import }) {
  const { file, work } = props;
  const busy = work.opening.running;
  return (
    <>
      <Select<Encoding>
        label={t("file.letters")}
        value={file.encoding}
        off={busy}
        onChange={(encoding) => void work.readAs({ encoding })}
        options={ENCODINGS.map((value) => ({ value, label: encodingWord(value) }))}
        hint={t("file.letters.hint")}
      />
      <Select<Delimiter>
        label={t("file.separator")}
        value={file.delimiter}
        off={busy}
        onChange={(delimiter) => void work.readAs({ delimiter })}
        options={DELIMITERS.map((value) => ({ value, label: delimiterWord(value) }))}
      />
      <Switch on={file.hasHeader} off={busy} onChange={(hasHeader) => void work.readAs({ hasHeader })}>
        {t("file.header")}
      </Switch>
    </>
  );
}

const SAMPLES = [0, 1, 2];

function Preview(props: { file: ImportFile; savedAs: string | null }) {
  const { file } = props;
  const f = useFormats();
  return (
    <div className="p-4" data-testid="import-preview">
      <h2 className="font-semibold text-16">{file.fileName}</h2>
      <p className="text-ink-2 tabular-nums">
        {t("file.preview.lead", { rows: file.rows, columns: file.columns.length })}.{" "}
        {props.savedAs !== null
          ? t("file.saved", { name: props.savedAs })
          : file.preset
            ? t("file.preset", { preset: presetWord(file.preset) })
            : t("file.foreign")}
      </p>
      {file.warnings.length > 0 && (
        <Note tone="warn" className="mt-3">
          <ul aria-label={t("file.warnings")}>
            {file.warnings.map((w) => (
              <li key={w}>{w}</li>
            ))}
          </ul>
        </Note>
      )}
      <div className="mt-3 overflow-x-auto border-line border-t pb-2">
        <table aria-label={t("file.preview")} className="border-collapse text-left">
          <thead>
            <tr className="label h-8">
              {file.columns.map((c) => (
                <th key={c.index} className="max-w-48 truncate whitespace-nowrap pr-6 font-medium">
                  {c.name === "" ? f.count(c.index + 1) : c.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {SAMPLES.map((at) => (
              <tr key={at} className="h-8 border-line border-t">
                {file.columns.map((c) => (
                  <td key={c.index} className="max-w-48 truncate whitespace-nowrap pr-6" data-selectable>
                    {c.samples[at] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** A file that cannot be read as a whole: what is wrong with it, and what to do next. */
function FileRefused(props: { stopped: Stopped; work: Import; onPick: () => void }) {
  const { stopped, work } = props;
  const { error } = stopped;
  if (!(error instanceof RefusedError) || error.refusal.code !== "IMPORT_FILE_REFUSED") {
    return (
      <ErrorNote error={error} steps={{ retry: () => void work.readAs({}), reload: () => void work.readAs({}) }} />
    );
  }
  const { problem, row, detail } = error.refusal;
  const said = fileProblem(problem, stopped.chosen?.fileName ?? "");
  const otherSeparator = problem === "too_many_columns" || problem === "unclosed_quote";
  const otherLetters = problem === "not_readable";
  return (
    <Note tone="bad" role="alert">
      <div data-testid="file-refused" data-problem={problem}>
        <p className="font-medium">{said.title}</p>
        <p className="text-ink-2">
          {row === null ? sentence(detail) : t("file.line", { n: row, detail: sentence(detail) })}
        </p>
        <p className="text-ink-2">{said.next}</p>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <Button size="sm" onPress={props.onPick}>
            {t("file.other")}
          </Button>
          {otherSeparator &&
            DELIMITERS.map((delimiter) => (
              <Button key={delimiter} size="sm" kind="quiet" onPress={() => void work.readAs({ delimiter })}>
                {delimiterWord(delimiter)}
              </Button>
            ))}
          {otherLetters &&
            ENCODINGS.map((encoding) => (
              <Button key={encoding} size="sm" kind="quiet" onPress={() => void work.readAs({ encoding })}>
                {encodingWord(encoding)}
              </Button>
            ))}
          <RequestId id={error.requestId} />
        </div>
      </div>
    </Note>
  );
}

function sentence(detail: string): string {
  const first = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function Kept(props: { kind: ImportKind }) {
  const kept = useRead(["settings"], "mapping_list", {});
  const forget = useWrite("mapping_delete");
  const drop = (saved: SavedMapping) => {
    forget.run({ id: saved.id, rowVersion: saved.rowVersion }).then(
      () => {
        toastDone(t.rich("file.kept.forgotten", { name: saved.name }));
        void kept.refetch();
      },
      (error: unknown) => toastError(error, { retry: () => drop(saved) }),
    );
  };
  if (kept.isPending) return <PanelSkeleton />;
  const rows = (kept.data?.rows ?? []).filter((saved) => kindOf(saved.mapping) === props.kind);
  return (
    <Section title={t("file.kept")}>
      {rows.length === 0 ? (
        <p className="text-ink-2">{t("file.kept.none")}</p>
      ) : (
        <ul aria-label={t("file.kept")}>
          {rows.map((saved) => (
            <li key={saved.id} className="flex min-h-11 items-center gap-2 border-line not-first:border-t">
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{saved.name}</span>
                <span className="block truncate text-12 text-ink-3">
                  {saved.mapping.columns.map((c) => fieldWord(c.field)).join(", ")}
                </span>
              </span>
              <IconButton
                size="sm"
                icon={Trash2}
                label={t("file.kept.forget", { name: saved.name })}
                onPress={() => drop(saved)}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
