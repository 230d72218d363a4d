import { PackageCheck, ReceiptText, ShoppingBasket, Timer } from "lucide-react";
import { useState } from "react";
import type { Holder, ReservationId } from "../../generated/commands";
import { useNow } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, HoldTimer, LinkButton, TextField } from "../../shared/ui";
import { statusWord } from "../../shared/words";
import { isAskable, isReleasable } from "./logic";

const t = texts({
  "basket.holder.of": "{onHand, number} on hand, {reserved, number} reserved by",
  "basket.holder.nobody": "{onHand, number} on hand, nothing reserved.",
  "basket.holder.units": "Units",
  "basket.holder.lapses": "Lapses",
  "basket.holder.forever": "no deadline",
  "basket.holder.order": "{customer}, {status}",
  "basket.holder.basket": "basket of {staff}",
  "basket.holder.held": "held by {staff}",
  "basket.holder.ask": "Ask to release",
  "basket.holder.asked": "asked {time}",
  "basket.holder.release": "Release…",
  "basket.holder.ask.note": "A word to whoever has it",
  "basket.holder.ask.commit": "Ask",
  "basket.holder.release.lead":
    "{n, plural, one {One unit of {what} is} other {# units of {what} are}} held for {who}. They lose it at once.",
  "basket.holder.release.commit": "Release it",
  "basket.holder.back": "Not now",
  "basket.holder.somebody": "somebody",
});

const GRID = "grid grid-cols-[16px_minmax(0,1fr)_48px_96px_168px] items-center gap-x-2";
const NOTE_MAX = 500;
/** Beyond this a countdown says less than the time of day. */
const COUNTDOWN_MS = 60 * 60_000;

/** Who has the units, until when; each can be asked to release them, and a plain hold can be released from here. */
export function ShortHolders(props: {
  holders: readonly Holder[];
  onHand: number;
  available: number;
  what: string;
  onFailed: (error: unknown) => void;
}) {
  if (props.holders.length === 0) {
    return <p className="label mt-2 mb-3">{t("basket.holder.nobody", { onHand: props.onHand })}</p>;
  }
  return (
    <div className="mt-2 mb-3">
      <div className={`${GRID} label h-5`}>
        <span />
        <span>{t("basket.holder.of", { onHand: props.onHand, reserved: props.onHand - props.available })}</span>
        <span className="text-right">{t("basket.holder.units")}</span>
        <span className="text-right">{t("basket.holder.lapses")}</span>
        <span />
      </div>
      <ul>
        {props.holders.map((h) => (
          <Row key={`${h.kind} ${h.id} ${h.lineNo}`} holder={h} what={props.what} onFailed={props.onFailed} />
        ))}
      </ul>
    </div>
  );
}

/** What it is, and the words behind it. */
function told(h: Holder): { icon: typeof Timer; name: string; number: boolean; more: string } {
  if (h.orderNumber !== null && h.orderStatus !== null) {
    return {
      icon: h.kind === "order" ? PackageCheck : ReceiptText,
      name: h.orderNumber,
      number: true,
      more: h.customerName
        ? t("basket.holder.order", { customer: h.customerName, status: statusWord(h.orderStatus).toLowerCase() })
        : statusWord(h.orderStatus).toLowerCase(),
    };
  }
  if (h.basketId !== null) {
    return {
      icon: ShoppingBasket,
      name: h.basketName || h.customerName || h.label,
      number: false,
      more: h.staffName ? t("basket.holder.basket", { staff: h.staffName }) : "",
    };
  }
  return {
    icon: Timer,
    name: h.label,
    number: false,
    more: h.staffName ? t("basket.holder.held", { staff: h.staffName }) : "",
  };
}

