import { Check, ReceiptText, Timer, X } from "lucide-react";
import { useState } from "react";
import type { RefusedError } from "../../bridge";
import type { Holder, ShortLine } from "../../generated/commands";
import { currentTime, useNow } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Remedies } from "../../shared/Remedies";
import { Button, Dialog, HoldTimer, RequestId, Shape } from "../../shared/ui";
import { nextFree } from "./draft";

const t = texts({
  "short.of": "{short, plural, one {# of {lines} lines is short} other {# of {lines} lines are short}}",
  "short.of.one": "This line is short",
  "short.safe": "Nothing was reserved. Your order is as you left it.",
  "short.asked": "asked <b>{n}</b>",
  "short.available": "available <b>{n}</b>",
  "short.by": "short <b>{n}</b>",
  "short.heldBy": "{onHand, number} on hand, {reserved, number} reserved by",
  "short.nobody": "{onHand, number} on hand, nothing reserved.",
  "short.units": "Units",
  "short.lapses": "Lapses",
  "short.noDeadline": "no deadline",
  "short.take": "Take {n, number} now",
  "short.leave": "Leave it out",
  "short.taken": "{n, number} taken",
  "short.left": "Left out",
  "short.next": "Next unit may free up in {left}",
  "short.refusedAt": "Refused at {time}",
  "short.back": "Back to the order",
  "short.place": "Place with what is free",
  "short.place.rest": "Place the rest",
  "short.place.none": "Nothing is left to place.",
});

export type Choice = "take" | "leave";

/** Each short line: asked, available, short by, held by whom and until when; and what to do about it. */
export function ShortageDialog(props: {
  error: RefusedError;
  short: ShortLine[];
  lineCount: number;
  /** something would remain to be placed */
  placeable: boolean;
  pending: boolean;
  onTake: (line: ShortLine) => void;
  onLeave: (line: ShortLine) => void;
  onBack: () => void;
  onPlace: () => void;
  /** the order as it stands, once more */
  onRetry: () => void;
}) {
  const f = useFormats();
  const [refusedAt] = useState(currentTime);
  const [chosen, setChosen] = useState<Record<string, Choice>>({});
  const [finding, setFinding] = useState(false);
  const all = props.short.every((l) => chosen[l.variantId]);
  const single = props.lineCount === 1;
  return (
    <Dialog
      open
      alert
      data-testid="shortage-dialog"
      width={720}
      onClose={props.onBack}
      onCommit={props.placeable && !finding ? props.onPlace : undefined}
      mark={<Shape name="rejected" className="text-bad" />}
      title={single ? t("short.of.one") : t("short.of", { short: props.short.length, lines: props.lineCount })}
      lead={t("short.safe")}
      footer={
        <>
          <span className="flex min-w-0 flex-1 items-center gap-2 overflow-hidden whitespace-nowrap text-12 text-ink-3">
            {t("short.refusedAt", { time: f.timeWithSeconds(refusedAt) })}
            <span aria-hidden="true">·</span>
            <RequestId id={props.error.requestId} />
          </span>
          <Button onPress={props.onBack} keys="escape">
            {t("short.back")}
          </Button>
          <Button
            kind="main"
            keys="mod+enter"
            pending={props.pending}
            off={!props.placeable}
            offReason={t("short.place.none")}
            onPress={props.onPlace}
            data-testid="place-free"
          >
            {all ? t("short.place.rest") : t("short.place")}
          </Button>
        </>
      }
    >
      {props.short.map((line, index) => (
        <Short
          key={line.variantId}
          line={line}
          first={index === 0}
          choice={chosen[line.variantId]}
          onChoose={(choice) => {
            setChosen((c) => ({ ...c, [line.variantId]: choice }));
            if (choice === "take") props.onTake(line);
            else props.onLeave(line);
            focusNext();
          }}
          onRetry={props.onRetry}
          onFinding={setFinding}
        />
      ))}
    </Dialog>
  );
}

/** The button that was pressed is gone: on to the next line that is open, else to placing. */
function focusNext() {
  setTimeout(() => {
    const next = document.querySelector<HTMLElement>(
      "[data-testid=shortage-dialog] :is([data-testid=take-now], [data-testid=leave-out])",
    );
    (next ?? document.querySelector<HTMLElement>("[data-testid=place-free]"))?.focus();
  }, 0);
}

