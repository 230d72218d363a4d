import { ReceiptText, User } from "lucide-react";
import type { Holder, ShortLine } from "../../generated/commands";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Checkbox, HoldTimer, Shape, Stepper } from "../../shared/ui";
import { type GiveWayChoice, givenUnits, givesWay, holderKey, unitsToGive } from "./logic";

const t = texts({
  "giveway.title":
    "{reserved, number} units are promised, so there cannot be only {after, number}. Nothing was saved yet.",
  "giveway.label": "Which promises give way",
  "giveway.ask": "Choose which holds are released and which order lines are closed short.",
  "giveway.forever": "no deadline",
  "giveway.release": "Release the hold of {who}",
  "giveway.close": "Units of {order} to close short",
  "giveway.line": "line {n, number}",
  "giveway.cannot": "not from here",
  "giveway.needed": "{n, plural, one {One unit still has to give way.} other {# units still have to give way.}}",
  "giveway.enough": "Enough: {n, plural, one {one unit gives way.} other {# units give way.}}",
});

/** Who has the units, and which of them give way: holds whole, order lines by units, until the sum is enough. */
export function GiveWay(props: { line: ShortLine; choice: GiveWayChoice; onChange: (choice: GiveWayChoice) => void }) {
  const { line, choice } = props;
  const f = useFormats();
  const needed = unitsToGive(line) - givenUnits(line.heldBy, choice);
  return (
    <section
      role="alert"
      aria-label={t("giveway.label")}
      data-testid="give-way"
      className="rounded-2 bg-bad-tint px-3 py-2.5"
    >
      <p className="flex items-start gap-2 font-medium">
        <Shape name="rejected" className="mt-[3px] text-bad" />
        {t("giveway.title", { reserved: line.onHand - line.available, after: line.requested })}
      </p>
      <p className="mt-0.5 text-12 text-ink-2">{t("giveway.ask")}</p>
      <ul className="mt-1.5">
        {line.heldBy.map((h) => (
          <li
            key={holderKey(h)}
            data-testid="give-way-holder"
            className="grid min-h-8 grid-cols-[minmax(0,1fr)_40px_84px_94px] items-center gap-x-2 border-line-2 not-first:border-t text-12"
          >
            <Who holder={h} />
            <span className="text-right font-medium tabular-nums">{f.count(h.quantity)}</span>
            <span className="text-right">
              {h.expiresAt === null ? (
                <span className="text-ink-2">{t("giveway.forever")}</span>
              ) : (
                <HoldTimer deadline={h.expiresAt} />
              )}
            </span>
            <span className="flex justify-end">
              {!givesWay(h) ? (
                <span className="text-ink-2">{t("giveway.cannot")}</span>
              ) : h.kind === "hold" ? (
                <Checkbox
                  label={t("giveway.release", { who: h.label })}
                  checked={(choice[holderKey(h)] ?? 0) > 0}
                  onChange={(on) => props.onChange({ ...choice, [holderKey(h)]: on ? h.quantity : 0 })}
                />
              ) : (
                <Stepper
                  label={t("giveway.close", { order: h.label })}
                  min={0}
                  max={h.quantity}
                  value={choice[holderKey(h)] ?? 0}
                  onChange={(n) => props.onChange({ ...choice, [holderKey(h)]: n })}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-1.5 font-medium text-12 tabular-nums" role="status" data-testid="give-way-needed">
        {needed > 0 ? t("giveway.needed", { n: needed }) : t("giveway.enough", { n: givenUnits(line.heldBy, choice) })}
      </p>
    </section>
  );
}

function Who(props: { holder: Holder }) {
  const { holder } = props;
  const Icon = holder.kind === "order" ? ReceiptText : User;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon size={14} aria-hidden="true" className="shrink-0 text-ink-2" />
      <span className="truncate font-medium">{holder.label}</span>
      {holder.lineNo !== null && <span className="shrink-0 text-ink-2">{t("giveway.line", { n: holder.lineNo })}</span>}
    </span>
  );
}
