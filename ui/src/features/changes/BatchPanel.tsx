import { Link } from "@tanstack/react-router";
import { Undo2, X } from "lucide-react";
import { useState } from "react";
import type { BatchDetail, BatchId, BatchLine } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useMinute } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { askFor } from "../../shared/intents";
import { useLocations } from "../../shared/locations";
import {
  Button,
  EmptyError,
  IconButton,
  KeyValue,
  KeyValues,
  LinkButton,
  Nil,
  Note,
  Panel,
  PanelSkeleton,
  Section,
} from "../../shared/ui";
import { fullName } from "../../shared/words";
import { useBatch } from "./api";
import { nameOf, undoable } from "./logic";
import { kindIcon, kindWord, placeWords } from "./words";

const t = texts({
  "batchpanel.label": "Change",
  "batchpanel.close": "Close",
  "batchpanel.by": "{time} by {name}",
  "batchpanel.document": "Delivery note",
  "batchpanel.supplier": "Supplier",
  "batchpanel.where": "Where",
  "batchpanel.note": "Note",
  "batchpanel.products": "Catalogue",
  "batchpanel.products.n": "{n, plural, one {# product or category changed} other {# products and categories changed}}",
  "batchpanel.undone": "This was undone. <a>Show the undo</a>",
  "batchpanel.reverses": "This takes back an earlier change. <a>Show it</a>",
  "batchpanel.lines": "What it did",
  "batchpanel.lines.n": "{n, plural, one {# line} other {# lines}}",
  "batchpanel.units": "{units} units",
  "batchpanel.col.product": "Product",
  "batchpanel.col.where": "Where",
  "batchpanel.col.cost": "Cost",
  "batchpanel.col.hand": "± Hand",
  "batchpanel.more": "Show all {n, number}",
  "batchpanel.cut": "The first {n, number} of {all, number} lines.",
  "batchpanel.none": "No unit moved.",
  "batchpanel.undo": "Undo…",
  "batchpanel.undo.undone": "It was undone already.",
  "batchpanel.undo.is_undo": "An undo is not undone: do it again instead.",
});

/** Lines drawn before one asks for all of them. */
const SHOWN_FIRST = 60;

/** One act: what it did line by line, who, when, with which paper, and whether it was taken back. */
export function BatchPanel(props: { id: BatchId; onClose: () => void }) {
  const found = useBatch(props.id);
  const close = <IconButton icon={X} label={t("batchpanel.close")} onPress={props.onClose} className="-mr-1.5" />;
  if (!found.data) {
    return (
      <Panel wide label={t("batchpanel.label")} header={<div className="flex justify-end">{close}</div>}>
        {found.error ? <EmptyError error={found.error} onRetry={() => void found.refetch()} /> : <PanelSkeleton />}
      </Panel>
    );
  }
  return <Open detail={found.data} close={close} />;
}

function Open(props: { detail: BatchDetail; close: React.ReactNode }) {
  const { batch, lines, linesTotal, changes } = props.detail;
  const f = useFormats();
  const now = useMinute();
  const Icon = kindIcon(batch.kind);
  const may = undoable(batch);
  const undo = () => askFor("undo", { batchId: batch.id });
  const place = placeWords(batch);
  const { several } = useLocations();
  useActions([
    {
      id: "batch_undo",
      label: t("batchpanel.undo"),
      section: "act",
      keys: ["u"],
      icon: Undo2,
      enabled: may === "yes",
      run: undo,
    },
  ]);
  return (
    <Panel
      wide
      testid="batch-panel"
      label={`${kindWord(batch.kind)} ${nameOf(batch)}`}
      header={
        <>
          <div className="flex items-center justify-between gap-2">
            <h2 className="flex min-w-0 items-center gap-2 font-semibold text-16" data-selectable>
              <Icon size={16} aria-hidden="true" className="shrink-0 text-ink-3" />
              <span className="truncate">
                {kindWord(batch.kind)} {nameOf(batch)}
              </span>
            </h2>
            {props.close}
          </div>
          <p className="text-12 text-ink-3">
            {t("batchpanel.by", { time: f.moment(batch.at, now), name: batch.staffName })}
          </p>
        </>
      }
      actions={
        <>
          <span className="flex-1" />
          <Button
            kind="danger"
            icon={Undo2}
            keys="u"
            off={may !== "yes"}
            offReason={may === "yes" ? undefined : t(`batchpanel.undo.${may}`)}
            onPress={undo}
            data-testid="batch-undo"
          >
            {t("batchpanel.undo")}
          </Button>
        </>
      }
    >
      {batch.undoneBy !== null && <Other text="batchpanel.undone" id={batch.undoneBy} />}
      {batch.reversesId !== null && <Other text="batchpanel.reverses" id={batch.reversesId} />}
      {(batch.document || batch.supplier || (several && place) || batch.note || changes > 0) && (
        <Section>
          <KeyValues left>
            {batch.document && (
              <KeyValue name={t("batchpanel.document")}>
                <span className="code">{batch.document}</span>
              </KeyValue>
            )}
            {batch.supplier && <KeyValue name={t("batchpanel.supplier")}>{batch.supplier}</KeyValue>}
            {several && place && <KeyValue name={t("batchpanel.where")}>{place}</KeyValue>}
            {batch.note && (
              <KeyValue name={t("batchpanel.note")}>
                <span className="whitespace-pre-line">{batch.note}</span>
              </KeyValue>
            )}
            {changes > 0 && (
              <KeyValue name={t("batchpanel.products")}>{t("batchpanel.products.n", { n: changes })}</KeyValue>
            )}
          </KeyValues>
        </Section>
      )}
      <Section
        title={t("batchpanel.lines")}
        end={
          <span className="tabular-nums">
            {t("batchpanel.lines.n", { n: linesTotal })}
            {batch.units !== 0 && (
              <span className="dot-sep ml-1">{t("batchpanel.units", { units: f.signed(batch.units) })}</span>
            )}
          </span>
        }
      >
        {lines.length === 0 ? (
          <p className="text-ink-3">{t("batchpanel.none")}</p>
        ) : (
          <Lines lines={lines} total={linesTotal} where={several} />
        )}
      </Section>
    </Panel>
  );
}

