import type {
  CustomerRow,
  Day,
  PriceQuote,
  PriceQuoteGet,
  PriceRuleId,
  Suggestion,
  TierId,
} from "../../generated/commands";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { effectText } from "../../shared/prices";
import { useTiers } from "../../shared/tiers";
import {
  CustomerPicker,
  DayField,
  ErrorNote,
  LinkButton,
  NumberField,
  Panel,
  ProductPicker,
  Section,
  Segmented,
  Select,
  toastError,
} from "../../shared/ui";
import { useBreaks, useTable } from "./api";
import { QUANTITY_MAX, tableQuantities } from "./logic";
import { whyWord } from "./words";

const t = texts({
  "simulator.title": "Simulator",
  "simulator.lead": "changes nothing",
  "simulator.product": "Product",
  "simulator.quantity": "Quantity",
  "simulator.for": "For",
  "simulator.for.tier": "Tier",
  "simulator.for.customer": "Customer",
  "simulator.tier": "Tier",
  "simulator.customer": "Customer",
  "simulator.on": "On",
  "simulator.table": "Same product, other quantities",
  "simulator.each": "each, in {currency}",
  "simulator.tierHead": "Tier",
  "simulator.units": "{n, number} units",
  "simulator.next": "{n, number} units: {price} each, saves {saves} each",
  "simulator.next.lead": "Next break",
  "simulator.looked": "Looked at, not used",
  "simulator.looked.none": "No other rule is for this product.",
  "simulator.more": "{n, number} more",
});

const LOOKED_SHOWN = 8;

export type Who = "tier" | "customer";

