import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode, type RefObject, useRef } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Instant, Money, PriceRuleId, PriceStep, VariantId } from "../../generated/commands";
import { useNow } from "../clock";
import { cx } from "../cx";
import { type Formats, useFormats } from "../formats";
import { texts } from "../i18n";
import { percentText } from "../percent";
import { changeText, savedPercent, signedExact, stepKindWord, stepTitle } from "../prices";
import { LinkButton } from "./controls";
import { Popover } from "./overlays";

const t = texts({
  "why.title": "Why {price} each?",
  "why.label": "How {price} each was made",
  "why.quoted": "Quoted {time}",
  "why.line": "{n} × {price}",
  "why.once": "Rounded once, at the unit price.",
  "why.whole": "Nothing had to be rounded.",
  "why.tax": "Tax included: {rate} %, {tax}.",
  "why.rules": "Open rules",
  "strip.label": "From the base price to the line",
  "strip.product": "Product",
  "strip.makes": "makes {price}",
  "strip.changes": "{change}, makes {price}",
  "strip.each": "Unit price",
  "strip.whole": "nothing to round",
  "strip.from": "from {price}",
  "strip.line": "Line, {n, plural, one {# unit} other {# units}}",
  "strip.saves": "saves {amount}, {percent} %",
  "strip.none": "no reduction",
});

export type PriceMade = {
  /** whose price it is: "Open rules" leads to its simulation */
  variantId?: VariantId;
  quantity: number;
  unitPrice: Money;
  lineTotal: Money;
  steps: PriceStep[];
  quotedAt?: Instant | null;
  taxRateBp?: number;
  tax?: Money;
};

/** The sum behind a unit price, each step with what it changed: it can be checked with a pencil. */
export function PriceWhyCard(props: { made: PriceMade; end?: ReactNode }) {
  const f = useFormats();
  const now = useNow();
  const { made } = props;
  const price = f.amount(made.unitPrice);
  const rounded = made.steps.some((s) => s.kind === "rounding");
  return (
    <div className="px-3.5 py-3" data-testid="why-price">
      <h3 className="mb-1.5 flex items-baseline justify-between gap-3 font-semibold text-12">
        {t("why.title", { price })}
        {made.quotedAt != null && (
          <span className="whitespace-nowrap font-normal text-11 text-ink-3">
            {t("why.quoted", { time: f.moment(made.quotedAt, now) })}
          </span>
        )}
      </h3>
      <div className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-4 tabular-nums [&>*]:py-1" data-selectable>
        {made.steps.map((s) => (
          <Fragment key={s.kind}>
            <span className="text-ink-2">{stepTitle(s)}</span>
            <span className="whitespace-nowrap text-right">{changeText(s, f)}</span>
            <span className="text-right">{f.exact(s.after)}</span>
          </Fragment>
        ))}
        <span className="border-line border-t font-semibold">
          {t("why.line", { n: f.count(made.quantity), price })}
        </span>
        <span className="border-line border-t" />
        <span className="border-line border-t text-right font-semibold">{f.amount(made.lineTotal)}</span>
      </div>
      <p className="mt-1 text-12 text-ink-3">
        {t(rounded ? "why.once" : "why.whole")}{" "}
        {made.taxRateBp !== undefined &&
          made.tax !== undefined &&
          t("why.tax", { rate: percentText(made.taxRateBp), tax: f.amount(made.tax) })}{" "}
        {made.variantId !== undefined && (
          <Link to="/prices" search={{ variant: made.variantId, quantity: made.quantity }} className="link">
            {t("why.rules")}
          </Link>
        )}{" "}
        {props.end}
      </p>
    </div>
  );
}

/** A unit price; pressed, the sum that made it. */
export function PriceWhy(props: {
  made: PriceMade;
  open: boolean;
  setOpen: (open: boolean) => void;
  /** what the explanation stands beside; the price itself where left out */
  anchor?: RefObject<Element | null>;
  placement?: "left top" | "bottom start" | "bottom end" | "left";
  /** what can be done about the price, below the sum */
  end?: ReactNode;
  className?: string;
}) {
  const f = useFormats();
  const own = useRef<HTMLButtonElement>(null);
  const price = f.amount(props.made.unitPrice);
  return (
    <>
      <AriaButton
        ref={own}
        aria-label={t("why.label", { price })}
        aria-expanded={props.open}
        data-testid="why"
        onPress={() => props.setOpen(!props.open)}
        className={cx(
          "rounded-[2px] tabular-nums underline-offset-[3px]",
          props.open
            ? "outline-2 outline-focus outline-offset-2"
            : "underline decoration-line-control decoration-dotted",
          props.className,
        )}
      >
        {price}
      </AriaButton>
      <Popover
        open={props.open}
        onClose={() => props.setOpen(false)}
        triggerRef={props.anchor ?? own}
        arrow
        label={t("why.label", { price })}
        placement={props.placement ?? "left top"}
        width={320}
      >
        <PriceWhyCard made={props.made} end={props.end} />
      </Popover>
    </>
  );
}

