import type { PriceRule, PriceRuleId } from "../../generated/commands";

// For tests only.

export const rule = (more: Partial<PriceRule> = {}): PriceRule => ({
  id: "r1" as PriceRuleId,
  kind: "quantity_break",
  name: "Five or more",
  scope: "store",
  variantId: null,
  productId: null,
  categoryId: null,
  scopeName: "",
  tierId: null,
  tierName: null,
  minQuantity: 5,
  effect: { kind: "percent", basisPoints: 1000 },
  priority: 20,
  stops: false,
  startsAt: null,
  endsAt: null,
  active: true,
  archived: false,
  state: "active",
  staffName: "Niamh",
  createdAt: 0,
  updatedAt: 0,
  rowVersion: 3,
  warnings: [],
  ...more,
});
