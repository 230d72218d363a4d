import { useRef, useState } from "react";
import type { OrderDetail, OrderLine } from "../../../generated/commands";
import { cx } from "../../../shared/cx";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { useLocations } from "../../../shared/locations";
import { LinkButton, Note, PriceWhy, Section } from "../../../shared/ui";
import { may } from "../logic";
import type { OpenDialog } from "../useOrderActions";

const t = texts({
  "order.lines": "{n, plural, one {# line} other {# lines}}",
  "order.qty": "Qty",
  "order.each": "Each",
  "order.amount": "Amount",
  "order.line.shipped": "{n, number} of {of, number} shipped",
  "order.line.released": "{n, number} closed short",
  "order.line.returned": "{n, number} returned",
  "order.line.override": "Set another price",
  "order.line.price": "price set by hand",
  "order.rejected":
    "Not placed: {n, plural, one {one line was short.} other {# lines were short.}} Nothing was deducted.",
  "order.rejected.line": "{name}: {requested, number} asked, {available, number} available",
});

const LINE = "grid grid-cols-[minmax(0,1fr)_32px_64px_76px] items-baseline gap-x-2";

export function Rejection(props: { detail: OrderDetail }) {
  const lines = props.detail.rejection;
  if (!lines) return null;
  return (
    <Section>
      <Note tone="bad">
        <p>{t("order.rejected", { n: lines.length })}</p>
        <ul className="mt-1 text-12 text-ink-2">
          {lines.map((l) => (
            <li key={l.lineNo}>
              {t("order.rejected.line", { name: l.name, requested: l.requested, available: l.available })}
            </li>
          ))}
        </ul>
      </Note>
    </Section>
  );
}

/** What is ordered: each line with its price, and how far it is where that differs from the order as a whole. */
export function Lines(props: { detail: OrderDetail; open: OpenDialog }) {
  const { lines } = props.detail;
  const [why, setWhy] = useState<number | null>(null);
  const anchor = useRef<HTMLLIElement>(null);
  const places = useLocations();
  const f = useFormats();
  const pricing = may(props.detail, "edit") && props.detail.order.status === "pending";
  return (
    <Section>
      <div className={cx(LINE, "label pb-1")}>
        <span>{t("order.lines", { n: lines.length })}</span>
        <span className="text-right">{t("order.qty")}</span>
        <span className="text-right">{t("order.each")}</span>
        <span className="text-right">{t("order.amount")}</span>
      </div>
      <ul aria-label={t("order.lines", { n: lines.length })}>
        {lines.map((l) => (
          <li
            key={l.lineNo}
            ref={why === l.lineNo ? anchor : undefined}
            data-testid="order-line"
            className={cx(
              LINE,
              "relative -mx-4 px-4 py-[5px] not-first:before:absolute not-first:before:inset-x-4 not-first:before:top-0 not-first:before:border-line not-first:before:border-t",
              why === l.lineNo && "bg-accent-tint",
            )}
          >
            <span className="min-w-0" data-selectable>
              <span className="block truncate font-medium">{l.name}</span>
              <span className="block text-12 text-ink-3">
                <span className="code">{l.sku}</span>
                {places.several && l.locationId !== props.detail.locationId && (
                  <span className="dot-sep">{places.rows.find((p) => p.id === l.locationId)?.name}</span>
                )}
                <How line={l} />
              </span>
            </span>
            <span className="text-right tabular-nums">{f.count(l.quantity)}</span>
            <span className="text-right">
              <PriceWhy
                made={{
                  variantId: l.variantId,
                  quantity: l.quantity,
                  unitPrice: l.unitPrice,
                  lineTotal: l.lineTotal,
                  steps: l.breakdown,
                  quotedAt: l.quotedAt,
                  taxRateBp: l.taxRateBp,
                  tax: l.tax,
                }}
                anchor={anchor}
                open={why === l.lineNo}
                setOpen={(on) => setWhy(on ? l.lineNo : null)}
                end={
                  pricing && (
                    <LinkButton
                      className="ml-2 whitespace-nowrap"
                      onPress={() => {
                        setWhy(null);
                        props.open({ kind: "override", lineNo: l.lineNo });
                      }}
                      data-testid="override-price"
                    >
                      {t("order.line.override")}
                    </LinkButton>
                  )
                }
              />
            </span>
            <span className="text-right font-medium tabular-nums">{f.amount(l.lineTotal)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What of a line went another way than the order as a whole. */
function How(props: { line: OrderLine }) {
  const { line: l } = props;
  return (
    <>
      {l.breakdown.some((s) => s.kind === "override") && (
        <span className="dot-sep whitespace-nowrap">{t("order.line.price")}</span>
      )}
      {l.shipped > 0 && l.shipped < l.quantity && (
        <span className="dot-sep whitespace-nowrap">{t("order.line.shipped", { n: l.shipped, of: l.quantity })}</span>
      )}
      {l.released > 0 && l.allocated > 0 && (
        <span className="dot-sep whitespace-nowrap text-warn">{t("order.line.released", { n: l.released })}</span>
      )}
      {l.returned > 0 && (
        <span className="dot-sep whitespace-nowrap">{t("order.line.returned", { n: l.returned })}</span>
      )}
    </>
  );
}
