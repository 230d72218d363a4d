import { CircleDollarSign, Hourglass, PackageX, Timer, TrendingDown, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import type { Basket, BasketLine, Reservation, Wait } from "../../generated/commands";
import { useNow } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { QUANTITY_MAX } from "../../shared/lines";
import { useLocations } from "../../shared/locations";
import { HoldTimer, IconButton, LinkButton, Mark, PriceWhy, Stepper, toastDone } from "../../shared/ui";
import { isShort, nearBreak } from "./logic";
import { type Desk, useTyped } from "./useDesk";

const t = texts({
  "basket.lines.label": "Lines of the basket",
  "basket.lines.product": "Product",
  "basket.lines.quantity": "Quantity",
  "basket.lines.quantity.of": "Units of {name}",
  "basket.lines.available": "Available",
  "basket.lines.list": "List",
  "basket.lines.each": "Each",
  "basket.lines.amount": "Amount",
  "basket.lines.remove": "Remove {name}",
  "basket.lines.removed": "<b>{name}</b> left out.",
  "basket.lines.removed.undo": "Bring it back",
  "basket.lines.free": "{n, number} free",
  "basket.lines.byHand": "set by hand",
  "basket.lines.override": "Set the price by hand…",
  "basket.lines.override.change": "Change or take back…",
  "basket.lines.archived": "This product is archived. Take it out, or restore it.",
  "basket.lines.offer": "The price is now <b>{price}</b>, quoted at {quoted}.",
  "basket.lines.offer.take": "Take it",
  "basket.lines.break": "{from, number} → {to, number} units saves <b>{saves}</b> each.",
  "basket.lines.break.take": "Make it {to, number}",
  "basket.lines.held": "{n, plural, one {<b>#</b> held for this basket} other {<b>#</b> held for this basket}}",
  "basket.lines.waiting":
    "{position, plural, =1 {Waiting for <b>{n, number}</b>, first in line} other {Waiting for <b>{n, number}</b>, {ahead, number} units before them}}, until {until}",
  "basket.lines.waiting.cancel": "Wait no longer",
});

const GRID =
  "grid grid-cols-[20px_minmax(140px,1fr)_94px_88px_64px_64px_80px_24px] items-center gap-x-3.5 px-4 narrow:grid-cols-[20px_minmax(130px,1fr)_94px_74px_64px_74px_24px] narrow:gap-x-2.5";
/** In a narrow window the list price goes first: it stands behind the price as well. */
const WIDE = "narrow:hidden";
/** Typing and stepping settle before the price is asked for. */
const PAUSE_MS = 250;

/** What is in the basket: what each costs, why, and whether it can be had. */
export function Lines(props: {
  desk: Desk;
  basket: Basket;
  waits: readonly Wait[];
  holds: readonly Reservation[];
  /** this person may set prices */
  manager: boolean;
  onOverride: (line: BasketLine) => void;
  onCancelWait: (wait: Wait) => void;
  onEnter: () => void;
}) {
  return (
    <table className="block" aria-label={t("basket.lines.label")}>
      <thead className="sticky top-0 z-10 block bg-surface">
        <tr className={cx(GRID, "label h-8 border-line border-b")}>
          <th className="text-right font-medium">#</th>
          <th className="text-left font-medium">{t("basket.lines.product")}</th>
          <th className="text-left font-medium">{t("basket.lines.quantity")}</th>
          <th className="text-left font-medium">{t("basket.lines.available")}</th>
          <th className={cx(WIDE, "text-right font-medium")}>{t("basket.lines.list")}</th>
          <th className="text-right font-medium">{t("basket.lines.each")}</th>
          <th className="text-right font-medium">{t("basket.lines.amount")}</th>
          <td />
        </tr>
      </thead>
      <tbody className="block">
        {props.basket.lines.map((line, at) => (
          <Line
            key={`${line.variantId} ${line.locationId}`}
            {...props}
            line={line}
            ordinal={at + 1}
            wait={props.waits.find((w) => w.variantId === line.variantId && w.locationId === line.locationId)}
            hold={soonest(props.holds, line)}
          />
        ))}
      </tbody>
    </table>
  );
}

function soonest(holds: readonly Reservation[], line: BasketLine): Reservation | undefined {
  return holds
    .filter((h) => h.variantId === line.variantId && h.locationId === line.locationId)
    .reduce<Reservation | undefined>((min, h) => (min && min.expiresAt <= h.expiresAt ? min : h), undefined);
}

type LineProps = Parameters<typeof Lines>[0] & {
  line: BasketLine;
  ordinal: number;
  wait: Wait | undefined;
  hold: Reservation | undefined;
};

function Line(props: LineProps) {
  const { desk, line, manager } = props;
  const f = useFormats();
  const { selling } = useLocations();
  const elsewhere = selling !== undefined && selling.id !== line.locationId;
  const [why, setWhy] = useState(false);
  const price = useRef<HTMLTableCellElement>(null);
  const quantity = useTyped(desk, {
    saved: line.quantity,
    save: (n) => desk.setLine(line.lineNo, { quantity: n }),
    pauseMs: PAUSE_MS,
    keep: false,
  });
  const short = isShort({ quantity: quantity.value, available: line.available });
  const remove = async () => {
    await desk.removeLine(line.lineNo);
    toastDone(t.rich("basket.lines.removed", { name: line.name }), {
      label: t("basket.lines.removed.undo"),
      run: () => desk.said(desk.add(line.variantId, line.quantity)),
    });
  };
  return (
    <tr
      data-testid="draft-line"
      data-sku={line.sku}
      data-short={short}
      className={cx(GRID, "min-h-11 gap-y-0.5 border-line border-b py-1")}
    >
      <td className="text-right text-ink-3 tabular-nums">{props.ordinal}</td>
      <td className="min-w-0">
        <span className="block truncate font-medium leading-[18px]">{line.name}</span>
        <span className="block truncate text-12 text-ink-3">
          <span className="code">{line.sku}</span>
          {elsewhere && <span className="dot-sep">{line.locationName}</span>}
        </span>
      </td>
      <td>
        <Stepper
          label={t("basket.lines.quantity.of", { name: line.name })}
          value={quantity.value}
          max={QUANTITY_MAX}
          onChange={quantity.set}
          onEnter={() => {
            quantity.flush();
            props.onEnter();
          }}
        />
      </td>
      <td>
        <Free available={line.available} short={short} />
      </td>
      <td className={cx(WIDE, "text-right text-ink-3 tabular-nums")}>{f.amount(line.listPrice)}</td>
      <td ref={price} className={cx("text-right", quantity.pending && "text-ink-3")}>
        <PriceWhy
          made={{ ...line, steps: line.breakdown }}
          open={why}
          setOpen={setWhy}
          anchor={price}
          end={
            manager && (
              <LinkButton
                className="text-12"
                data-testid="override"
                onPress={() => {
                  setWhy(false);
                  props.onOverride(line);
                }}
              >
                {t(line.override ? "basket.lines.override.change" : "basket.lines.override")}
              </LinkButton>
            )
          }
        />
        {line.override !== null && (
          <span className="block whitespace-nowrap text-11 text-warn" title={line.override.reason}>
            {t("basket.lines.byHand")}
          </span>
        )}
      </td>
      <td
        data-testid="line-amount"
        className={cx("text-right font-medium tabular-nums", quantity.pending && "text-ink-3")}
      >
        {f.amount(line.lineTotal)}
      </td>
      <td>
        <IconButton
          size="sm"
          icon={X}
          label={t("basket.lines.remove", { name: line.name })}
          onPress={() => desk.said(remove())}
        />
      </td>
      {hasNotes(props) && (
        <td className="col-span-6 col-start-2 narrow:col-span-5">
          <Notes {...props} />
        </td>
      )}
    </tr>
  );
}

const hasNotes = ({ line }: LineProps) =>
  line.archived || line.offer !== null || nearBreak(line) !== null || line.held > 0 || line.waiting > 0;

function Free(props: { available: number; short: boolean }) {
  const word = t("basket.lines.free", { n: props.available });
  if (!props.short) return <span className="text-ink-2 tabular-nums">{word}</span>;
  return (
    <span role="alert" data-testid="line-short" className="inline-flex tabular-nums">
      <Mark shape={props.available <= 0 ? "out" : "low"} tone="text-bad" word={word} wordClass="font-medium text-bad" />
    </span>
  );
}

/** What there is to say about a line, below it: each with the one thing that can be done about it. */
function Notes(props: LineProps) {
  const { desk, line, wait, hold } = props;
  const f = useFormats();
  const now = useNow();
  const near = nearBreak(line);
  const { offer } = line;
  return (
    <div className="grid text-12 text-ink-2 [&>*]:min-h-6">
      {line.archived && (
        <Said icon={PackageX} tone="text-bad" testid="line-archived">
          {t("basket.lines.archived")}
        </Said>
      )}
      {offer !== null && (
        <Said
          icon={CircleDollarSign}
          tone="text-warn"
          testid="line-offer"
          act={{ word: t("basket.lines.offer.take"), run: () => desk.said(desk.takeOffers([line.lineNo])) }}
        >
          {t.rich("basket.lines.offer", { price: f.amount(offer.unitPrice), quoted: f.moment(line.quotedAt, now) })}
        </Said>
      )}
      {near !== null && (
        <Said
          icon={TrendingDown}
          tone="text-ok"
          testid="line-break"
          act={{
            word: t("basket.lines.break.take", { to: near.quantity }),
            run: () => desk.said(desk.setLine(line.lineNo, { quantity: near.quantity })),
          }}
        >
          {t.rich("basket.lines.break", { from: line.quantity, to: near.quantity, saves: f.amount(near.saves) })}
        </Said>
      )}
      {line.held > 0 && (
        <Said icon={Timer} tone="text-accent-ink" testid="line-held">
          {t.rich("basket.lines.held", { n: line.held })}
          {hold && (
            <span className="ml-2">
              <HoldTimer deadline={hold.expiresAt} bare />
            </span>
          )}
        </Said>
      )}
      {wait && line.waiting > 0 && (
        <Said
          icon={Hourglass}
          tone="text-warn"
          testid="line-waiting"
          act={{ word: t("basket.lines.waiting.cancel"), run: () => props.onCancelWait(wait) }}
        >
          {t.rich("basket.lines.waiting", {
            n: line.waiting,
            position: wait.position ?? 1,
            ahead: wait.ahead,
            until: f.moment(wait.expiresAt, now),
          })}
        </Said>
      )}
    </div>
  );
}

function Said(props: {
  icon: typeof Timer;
  tone: string;
  testid: string;
  act?: { word: string; run: () => void };
  children: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <p data-testid={props.testid} className="flex items-center gap-1.5 tabular-nums">
      <Icon size={14} aria-hidden="true" className={props.tone} />
      <span className="min-w-0">{props.children}</span>
      {props.act && (
        <LinkButton className="whitespace-nowrap" onPress={props.act.run}>
          {props.act.word}
        </LinkButton>
      )}
    </p>
  );
}