function Other(props: { text: "batchpanel.undone" | "batchpanel.reverses"; id: BatchId }) {
  return (
    <div className="px-4 py-3">
      <Note tone="acc" icon={Undo2}>
        {t.rich(
          props.text,
          {},
          {
            a: (
              <Link
                from="/changes"
                to="/changes"
                search={(before) => ({ ...before, open: props.id })}
                className="link"
              />
            ),
          },
        )}
      </Note>
    </div>
  );
}

function Lines(props: { lines: BatchLine[]; total: number; where: boolean }) {
  const f = useFormats();
  const [all, setAll] = useState(false);
  const shown = all ? props.lines : props.lines.slice(0, SHOWN_FIRST);
  const costs = props.lines.some((l) => l.unitCost !== null);
  const grid = cx(
    "-mx-4 grid items-center gap-x-3 border-line border-b px-4",
    props.where
      ? costs
        ? "grid-cols-[minmax(0,1fr)_96px_60px_48px]"
        : "grid-cols-[minmax(0,1fr)_112px_48px]"
      : costs
        ? "grid-cols-[minmax(0,1fr)_60px_48px]"
        : "grid-cols-[minmax(0,1fr)_48px]",
  );
  return (
    <>
      <table className="block text-12" aria-label={t("batchpanel.lines")} data-testid="batch-lines">
        <thead className="block">
          <tr className={cx(grid, "label h-6")}>
            <th className="text-left font-medium">{t("batchpanel.col.product")}</th>
            {props.where && <th className="text-left font-medium">{t("batchpanel.col.where")}</th>}
            {costs && <th className="text-right font-medium">{t("batchpanel.col.cost")}</th>}
            <th className="text-right font-medium">{t("batchpanel.col.hand")}</th>
          </tr>
        </thead>
        <tbody className="block">
          {shown.map((l) => (
            <tr
              key={`${l.variantId} ${l.locationId} ${l.kind}`}
              className={cx(grid, "min-h-8 py-1")}
              data-testid="batch-line"
            >
              <td className="min-w-0">
                <Link to="/stock" search={{ open: l.variantId }} className="link block truncate text-ink!">
                  {fullName(l)}
                </Link>
                <span className="code block truncate text-11 text-ink-3">{l.sku}</span>
              </td>
              {props.where && <td className="truncate text-ink-2">{l.locationName}</td>}
              {costs && (
                <td className="text-right text-ink-2 tabular-nums">
                  {l.unitCost === null ? <Nil /> : f.amount(l.unitCost)}
                </td>
              )}
              <td className="text-right font-medium tabular-nums">
                {l.onHandDelta === 0 ? <Nil /> : f.signed(l.onHandDelta)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="flex items-center gap-3 pt-2 text-12 text-ink-3 empty:hidden">
        {!all && props.lines.length > SHOWN_FIRST && (
          <LinkButton onPress={() => setAll(true)}>{t("batchpanel.more", { n: props.lines.length })}</LinkButton>
        )}
        {props.total > props.lines.length && t("batchpanel.cut", { n: props.lines.length, all: props.total })}
      </p>
    </>
  );
}
