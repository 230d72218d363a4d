import { Link } from "@tanstack/react-router";
import { ReceiptText, User } from "lucide-react";
import type { Holder } from "../../generated/commands";
import { useFormats } from "../formats";
import { texts } from "../i18n";
import { HoldTimer } from "./HoldTimer";

const t = texts({
  "holders.label": "Who has them reserved",
  "holders.forever": "no deadline",
});

/** Who has units reserved, until when, and the way there (`plain`: none, inside a form that must not be left). */
export function Holders(props: { holders: Holder[]; plain?: boolean }) {
  const f = useFormats();
  return (
    <ul aria-label={t("holders.label")} data-testid="holders">
      {props.holders.map((h) => {
        const Icon = h.kind === "order" ? ReceiptText : User;
        return (
          <li
            key={`${h.kind} ${h.id}`}
            className="grid min-h-7 grid-cols-[16px_minmax(0,1fr)_40px_84px] items-center gap-x-2 border-line not-first:border-t text-12"
          >
            <Icon size={14} aria-hidden="true" className="text-ink-3" />
            {props.plain ? (
              <span className="truncate font-medium">{h.label}</span>
            ) : (
              <Link
                to={h.kind === "order" ? "/orders" : "/holds"}
                search={{ open: h.id }}
                className="link truncate text-ink!"
              >
                {h.label}
              </Link>
            )}
            <span className="text-right font-medium tabular-nums">{f.count(h.quantity)}</span>
            <span className="text-right">
              {h.expiresAt === null ? (
                <span className="text-ink-3">{t("holders.forever")}</span>
              ) : (
                <HoldTimer deadline={h.expiresAt} />
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
