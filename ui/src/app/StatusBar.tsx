import { Link } from "@tanstack/react-router";
import { Check, Database, Hourglass, ShieldCheck, Timer, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useNow } from "../shared/clock";
import { cx } from "../shared/cx";
import { useFormats } from "../shared/formats";
import { texts } from "../shared/i18n";
import { SOON_MS } from "../shared/ui";
import { useStoreStatus } from "./status";

const t = texts({
  "status.label": "State of the store",
  "status.holds": "{n, plural, one {<b>#</b> active hold} other {<b>#</b> active holds}}",
  "status.next": "Next lapses in <b>{left}</b>",
  "status.pendingOrders": "{n, plural, one {<b>#</b> pending order} other {<b>#</b> pending orders}}",
  "status.saved": "All saved <b>{time}</b>",
  "status.backup": "Backup verified <b>{time}</b>",
  "status.noBackup": "No backup yet",
});

const B = { b: <b className="font-medium text-ink tabular-nums" /> };
const B_WARN = { b: <b className="font-medium text-warn tabular-nums" /> };

function Cell(props: { children: ReactNode; warn?: boolean; first?: boolean; testid: string; className?: string }) {
  return (
    <span
      data-testid={props.testid}
      className={cx(
        "flex h-5 items-center gap-1.5 px-2 [&>svg]:size-[13px] [&>svg]:text-ink-3",
        !props.first && "border-line-2 border-l",
        props.warn && "text-warn [&>svg]:text-warn!",
        props.className,
      )}
    >
      {props.children}
    </span>
  );
}

export function StatusBar() {
  const status = useStoreStatus();
  const f = useFormats();
  const now = useNow();
  if (!status) return <footer className="h-(--status-h) shrink-0 border-line border-t bg-frame" />;
  const left = status.nextExpiry === null ? null : status.nextExpiry - now;
  const soon = left !== null && left <= SOON_MS;
  return (
    <footer
      aria-label={t("status.label")}
      className="flex h-(--status-h) shrink-0 items-center overflow-hidden whitespace-nowrap border-line border-t bg-frame px-2 text-12 text-ink-2"
    >
      <Link to="/holds" search={{}} className="flex -outline-offset-2">
        <Cell first testid="status-holds">
          <Timer aria-hidden="true" />
          <span>{t.rich("status.holds", { n: status.activeHolds }, B)}</span>
        </Cell>
        {left !== null && left > 0 && (
          <Cell warn={soon} testid="status-next">
            <Hourglass aria-hidden="true" />
            <span>{t.rich("status.next", { left: f.countdown(left) }, soon ? B_WARN : B)}</span>
          </Cell>
        )}
      </Link>
      {status.pendingOrders > 0 && (
        <Link to="/orders" search={{ view: "to_confirm" }} className="flex -outline-offset-2">
          <Cell testid="status-pending">
            <TriangleAlert aria-hidden="true" />
            <span>{t.rich("status.pendingOrders", { n: status.pendingOrders }, B)}</span>
          </Cell>
        </Link>
      )}
      <span className="flex-1" />
      {status.lastSavedAt !== null && (
        <Cell first testid="status-saved" className="[&>svg]:text-ok!">
          <Check aria-hidden="true" />
          <span>{t.rich("status.saved", { time: f.timeWithSeconds(status.lastSavedAt) }, B)}</span>
        </Cell>
      )}
      <Cell testid="status-backup" className="narrow:hidden">
        <ShieldCheck aria-hidden="true" className={status.lastBackupAt === null ? "" : "text-ok!"} />
        <span>
          {status.lastBackupAt === null
            ? t("status.noBackup")
            : t.rich("status.backup", { time: f.moment(status.lastBackupAt, now) }, B)}
        </span>
      </Cell>
      <Cell testid="status-file" className="max-[860px]:hidden">
        <Database aria-hidden="true" />
        <span>{status.fileName}</span>
      </Cell>
      <Cell testid="status-clock">
        <b className="font-medium text-ink">{f.weekday(now)}</b>
        <b className="font-medium text-ink tabular-nums">{f.time(now)}</b>
      </Cell>
    </footer>
  );
}