const B = { b: <b className="font-semibold text-ink tabular-nums" /> };
const B_BAD = { b: <b className="font-semibold tabular-nums" /> };

function Short(props: {
  line: ShortLine;
  first: boolean;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
  onRetry: () => void;
  onFinding: (open: boolean) => void;
}) {
  const { line } = props;
  const f = useFormats();
  const now = useNow();
  const next = nextFree(line);
  return (
    <section data-testid="short-line" aria-label={line.name} className="border-line border-t px-5 pt-3 pb-4">
      <div className="flex items-baseline gap-4 whitespace-nowrap text-ink-2">
        <span className="min-w-0 flex-1 truncate">
          <span className="font-semibold text-14 text-ink">{line.name}</span>{" "}
          <span className="code text-12 text-ink-3">{line.sku}</span>
        </span>
        <span>{t.rich("short.asked", { n: line.requested }, B)}</span>
        <span>{t.rich("short.available", { n: line.available }, B)}</span>
        <span className="text-bad">{t.rich("short.by", { n: line.requested - line.available }, B_BAD)}</span>
      </div>
      <div className="mt-2 mb-3">
        {line.heldBy.length === 0 ? (
          <p className="label">{t("short.nobody", { onHand: line.onHand })}</p>
        ) : (
          <>
            <div className="label grid h-5 grid-cols-[16px_1fr_48px_120px] items-center gap-x-2">
              <span />
              <span>{t("short.heldBy", { onHand: line.onHand, reserved: line.onHand - line.available })}</span>
              <span className="text-right">{t("short.units")}</span>
              <span className="text-right">{t("short.lapses")}</span>
            </div>
            <ul>
              {line.heldBy.map((h) => (
                <HolderRow key={`${h.kind}${h.id}`} holder={h} />
              ))}
            </ul>
          </>
        )}
      </div>
      {!props.choice && (
        <div className="mb-3">
          <Remedies line={line} onRetry={props.onRetry} onFinding={props.onFinding} />
        </div>
      )}
      <div className="flex items-center gap-2">
        {props.choice ? (
          <span className="inline-flex h-7 items-center gap-1.5 font-medium text-ink-2" role="status">
            <Check size={16} aria-hidden="true" className="text-ok" />
            {props.choice === "take" ? t("short.taken", { n: line.available }) : t("short.left")}
          </span>
        ) : (
          <>
            {line.available > 0 && (
              <Button
                icon={Check}
                autoFocus={props.first}
                onPress={() => props.onChoose("take")}
                data-testid="take-now"
              >
                {t("short.take", { n: line.available })}
              </Button>
            )}
            <Button
              icon={X}
              autoFocus={props.first && line.available === 0}
              kind={line.available > 0 ? "quiet" : "plain"}
              onPress={() => props.onChoose("leave")}
              data-testid="leave-out"
            >
              {t("short.leave")}
            </Button>
          </>
        )}
        <span className="flex-1" />
        {next !== null && next > now && (
          <span className="text-12 text-ink-3 tabular-nums">{t("short.next", { left: f.countdown(next - now) })}</span>
        )}
      </div>
    </section>
  );
}

function HolderRow(props: { holder: Holder }) {
  const f = useFormats();
  const now = useNow();
  const { holder } = props;
  const Icon = holder.kind === "order" ? ReceiptText : Timer;
  const number = /^(\d{4}-\d{6})(.*)$/.exec(holder.label);
  return (
    <li className="grid h-7 grid-cols-[16px_1fr_48px_120px] items-center gap-x-2 border-line border-t">
      <Icon size={14} aria-hidden="true" className="text-ink-3" />
      <span className="truncate">
        {number ? (
          <>
            <span className="pn font-medium">{number[1]}</span> <span className="text-ink-3">{number[2]}</span>
          </>
        ) : (
          <span className="font-medium">{holder.label}</span>
        )}
      </span>
      <span className="text-right font-medium tabular-nums">{f.count(holder.quantity)}</span>
      <span className="text-right tabular-nums">
        {holder.expiresAt === null ? (
          <span className="text-ink-3">{t("short.noDeadline")}</span>
        ) : holder.expiresAt - now > 60 * 60_000 ? (
          f.moment(holder.expiresAt, now)
        ) : (
          <HoldTimer deadline={holder.expiresAt} bare />
        )}
      </span>
    </li>
  );
}