/** What a product costs, for whom, how many, when; and what the same would cost otherwise. */
export function Simulator(props: {
  request: PriceQuoteGet | null;
  quote: PriceQuote | undefined;
  error: unknown;
  stale: boolean;
  who: Who;
  customerName: string | undefined;
  on: Day;
  onProduct: (product: Suggestion) => void;
  onQuantity: (quantity: number) => void;
  onWho: (who: Who) => void;
  onTier: (id: TierId) => void;
  onCustomer: (customer: CustomerRow) => void;
  onDay: (day: Day | null) => void;
  onRule: (id: PriceRuleId) => void;
  onRetry: () => void;
}) {
  const f = useFormats();
  const { quote, request } = props;
  const tiers = useTiers().data?.rows ?? [];
  const breaks = useBreaks(request?.variantId ?? null);
  const quantities = tableQuantities(request?.quantity ?? 1, breaks);
  const table = useTable(request && { variantId: request.variantId, quantities, at: request.at });

  return (
    <Panel label={t("simulator.title")} testid="simulator" below>
      <Section title={t("simulator.title")} end={t("simulator.lead")}>
        <div className="grid gap-3">
          <ProductPicker
            label={t("simulator.product")}
            picked={quote?.name}
            onPick={props.onProduct}
            onError={toastError}
            testid="simulator-product"
          />
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-3">
            <NumberField
              label={t("simulator.quantity")}
              value={request?.quantity ?? 1}
              min={1}
              max={QUANTITY_MAX}
              onChange={(n) => {
                if (n !== null && n >= 1 && n <= QUANTITY_MAX) props.onQuantity(n);
              }}
            />
            <DayField label={t("simulator.on")} value={props.on} onChange={props.onDay} />
          </div>
          <div className="grid grid-cols-[auto_minmax(0,1fr)] items-end gap-3">
            <div className="grid gap-1">
              <span className="font-medium text-12 text-ink-2">{t("simulator.for")}</span>
              <span className="flex h-8 items-center">
                <Segmented<Who>
                  label={t("simulator.for")}
                  value={props.who}
                  onChange={props.onWho}
                  options={(["tier", "customer"] as const).map((value) => ({
                    value,
                    label: t(`simulator.for.${value}`),
                  }))}
                />
              </span>
            </div>
            {props.who === "tier" ? (
              <Select<TierId>
                label={t("simulator.tier")}
                labelHidden
                value={request?.tierId ?? tiers.find((tier) => tier.isDefault)?.id ?? null}
                options={tiers.map((tier) => ({ value: tier.id, label: tier.name }))}
                onChange={props.onTier}
              />
            ) : (
              <CustomerPicker
                label={t("simulator.customer")}
                labelHidden
                picked={props.customerName}
                onPick={props.onCustomer}
                autoFocus={props.customerName === undefined}
              />
            )}
          </div>
          {props.error !== null && <ErrorNote error={props.error} steps={{ retry: props.onRetry }} />}
          {quote?.nextBreak && (
            <p className="flex flex-wrap gap-x-2 text-12" data-testid="next-break">
              <span className="text-ink-3">{t("simulator.next.lead")}</span>
              <LinkButton
                className="text-left tabular-nums"
                onPress={() => quote.nextBreak && props.onQuantity(quote.nextBreak.quantity)}
              >
                {t("simulator.next", {
                  n: quote.nextBreak.quantity,
                  price: f.amount(quote.nextBreak.unitPrice),
                  saves: f.amount(quote.nextBreak.saves),
                })}
              </LinkButton>
            </p>
          )}
        </div>
      </Section>
      {quote && table.data && (
        <Section title={t("simulator.table")} end={t("simulator.each", { currency: f.currencySymbol })}>
          <table
            className={cx("w-full table-fixed tabular-nums", table.isPlaceholderData && "opacity-60")}
            aria-label={t("simulator.table")}
            data-testid="price-table"
          >
            <thead>
              <tr className="label h-7">
                <th scope="col" className="text-left font-medium">
                  <span className="sr-only">{t("simulator.tierHead")}</span>
                </th>
                {quantities.map((q) => (
                  <th
                    key={q}
                    scope="col"
                    aria-label={t("simulator.units", { n: q })}
                    className={cx("text-right font-medium", q === quote.quantity && "font-semibold text-ink")}
                  >
                    {f.count(q)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.data.rows.map((row) => (
                <tr key={row.tierId} className="h-7 border-line border-t">
                  <th
                    scope="row"
                    className={cx("truncate text-left", row.tierId === quote.tierId ? "font-semibold" : "font-normal")}
                  >
                    {row.tierName}
                  </th>
                  {row.prices.map((price, at) => {
                    const hit = row.tierId === quote.tierId && quantities[at] === quote.quantity;
                    return (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                      <td key={at} className="text-right">
                        <span
                          className={cx(
                            hit && "-mr-1.5 rounded-1 bg-accent-tint py-0.5 pr-1.5 pl-2 font-semibold text-accent-ink",
                          )}
                          aria-current={hit || undefined}
                        >
                          {f.amount(price)}
                        </span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {quote && (
        <Section title={t("simulator.looked")}>
          {quote.lookedAt.length === 0 ? (
            <p className="text-12 text-ink-3">{t("simulator.looked.none")}</p>
          ) : (
            <ul data-testid="looked-at">
              {quote.lookedAt.slice(0, LOOKED_SHOWN).map((l) => (
                <li
                  key={l.ruleId}
                  className="flex min-h-7 items-center justify-between gap-3 border-line not-first:border-t"
                >
                  <span className="flex min-w-0 items-baseline gap-1.5">
                    <LinkButton className="truncate text-ink!" onPress={() => props.onRule(l.ruleId)}>
                      {l.name}
                    </LinkButton>
                    <span className="shrink-0 text-ink-3 tabular-nums">{effectText(l.effect, f)}</span>
                  </span>
                  <span className="shrink-0 text-12 text-ink-3">{whyWord(l.why)}</span>
                </li>
              ))}
              {quote.lookedAt.length > LOOKED_SHOWN && (
                <li className="border-line border-t pt-1 text-12 text-ink-3">
                  {t("simulator.more", { n: quote.lookedAt.length - LOOKED_SHOWN })}
                </li>
              )}
            </ul>
          )}
        </Section>
      )}
    </Panel>
  );
}
