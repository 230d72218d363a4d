import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import type { CustomerDetail, CustomerId } from "../../generated/commands";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import {
  Button,
  CustomerPicker,
  Dialog,
  DialogBody,
  EmptyError,
  ErrorNote,
  Nil,
  PanelSkeleton,
  toastDone,
} from "../../shared/ui";
import { useCustomer } from "./api";
import { mergedRows, together } from "./logic";

const t = texts({
  "merge.title": "Merge {name} with another customer",
  "merge.lead": "For one person who is here twice. Orders, holds, waits and baskets move; nothing is deleted.",
  "merge.other": "The other one",
  "merge.stays": "Stays",
  "merge.goes": "Is archived",
  "merge.after": "Afterwards",
  "merge.swap": "Keep the other one",
  "merge.field.name": "Name",
  "merge.field.email": "E-mail",
  "merge.field.phone": "Phone",
  "merge.field.tier": "Tier",
  "merge.field.note": "Note",
  "merge.orders": "Orders",
  "merge.spent": "Spent",
  "merge.due": "Due",
  "merge.holds": "Holds",
  "merge.waits": "Waits",
  "merge.baskets": "Baskets",
  "merge.cannot": "This cannot be undone: look twice.",
  "merge.cancel": "Cancel",
  "merge.commit": "Merge",
  "merge.commit.into": "Merge into {name}",
  "merge.done": "<b>{other}</b> is part of <b>{name}</b> now.",
});

/** Two customers side by side, and what becomes of them. */
export function MergeDialog(props: {
  customer: CustomerDetail;
  onDone: (kept: CustomerDetail) => void;
  onClose: () => void;
}) {
  const merge = useWrite("customer_merge");
  const [otherId, setOtherId] = useState<CustomerId | null>(null);
  const [swapped, setSwapped] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // Both are read anew: their versions are what the merge is held against.
  const mine = useCustomer(props.customer.customer.id);
  const other = useCustomer(otherId);
  const one = mine.data ?? props.customer;
  const pair = other.data && (swapped ? { keep: other.data, other: one } : { keep: one, other: other.data });

  const commit = async () => {
    if (!pair || merge.pending) return;
    setError(null);
    try {
      const { value } = await merge.run({
        keepId: pair.keep.customer.id,
        keepRowVersion: pair.keep.customer.rowVersion,
        mergeId: pair.other.customer.id,
        mergeRowVersion: pair.other.customer.rowVersion,
      });
      toastDone(t.rich("merge.done", { name: value.customer.name, other: pair.other.customer.name }));
      props.onDone(value);
    } catch (cause) {
      setError(cause);
    }
  };
  const reload = () => {
    setError(null);
    void mine.refetch();
    void other.refetch();
  };

  return (
    <Dialog
      open
      data-testid="merge-dialog"
      width={800}
      title={t("merge.title", { name: props.customer.customer.name })}
      lead={t("merge.lead")}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1 text-12 text-ink-3">{pair && t("merge.cannot")}</span>
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("merge.cancel")}
          </Button>
          <Button
            size="lg"
            kind="danger-solid"
            keys="mod+enter"
            off={!pair}
            pending={merge.slow}
            onPress={() => void commit()}
            data-testid="merge-commit"
          >
            {pair ? t("merge.commit.into", { name: pair.keep.customer.name }) : t("merge.commit")}
          </Button>
        </>
      }
    >
      <DialogBody className="min-h-96 content-start">
        <CustomerPicker
          label={t("merge.other")}
          picked={other.data?.customer.name}
          except={props.customer.customer.id}
          onPick={(c) => {
            setOtherId(c.id);
            setError(null);
          }}
          autoFocus
          testid="merge-other"
        />
        {error !== null && <ErrorNote error={error} steps={{ retry: () => void commit(), reload }} />}
        {otherId !== null &&
          (pair ? (
            <SideBySide keep={pair.keep} other={pair.other} onSwap={() => setSwapped((on) => !on)} />
          ) : other.error ? (
            <EmptyError error={other.error} onRetry={() => void other.refetch()} />
          ) : (
            <PanelSkeleton />
          ))}
      </DialogBody>
    </Dialog>
  );
}

function SideBySide(props: { keep: CustomerDetail; other: CustomerDetail; onSwap: () => void }) {
  const f = useFormats();
  const { keep, other } = props;
  const sum = together(keep, other, f.digits);
  const rows: [string, string, string, string][] = [
    ...mergedRows(keep.customer, other.customer).map((r): [string, string, string, string] => [
      t(`merge.field.${r.field}`),
      r.keep,
      r.other,
      r.after,
    ]),
    [t("merge.orders"), f.count(keep.orders), f.count(other.orders), f.count(sum.orders)],
    [t("merge.spent"), f.money(keep.spent), f.money(other.spent), f.money(sum.spent)],
    [t("merge.due"), f.money(keep.due), f.money(other.due), f.money(sum.due)],
    ...(["holds", "waits", "baskets"] as const).flatMap((what): [string, string, string, string][] =>
      sum[what] === 0 ? [] : [[t(`merge.${what}`), f.count(keep[what]), f.count(other[what]), f.count(sum[what])]],
    ),
  ];
  return (
    <table className="w-full table-fixed" data-testid="merge-table">
      <thead>
        <tr className="label text-left">
          <th className="w-36 py-1 font-medium">
            <Button size="sm" icon={ArrowLeftRight} onPress={props.onSwap} data-testid="merge-swap">
              {t("merge.swap")}
            </Button>
          </th>
          <th scope="col" className="px-3 font-medium">
            {t("merge.stays")}
          </th>
          <th scope="col" className="px-3 font-medium">
            {t("merge.goes")}
          </th>
          <th scope="col" className="rounded-t-2 bg-accent-tint px-3 font-medium text-accent-ink">
            {t("merge.after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, a, b, after], at) => (
          <tr key={name} className="border-line border-t align-top">
            <th scope="row" className="py-1 text-left font-normal text-ink-3">
              {name}
            </th>
            <td className={cx("break-words px-3 py-1 tabular-nums", at === 0 && "font-medium")}>{a || <Nil />}</td>
            <td className={cx("break-words px-3 py-1 text-ink-2 tabular-nums", at === 0 && "line-through")}>
              {b || <Nil />}
            </td>
            <td className="whitespace-pre-line break-words bg-accent-tint px-3 py-1 font-medium tabular-nums">
              {after || <Nil />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
