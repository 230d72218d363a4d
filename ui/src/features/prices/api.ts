import { ask } from "../../bridge";
import type {
  PriceQuoteGet,
  PriceRule,
  PriceRuleCreate,
  PriceRuleFilter,
  PriceRuleId,
  PriceRuleTry,
  PriceTableGet,
  ProductId,
  Topic,
  VariantId,
} from "../../generated/commands";
import { useCursorRows, useSettled } from "../../shared/grid";
import { useRead } from "../../shared/query";

/** Rules name what they are for, so they change with the goods and the tiers too. */
const RULES: readonly Topic[] = ["prices", "products"];
const QUOTES: readonly Topic[] = ["prices", "products", "customers", "settings"];

const rowKey = (row: PriceRule) => row.id;

export function useRuleRows(filter: PriceRuleFilter) {
  const identity = JSON.stringify(filter);
  const rows = useCursorRows<PriceRule>(
    RULES,
    identity,
    (cursor, limit) => ask("price_rule_list", { filter, cursor, limit }),
    rowKey,
  );
  return { identity, ...useSettled(rows) };
}

export function useRuleCounts() {
  return useRead(["prices"], "price_rule_counts", {}).data;
}

export function useRule(id: PriceRuleId | null) {
  return useRead(RULES, "price_rule_get", { id: id ?? ("" as PriceRuleId) }, { enabled: id !== null });
}

/** The product that is simulated where nobody picked one: the first of the store. */
export function useFirstVariant(enabled: boolean): VariantId | null | undefined {
  const found = useRead(["products"], "stock_list", { sort: "name", limit: 1 }, { enabled });
  return found.data ? (found.data.rows[0]?.variantId ?? null) : undefined;
}

/** A variant that a rule is for: its own, the first of its product or category, the simulator's where it is for all. */
export function useSampleVariant(rule: PriceRuleCreate | null, simulated: VariantId | null): VariantId | null {
  const { productId, categoryId } = rule ?? {};
  const product = useRead(
    ["products"],
    "product_get",
    { id: productId ?? ("" as ProductId) },
    { enabled: !!productId },
  );
  const listed = useRead(["products"], "stock_list", { categoryId, sort: "name", limit: 1 }, { enabled: !!categoryId });
  if (rule?.variantId) return rule.variantId;
  if (productId) return product.data?.variants.find((v) => !v.archived)?.id ?? simulated;
  if (categoryId) return listed.data?.rows[0]?.variantId ?? simulated;
  return simulated;
}

export function useQuote(request: PriceQuoteGet | null) {
  return useRead(QUOTES, "price_quote", request ?? { variantId: "" as VariantId, quantity: 1 }, {
    enabled: request !== null,
    keepPrevious: true,
  });
}

export function useTable(request: PriceTableGet | null) {
  return useRead(QUOTES, "price_table", request ?? { variantId: "" as VariantId, quantities: [1] }, {
    enabled: request !== null,
    keepPrevious: true,
  });
}

const BREAKS_MAX = 50;

/** The quantities from which rules may lower the price of a variant. */
export function useBreaks(variantId: VariantId | null): number[] {
  const found = useRead(
    RULES,
    "price_rule_list",
    {
      filter: { variantId: variantId ?? ("" as VariantId), kinds: ["quantity_break"], states: ["active"] },
      limit: BREAKS_MAX,
    },
    { enabled: variantId !== null, keepPrevious: true },
  );
  return [...new Set((found.data?.rows ?? []).map((r) => r.minQuantity))];
}

/** A rule over last month's orders, as if it had been there; read again only when rules change. */
export function useTried(request: PriceRuleTry | null) {
  return useRead(["prices"], "price_rule_try", request ?? {}, { enabled: request !== null, keepPrevious: true });
}

const LAST_CHANGE = ["price_rule_created", "price_rule_updated", "price_rule_archived", "price_rule_restored"] as const;

export function useLastChange() {
  return useRead(["prices", "audit"], "audit_list", { filter: { actions: [...LAST_CHANGE] }, limit: 1 }).data?.rows[0];
}
