import { Check, X } from "lucide-react";
import type { ShortLine } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { Remedies } from "../../shared/Remedies";
import { Button, Holders, Shape } from "../../shared/ui";

const t = texts({
  "shortage.title": "{n, plural, one {One product is short} other {# products are short}}. Nothing was held.",
  "shortage.label": "What is short",
  "shortage.asked": "asked <b>{n, number}</b>",
  "shortage.available": "available <b>{n, number}</b>",
  "shortage.short": "short <b>{n, number}</b>",
  "shortage.by": "{onHand, number} on hand, {reserved, number} reserved by",
  "shortage.nobody": "{onHand, plural, =0 {None on hand.} other {# on hand.}}",
  "shortage.take": "Take {n, number}",
  "shortage.leave": "Leave it out",
});

/** Each short line with what was asked, what is there, and who has the rest. */
export function Shortage(props: {
  lines: ShortLine[];
  onTake: (lines: ShortLine[]) => void;
  onRetry: () => void;
  onFinding: (open: boolean) => void;
}) {
  return (
    <section
      aria-label={t("shortage.label")}
      role="alert"
      data-testid="shortage"
      className="mx-5 mb-3 rounded-2 bg-bad-tint px-3 pt-2.5 pb-1"
    >
      <p className="flex items-center gap-2 font-medium">
        <Shape name="rejected" className="text-bad" />
        {t("shortage.title", { n: props.lines.length })}
      </p>
      {props.lines.map((l) => (
        <div key={l.variantId} data-testid="short-line" className="border-line-2 py-2 not-first-of-type:border-t">
          <p className="flex items-baseline gap-3 text-ink-2">
            <span className="min-w-0 flex-1 truncate">
              <b className="font-semibold text-ink">{l.name}</b> <span className="code text-12">{l.sku}</span>
            </span>
            <span className="tabular-nums">{t.rich("shortage.asked", { n: l.requested })}</span>
            <span className="tabular-nums">{t.rich("shortage.available", { n: l.available })}</span>
            <span className="text-bad tabular-nums">{t.rich("shortage.short", { n: l.requested - l.available })}</span>
          </p>
          <p className="label pt-1 text-ink-2!">
            {l.heldBy.length > 0
              ? t("shortage.by", { onHand: l.onHand, reserved: l.onHand - l.available })
              : t("shortage.nobody", { onHand: l.onHand })}
          </p>
          {l.heldBy.length > 0 && <Holders holders={l.heldBy} plain />}
          <div className="flex flex-wrap items-start gap-2 pt-1.5">
            <Button size="sm" icon={l.available > 0 ? Check : X} onPress={() => props.onTake([l])}>
              {l.available > 0 ? t("shortage.take", { n: l.available }) : t("shortage.leave")}
            </Button>
            <div className="min-w-0 flex-1">
              <Remedies line={l} onRetry={props.onRetry} onFinding={props.onFinding} />
            </div>
          </div>
        </div>
      ))}
    </section>
  );
}
