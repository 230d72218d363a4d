import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useMemo, useState } from "react";
import { RefusedError } from "../../bridge";
import type { CountLine, CountSheet, ShortLine } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { DataGrid, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import {
  Button,
  Checkbox,
  EmptyFirst,
  ErrorNote,
  Holders,
  KeyValue,
  KeyValues,
  Panel,
  RadioList,
  Section,
  Shape,
  toastDone,
  toastError,
} from "../../shared/ui";
import { useCountLines } from "./api";
import { reviewColumns } from "./columns";
import { isBlind, postState, type Uncounted } from "./logic";
import type { SheetFilter } from "./search";

const t = texts({
  "review.title": "Review {name}",
  "review.back": "Back to counting",
  "review.differences": "Differences",
  "review.blind": "This count is blind",
  "review.blind.lead":
    "What is expected stays hidden while it is open, so that nobody counts towards it. The differences are shown once it is posted; posting can be taken back.",
  "review.none": "Nothing differs",
  "review.none.lead": "What is counted agrees with the books.",
  "review.panel": "Posting",
  "review.what": "What posting does",
  "review.lines": "Lines counted",
  "review.lines.of": "{n} of {all}",
  "review.adjusted": "Lines adjusted",
  "review.unknown": "Unknown codes",
  "review.unknown.lead":
    "{n, plural, one {# code is} other {# codes are}} kept aside and will not be posted. <a>Say what they are</a> first, or go on without.",
  "review.uncounted": "{n, plural, one {# line is} other {# lines are}} not counted",
  "review.uncounted.choice": "What becomes of lines that nobody counted",
  "review.leave": "Leave as they are",
  "review.leave.hint": "Their stock stays as the books say.",
  "review.zero": "Set to zero",
  "review.zero.hint":
    "{n, plural, one {# line} other {# lines}}: nothing of it was on the shelf. Their stock goes to none.",
  "review.recount": "{n, plural, one {# line} other {# lines}} to count again",
  "review.recount.lead":
    "Their stock moved while they were counted. <a>Count them again</a>, or take them as they are.",
  "review.recount.accept": "Take them as they are",
  "review.recount.cannot": "More left since than was counted, so these cannot be taken as they are: {skus}.",
  "review.below": "Fewer than are promised",
  "review.below.lead":
    "Nothing was posted. Release holds or close order lines short, count again, or cancel; then post.",
  "review.below.line": "{counted, number} counted, {reserved, number} promised",
  "review.post": "{n, plural, =0 {Post} one {Post # difference} other {Post # differences}}",
  "review.post.zero": "{n, plural, one {Post, # line to zero} other {Post, # lines to zero}}",
  "review.blocked.nothing_counted": "Nothing is counted yet.",
  "review.blocked.recount": "Count the flagged lines again, or take them as they are.",
  "review.done":
    "<b>{name}</b> posted: {n, plural, =0 {nothing differed} one {# line adjusted} other {# lines adjusted}}, {units} units.",
  "review.undo": "Undo",
  "review.undone": "<b>{name}</b> taken back. The stock is as before.",
});

const SKUS_SAID = 5;

/** Before a count is posted: what it changes, what nobody counted, and what cannot be trusted. */
export function Review(props: { sheet: CountSheet }) {
  const { sheet } = props;
  const f = useFormats();
  const navigate = useNavigate();
  const post = useWrite("count_post");
  const undo = useWrite("batch_undo");
  const [uncounted, setUncounted] = useState<Uncounted>("leave");
  const [acceptMoved, setAcceptMoved] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const blind = isBlind(sheet);
  const lines = useCountLines(sheet.id, "differs", undefined, !blind);
  const columns = useMemo(() => reviewColumns(f), [f]);
  const layout = useGridLayout("count-review", columns);
  const state = postState(sheet, { uncounted, acceptMoved });
  const refusal = error instanceof RefusedError ? error.refusal : null;
  const below = refusal?.code === "COUNT_BELOW_RESERVED" ? refusal.lines : null;
  const stuck = refusal?.code === "COUNT_NEEDS_RECOUNT" && !refusal.acceptable ? refusal.skus : null;

  const to = (filter: SheetFilter | undefined) =>
    void navigate({ to: "/count/$id", params: { id: sheet.id }, search: { filter } });
  const back = () => to(undefined);

  const takeBack = (batchId: Parameters<typeof undo.run>[0]["id"]) => {
    undo.run({ id: batchId }).then(
      () => toastDone(t.rich("review.undone", { name: sheet.name })),
      (cause: unknown) => toastError(cause, { retry: () => takeBack(batchId) }),
    );
  };
  const commit = async () => {
    if (post.pending || state.blocked !== null) return;
    setError(null);
    try {
      const { value } = await post.run({ id: sheet.id, rowVersion: sheet.rowVersion, uncounted, acceptMoved });
      toastDone(t.rich("review.done", { name: sheet.name, n: value.adjusted, units: f.signed(value.units) }), {
        label: t("review.undo"),
        run: () => takeBack(value.batchId),
      });
      void navigate({ to: "/count/$id", params: { id: sheet.id }, search: {}, replace: true });
    } catch (cause) {
      setError(cause);
    }
  };

  useActions([
    {
      id: "count_post",
      label: t("review.post", { n: 0 }),
      section: "act",
      keys: ["mod+enter"],
      enabled: state.blocked === null,
      run: () => void commit(),
    },
    { id: "count_back", label: t("review.back"), section: "list", keys: ["escape"], quiet: true, run: back },
  ]);

  return (
    <>
      <ScreenBar title={t("review.title", { name: sheet.name })} />
      <div className="flex h-10 shrink-0 items-center border-line border-b px-4">
        <Button kind="quiet" size="sm" icon={ArrowLeft} keys="escape" className="-ml-2" onPress={back}>
          {t("review.back")}
        </Button>
      </div>
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("review.differences")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          {blind ? (
            <EmptyFirst title={t("review.blind")}>{t("review.blind.lead")}</EmptyFirst>
          ) : (
            <DataGrid<CountLine>
              testid="review-grid"
              label={t("review.differences")}
              layout={layout}
              source={lines.source}
              busy={lines.busy}
              empty={<EmptyFirst title={t("review.none")}>{t("review.none.lead")}</EmptyFirst>}
            />
          )}
        </section>
        <Panel
          label={t("review.panel")}
          testid="review-panel"
          below
          actions={
            <Button
              kind="main"
              size="lg"
              className="flex-1"
              keys="mod+enter"
              pending={post.slow}
              off={state.blocked !== null}
              offReason={state.blocked === null ? undefined : t(`review.blocked.${state.blocked}`)}
              onPress={() => void commit()}
              data-testid="count-post"
            >
              {t("review.post", { n: state.differs ?? 0 })}
            </Button>
          }
        >
          {error !== null && below === null && stuck === null && (
            <div className="px-4 pt-3">
              <ErrorNote error={error} steps={{ retry: () => void commit(), reload: () => void commit() }} />
            </div>
          )}
          {below && <Below lines={below} />}
          <Section title={t("review.what")}>
            <KeyValues>
              <KeyValue name={t("review.lines")}>
                {t("review.lines.of", { n: f.count(sheet.counted), all: f.count(sheet.lines) })}
              </KeyValue>
              {state.differs !== null && (
                <KeyValue name={t("review.adjusted")} strong>
                  {f.count(state.differs)}
                </KeyValue>
              )}
            </KeyValues>
          </Section>
          {state.uncounted > 0 && (
            <Section title={t("review.uncounted", { n: state.uncounted })}>
              <RadioList<Uncounted>
                label={t("review.uncounted.choice")}
                value={uncounted}
                onChange={setUncounted}
                options={[
                  { value: "leave", label: t("review.leave"), hint: t("review.leave.hint") },
                  ...(sheet.scope === "list"
                    ? []
                    : [
                        {
                          value: "zero" as const,
                          label: t("review.zero"),
                          hint: t("review.zero.hint", { n: state.uncounted }),
                        },
                      ]),
                ]}
              />
            </Section>
          )}
          {sheet.recount > 0 && (
            <Section
              title={
                <span className="flex items-center gap-1.5">
                  <Shape name="pending" className="text-warn-mark" />
                  {t("review.recount", { n: sheet.recount })}
                </span>
              }
            >
              <p className="text-ink-2">
                {t.rich("review.recount.lead", {}, { a: <SheetLink sheet={sheet} filter="recount" /> })}
              </p>
              {stuck ? (
                <p role="alert" className="mt-1 text-bad" data-testid="recount-stuck">
                  {t("review.recount.cannot", { skus: stuck.slice(0, SKUS_SAID).join(", ") })}
                </p>
              ) : (
                <Checkbox checked={acceptMoved} onChange={setAcceptMoved} className="mt-1">
                  {t("review.recount.accept")}
                </Checkbox>
              )}
            </Section>
          )}
          {sheet.unknown > 0 && (
            <Section title={t("review.unknown")}>
              <p className="text-ink-2">
                {t.rich(
                  "review.unknown.lead",
                  { n: sheet.unknown },
                  { a: <SheetLink sheet={sheet} filter="unknown" /> },
                )}
              </p>
            </Section>
          )}
        </Panel>
      </div>
    </>
  );
}

function SheetLink(props: { sheet: CountSheet; filter: SheetFilter; children?: React.ReactNode }) {
  return (
    <Link to="/count/$id" params={{ id: props.sheet.id }} search={{ filter: props.filter }} className="link">
      {props.children}
    </Link>
  );
}

/** Lines whose figure is below what is promised, and to whom. */
function Below(props: { lines: ShortLine[] }) {
  return (
    <section role="alert" data-testid="count-below" className="border-line border-b bg-bad-tint px-4 py-3">
      <p className="flex items-start gap-2 font-semibold">
        <Shape name="rejected" className="mt-[3px] text-bad" />
        {t("review.below")}
      </p>
      <p className="text-ink-2">{t("review.below.lead")}</p>
      {props.lines.map((line) => (
        <div key={line.variantId} className="mt-2">
          <p className="flex justify-between gap-3">
            <span className="min-w-0 truncate font-medium">{line.name}</span>
            <span className="whitespace-nowrap text-12 text-ink-2 tabular-nums">
              {t("review.below.line", { counted: line.requested, reserved: line.onHand - line.available })}
            </span>
          </p>
          <Holders holders={line.heldBy} />
        </div>
      ))}
    </section>
  );
}