function Row(props: { holder: Holder; what: string; onFailed: (error: unknown) => void }) {
  const { holder: h } = props;
  const f = useFormats();
  const now = useNow();
  const askFor = useWrite("reservation_ask_release");
  const release = useWrite("reservation_release");
  const [form, setForm] = useState<"ask" | "release" | null>(null);
  const [note, setNote] = useState("");
  const { icon: Icon, name, number, more } = told(h);
  const ids = [h.id as ReservationId];
  const dash = name.indexOf("-") + 1;

  const ask = () => void askFor.run({ ids, note: note.trim() || undefined }).then(() => setForm(null), props.onFailed);
  const letGo = () => void release.run({ ids }).then(() => setForm(null), props.onFailed);
  const asked = h.askedAt;

  return (
    <li className="border-line border-t" data-testid="short-holder">
      <div className={`${GRID} min-h-7`}>
        <Icon size={14} aria-hidden="true" className="text-ink-3" />
        <span className="truncate">
          <span className="font-medium tabular-nums">
            {number ? (
              <>
                <span className="pn text-ink-3">{name.slice(0, dash)}</span>
                {name.slice(dash)}
              </>
            ) : (
              name
            )}
          </span>{" "}
          <span className="text-ink-3">{more}</span>
        </span>
        <span className="text-right font-medium tabular-nums">{f.count(h.quantity)}</span>
        <span className="text-right tabular-nums">
          {h.expiresAt === null ? (
            <span className="text-ink-3">{t("basket.holder.forever")}</span>
          ) : h.expiresAt - now > COUNTDOWN_MS ? (
            f.moment(h.expiresAt, now)
          ) : (
            <HoldTimer deadline={h.expiresAt} bare />
          )}
        </span>
        <span className="flex justify-end gap-3 whitespace-nowrap text-12">
          {isReleasable(h) && form === null && (
            <LinkButton onPress={() => setForm("release")} data-testid="holder-release">
              {t("basket.holder.release")}
            </LinkButton>
          )}
          {asked !== null ? (
            <span className="text-ink-3" data-testid="holder-asked">
              {t("basket.holder.asked", { time: f.moment(asked, now) })}
            </span>
          ) : (
            isAskable(h) &&
            form === null && (
              <LinkButton onPress={() => setForm("ask")} data-testid="holder-ask">
                {t("basket.holder.ask")}
              </LinkButton>
            )
          )}
          {h.kind === "order" && h.orderStatus !== null && (
            <span className="text-ink-3">{statusWord(h.orderStatus)}</span>
          )}
        </span>
      </div>
      {form === "ask" && (
        <div className="flex items-center gap-2 pb-2 pl-6">
          <TextField
            className="flex-1"
            label={t("basket.holder.ask.note")}
            labelHidden
            placeholder={t("basket.holder.ask.note")}
            value={note}
            onChange={setNote}
            maxLength={NOTE_MAX}
            autoFocus
            onKeyDown={(e) => {
              if (e.key === "Enter") {
                e.preventDefault();
                ask();
              } else if (e.key === "Escape") {
                e.preventDefault();
                e.stopPropagation();
                setForm(null);
              }
            }}
          />
          <Button pending={askFor.slow} onPress={ask} data-testid="holder-ask-commit">
            {t("basket.holder.ask.commit")}
          </Button>
          <Button kind="quiet" onPress={() => setForm(null)}>
            {t("basket.holder.back")}
          </Button>
        </div>
      )}
      {form === "release" && (
        <div className="flex items-center gap-2 pb-2 pl-6" role="alert">
          <span className="flex-1 text-12 text-ink-2">
            {t("basket.holder.release.lead", {
              n: h.quantity,
              what: props.what,
              who: h.label || t("basket.holder.somebody"),
            })}
          </span>
          <Button kind="danger" autoFocus pending={release.slow} onPress={letGo} data-testid="holder-release-commit">
            {t("basket.holder.release.commit")}
          </Button>
          <Button kind="quiet" onPress={() => setForm(null)}>
            {t("basket.holder.back")}
          </Button>
        </div>
      )}
    </li>
  );
}