type Cell = { key: string; label: string; figure: string; below: string; rule?: ReactNode; share: number };

/** A step as a part of the strip; the rounding is said where the unit price stands. */
function stepCell(s: PriceStep, f: Formats, onRule: ((id: PriceRuleId) => void) | undefined): Cell | null {
  const { ruleId } = s;
  switch (s.kind) {
    case "rounding":
      return null;
    case "base":
      return {
        key: s.kind,
        label: stepKindWord(s.kind),
        figure: f.amount(s.after),
        below: t("strip.product"),
        share: 1,
      };
    case "variant":
      return {
        key: s.kind,
        label: stepTitle(s),
        figure: changeText(s, f),
        below: t("strip.makes", { price: f.exact(s.after) }),
        share: 1,
      };
    case "promotion":
    case "quantity_break":
    case "tier":
    case "override":
      return {
        key: s.kind,
        label: stepKindWord(s.kind),
        figure: changeText(s, f),
        below:
          s.change === null
            ? t("strip.makes", { price: f.exact(s.after) })
            : t("strip.changes", { change: signedExact(s.change, f), price: f.exact(s.after) }),
        rule:
          ruleId !== null && onRule ? (
            <LinkButton className="max-w-full truncate text-left text-12" onPress={() => onRule(ruleId)}>
              {s.label}
            </LinkButton>
          ) : (
            <span className="truncate text-12 text-ink-2">{s.label}</span>
          ),
        share: 1.4,
      };
  }
}

/** The same sum from left to right: base, adjustment, promotion, quantity, tier, rounding, line. */
export function PriceStrip(props: {
  made: PriceMade;
  saved?: Money;
  /** a step that a rule made names it; pressed, it is shown */
  onRule?: (id: PriceRuleId) => void;
}) {
  const f = useFormats();
  const { made } = props;
  const cells = made.steps.map((s) => stepCell(s, f, props.onRule)).filter((c) => c !== null);
  const rounding = made.steps.find((s) => s.kind === "rounding");
  const percent = props.saved === undefined ? null : savedPercent(made.lineTotal, props.saved);
  cells.push({
    key: "unit",
    label: rounding ? stepKindWord("rounding") : t("strip.each"),
    figure: f.amount(made.unitPrice),
    below: rounding?.before != null ? t("strip.from", { price: f.exact(rounding.before) }) : t("strip.whole"),
    share: 1.1,
  });
  cells.push({
    key: "line",
    label: t("strip.line", { n: made.quantity }),
    figure: f.money(made.lineTotal),
    below:
      percent === null || props.saved === undefined
        ? t("strip.none")
        : t("strip.saves", { amount: f.money(props.saved), percent }),
    share: 1.3,
  });
  return (
    <ol
      aria-label={t("strip.label")}
      data-testid="price-strip"
      className="grid rounded-2 border border-line-2"
      style={{ gridTemplateColumns: cells.map((c) => `minmax(0, ${c.share}fr)`).join(" ") }}
    >
      {cells.map((c, i) => {
        const last = i === cells.length - 1;
        return (
          <li
            key={c.key}
            data-step={c.key}
            className={cx(
              "relative grid min-h-[92px] grid-cols-[minmax(0,1fr)] content-start px-3.5 py-2.5 narrow:px-2.5",
              i > 0 &&
                "border-line border-l before:absolute before:top-[26px] before:-left-[5px] before:size-2 before:rotate-45 before:border-line-2 before:border-t before:border-r before:bg-surface",
              last && "rounded-r-[5px] bg-accent-tint text-accent-ink",
            )}
          >
            <span className={cx("label truncate", last && "text-inherit!")} title={c.label}>
              {c.label}
            </span>
            <b className="truncate font-semibold text-20 tabular-nums narrow:text-16" data-selectable>
              {c.figure}
            </b>
            <span className={cx("truncate text-12 tabular-nums", !last && "text-ink-3")} title={c.below}>
              {c.below}
            </span>
            {c.rule}
          </li>
        );
      })}
    </ol>
  );
}
