import { useState } from "react";
import type { OrderDetail, OrderVersion } from "../../../generated/commands";
import { useToday } from "../../../shared/clock";
import { type Formats, useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { useRead } from "../../../shared/query";
import { Button, Dialog, DialogBody, EmptyError, PanelSkeleton, Select } from "../../../shared/ui";
import { versionFieldWord, versionValue } from "../compare";
import { sentence } from "../timeline";
import { BeforeAfter } from "./BeforeAfter";

const t = texts({
  "compare.title": "Versions of {number}",
  "compare.lead": "Every change made a version. Field by field, what differs between two of them.",
  "compare.from": "From",
  "compare.to": "To",
  "compare.version": "{time} {what}",
  "compare.changed": "Changed",
  "compare.before": "Before",
  "compare.after": "After",
  "compare.same": "Nothing differs between these two.",
  "compare.one": "It has one version: nothing changed since it was placed.",
  "compare.line": "Line {n, number}: {field}",
  "compare.close": "Close",
});

/** Any two versions of an order, field by field; without a choice the last against the one before. */
export function CompareDialog(props: { detail: OrderDetail; at?: number; onClose: () => void }) {
  const { order } = props.detail;
  const f = useFormats();
  const versions = useRead(["orders"], "order_versions", { id: order.id });
  return (
    <Dialog
      open
      width={680}
      data-testid="compare"
      title={t("compare.title", { number: order.number })}
      lead={t("compare.lead")}
      onClose={props.onClose}
      onCommit={props.onClose}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("compare.close")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {versions.data ? (
          <Versions detail={props.detail} rows={versions.data.rows} at={props.at} formats={f} />
        ) : versions.error ? (
          <EmptyError error={versions.error} onRetry={() => void versions.refetch()} />
        ) : (
          <PanelSkeleton />
        )}
      </DialogBody>
    </Dialog>
  );
}

/** `rows`: the newest first. */
function Versions(props: { detail: OrderDetail; rows: OrderVersion[]; at: number | undefined; formats: Formats }) {
  const { detail, rows, formats: f } = props;
  const today = useToday(f.day);
  const first = Math.max(
    0,
    rows.findIndex((v) => v.auditSeq === props.at),
  );
  const [to, setTo] = useState(rows[first]?.auditSeq);
  const [from, setFrom] = useState(rows[first + 1]?.auditSeq ?? rows[first]?.auditSeq);
  const chosen = from !== undefined && to !== undefined;
  const compared = useRead(
    ["orders"],
    "order_compare",
    { id: detail.order.id, from: from ?? 0, to: to ?? 0 },
    { enabled: chosen && from !== to, keepPrevious: true },
  );
  if (rows.length < 2) return <p className="text-ink-2">{t("compare.one")}</p>;

  const options = rows.map((v) => {
    const entry = detail.timeline.find((e) => e.auditSeq === v.auditSeq);
    const what = entry === undefined ? t("compare.changed") : sentence(entry, f, today);
    return {
      value: String(v.auditSeq),
      label: t("compare.version", { time: f.stamp(v.at, today), what }),
      hint: v.staffName,
    };
  });
  const differing = from === to ? [] : (compared.data?.rows ?? []);
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Select
          label={t("compare.from")}
          value={String(from)}
          options={options}
          onChange={(seq) => setFrom(Number(seq))}
        />
        <Select label={t("compare.to")} value={String(to)} options={options} onChange={(seq) => setTo(Number(seq))} />
      </div>
      {compared.error ? (
        <EmptyError error={compared.error} onRetry={() => void compared.refetch()} />
      ) : from !== to && !compared.data ? (
        <PanelSkeleton />
      ) : differing.length === 0 ? (
        <p className="text-ink-2" role="status">
          {t("compare.same")}
        </p>
      ) : (
        <BeforeAfter
          label={t("compare.title", { number: detail.order.number })}
          before={t("compare.before")}
          after={t("compare.after")}
          rows={differing.map((r) => ({
            key: `${r.lineNo} ${r.field}`,
            name:
              r.lineNo === null
                ? versionFieldWord(r.field)
                : t("compare.line", { n: r.lineNo, field: versionFieldWord(r.field).toLowerCase() }),
            under: r.sku ?? undefined,
            before: r.before === null ? "" : versionValue(r.field, r.before, f),
            after: r.after === null ? "" : versionValue(r.field, r.after, f),
          }))}
        />
      )}
    </>
  );
}
