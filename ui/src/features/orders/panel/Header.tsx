import { Copy, Ellipsis, GitCompareArrows } from "lucide-react";
import type { ReactNode } from "react";
import { shell } from "../../../bridge";
import type { OrderDetail, OrderStatus } from "../../../generated/commands";
import { useMinute } from "../../../shared/clock";
import { cx } from "../../../shared/cx";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { IconButton, Menu, type MenuEntry, PriorityMark, StatusMark } from "../../../shared/ui";
import { statusWord } from "../../../shared/words";
import { ACTION_KEYS, actionLabel, arranged, isOwed } from "../logic";
import type { OpenDialog, OrderActionItem } from "../useOrderActions";

const t = texts({
  "order.more": "More",
  "order.copyNumber": "Copy number",
  "order.copyLines": "Copy lines",
  "order.compare": "Compare versions…",
  "order.placed": "Placed {time}",
});

const PATH: readonly OrderStatus[] = ["pending", "confirmed", "processing", "shipped", "delivered"];

/** Number, customer, the way it goes; the menu has what does not fit at the bottom. */
export function Header(props: { detail: OrderDetail; close: ReactNode; actions: OrderActionItem[]; open: OpenDialog }) {
  const { order, tierName } = props.detail;
  const f = useFormats();
  const now = useMinute();
  const at = order.number.indexOf("-") + 1;
  // A tier is named where it made a price.
  const reduced = props.detail.lines.some((l) => l.breakdown.some((s) => s.kind === "tier"));
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <h2 data-testid="order-number" data-selectable className="font-semibold text-20 tabular-nums">
          <span className="pn text-ink-3">{order.number.slice(0, at)}</span>
          {order.number.slice(at)}
        </h2>
        <span className="flex gap-0.5">
          <Menu
            label={t("order.more")}
            trigger={<IconButton icon={Ellipsis} label={t("order.more")} data-testid="order-more" />}
            entries={entries(props.detail, props.actions, props.open)}
          />
          {props.close}
        </span>
      </div>
      <div className="mt-0.5 flex items-center gap-2 text-ink-2">
        <span className="min-w-0 truncate font-medium text-ink">{order.customerName}</span>
        {reduced && (
          <span className="shrink-0 rounded-1 border border-line-2 px-1.5 font-medium text-11 leading-[18px]">
            {tierName}
          </span>
        )}
        {order.priority !== "normal" && <PriorityMark priority={order.priority} />}
        <span className="dot-sep -ml-1 whitespace-nowrap">
          {t("order.placed", { time: f.moment(order.createdAt, now) })}
        </span>
      </div>
      <StatusTrack status={order.status} />
    </>
  );
}

function entries(detail: OrderDetail, actions: OrderActionItem[], open: OpenDialog): MenuEntry[] {
  const { order } = detail;
  const lines = detail.lines.map((l) => `${l.sku}\t${l.name}\t${l.quantity}\t${l.unitPrice}\t${l.lineTotal}`);
  const entry = (a: OrderActionItem): MenuEntry => ({
    id: a.allowed.action,
    label: actionLabel(a.allowed),
    icon: a.icon,
    keys: ACTION_KEYS[a.allowed.action],
    danger: a.allowed.action === "cancel",
    run: a.run,
  });
  const { menu } = arranged(actions, isOwed(detail));
  const cancel = menu.filter((a) => a.allowed.action === "cancel");
  const rest = menu.filter((a) => a.allowed.action !== "cancel");
  const line = (id: string): MenuEntry => ({ kind: "line", id });
  return [
    ...rest.map(entry),
    ...(rest.length > 0 ? [line("line-1")] : []),
    {
      id: "compare",
      label: t("order.compare"),
      icon: GitCompareArrows,
      run: () => open({ kind: "compare" }),
    },
    { id: "number", label: t("order.copyNumber"), icon: Copy, run: () => void shell.copyText(order.number) },
    { id: "lines", label: t("order.copyLines"), icon: Copy, run: () => void shell.copyText(lines.join("\n")) },
    ...(cancel.length > 0 ? [line("line-2"), ...cancel.map(entry)] : []),
  ];
}

/** Where the order stands on its way; a cancelled or rejected one has left it. */
function StatusTrack(props: { status: OrderStatus }) {
  const at = PATH.indexOf(props.status);
  if (at === -1) {
    return (
      <div
        className="mt-3 flex items-center gap-2 border-press border-t-[3px] pt-1.5"
        data-testid="order-status"
        data-status={props.status}
      >
        <StatusMark status={props.status} />
      </div>
    );
  }
  return (
    <ol className="mt-3 grid grid-cols-5 gap-[3px]" data-testid="order-status" data-status={props.status}>
      {PATH.map((s, i) => (
        <li
          key={s}
          aria-current={i === at ? "step" : undefined}
          className={cx(
            "whitespace-nowrap border-t-[3px] pt-1.5 text-11",
            i === at
              ? cx(
                  "font-semibold text-ink",
                  s === "pending" ? "border-warn-mark" : s === "delivered" ? "border-ok" : "border-accent",
                )
              : i < at
                ? cx("text-ink-2", props.status === "delivered" ? "border-ok" : "border-accent")
                : "border-press text-ink-3",
          )}
        >
          {statusWord(s)}
        </li>
      ))}
    </ol>
  );
}
