import type {
  CategoryId,
  CustomerId,
  Day,
  Instant,
  Money,
  PriceEffect,
  PriceQuoteGet,
  PriceRule,
  PriceRuleCreate,
  PriceRuleFilter,
  PriceRuleKind,
  PriceRuleUpdate,
  PriceScope,
  ProductId,
  TierId,
  VariantId,
} from "../../generated/commands";
import { startOfDay } from "../../shared/days";
import { addDays, type Formats } from "../../shared/formats";
import { parseMoney } from "../../shared/money";
import { parsePercent, percentText } from "../../shared/percent";
import type { PricesSearch, View } from "./search";

export const NAME_MAX = 120;
export const QUANTITY_MAX = 1_000_000;
export const PRIORITY_MAX = 1000;
export const KINDS: readonly PriceRuleKind[] = ["quantity_break", "tier", "promotion"];
export const SCOPES: readonly PriceScope[] = ["store", "category", "product", "variant"];
export const EFFECTS: readonly PriceEffect["kind"][] = ["percent", "amountOff", "fixedPrice"];

// ---- what the list asks for -----------------------------------------------------------------------------------------

const VIEW_KINDS: Record<View, PriceRuleKind[] | undefined> = {
  all: undefined,
  quantity: ["quantity_break"],
  tiers: ["tier"],
  promotions: ["promotion"],
  ended: undefined,
};

export function listFilter(search: PricesSearch): PriceRuleFilter {
  const view = search.view ?? "all";
  const filter: PriceRuleFilter = {};
  const kinds = VIEW_KINDS[view];
  if (kinds) filter.kinds = kinds;
  if (view === "ended") filter.states = ["ended"];
  else if (search.states && search.states.length > 0) filter.states = search.states;
  const text = search.text?.trim();
  if (text) filter.text = text;
  if (search.touches) filter.variantId = search.touches as VariantId;
  return filter;
}

// ---- what the simulator prices --------------------------------------------------------------------------------------

/** What is simulated where nobody said: one unit, for the store's default tier, now. */
export function quoteRequest(search: PricesSearch, variantId: VariantId, today: Day, f: Formats): PriceQuoteGet {
  return {
    variantId,
    quantity: search.quantity ?? 1,
    ...(search.customer
      ? { customerId: search.customer as CustomerId }
      : search.tier
        ? { tierId: search.tier as TierId }
        : {}),
    at: simulatedAt(search.on, today, f),
  };
}

/**
 * The price that shows what a draft does: of a variant that it is for, for its tier, in its quantity, and when it
 * counts; else as the simulator has it.
 */
export function sampleRequest(
  simulated: PriceQuoteGet | null,
  variantId: VariantId | null,
  draft: PriceRuleCreate | null,
  now: Instant,
): PriceQuoteGet | null {
  if (variantId === null) return null;
  const base: PriceQuoteGet = { quantity: 1, ...simulated, variantId };
  if (draft === null) return base;
  const { customerId: _, tierId: __, ...anybody } = base;
  const starts = draft.startsAt ?? 0;
  return {
    ...(draft.tierId === undefined ? base : { ...anybody, tierId: draft.tierId }),
    quantity: Math.max(base.quantity, draft.minQuantity ?? 1),
    at: starts > (base.at ?? now) ? starts : base.at,
  };
}

const NOON_MS = 12 * 3600 * 1000;

/** The instant that a day is simulated at: now for today, the middle of any other. */
export function simulatedAt(on: Day | undefined, today: Day, f: Formats): Instant | undefined {
  return on === undefined || on === today ? undefined : startOfDay(on, f.timeZone) + NOON_MS;
}

const TABLE_COLUMNS = 4;
const USUAL_QUANTITIES = [2, 5, 10, 25, 50];

/** The quantities of the table: one unit, the one that is simulated, and where the price changes. */
export function tableQuantities(quantity: number, breaks: readonly number[]): number[] {
  const picked = new Set([1, quantity]);
  for (const q of [...[...breaks].sort((a, b) => a - b), ...USUAL_QUANTITIES]) {
    if (picked.size >= TABLE_COLUMNS) break;
    picked.add(q);
  }
  return [...picked].sort((a, b) => a - b);
}

// ---- a rule as it is typed ------------------------------------------------------------------------------------------

export type Named<Id> = { id: Id; name: string };
export type RuleForm = {
  name: string;
  kind: PriceRuleKind;
  minQuantity: number | null;
  tierId: TierId | null;
  scope: PriceScope;
  categoryId: CategoryId | null;
  product: Named<ProductId> | null;
  variant: Named<VariantId> | null;
  effect: PriceEffect["kind"];
  /** per cent or an amount, as people type it */
  figure: string;
  from: Day | null;
  /** the last day, included */
  until: Day | null;
  priority: number | null;
  stops: boolean;
  active: boolean;
};
export type RuleField = "name" | "minQuantity" | "tier" | "scope" | "figure" | "dates" | "priority";
export type Mistake = "required" | "quantity" | "tier" | "scope" | "percent" | "money" | "reversed" | "priority";

export function emptyRule(kind: PriceRuleKind): RuleForm {
  return {
    name: "",
    kind,
    minQuantity: 5,
    tierId: null,
    scope: "store",
    categoryId: null,
    product: null,
    variant: null,
    effect: "percent",
    figure: "",
    from: null,
    until: null,
    priority: 0,
    stops: false,
    active: true,
  };
}

/** The last day of a rule that ends at an instant: an end at midnight is the day before. */
export const lastDay = (endsAt: Instant, f: Formats): Day => f.day(endsAt - 1);

export function formOf(rule: PriceRule, f: Formats): RuleForm {
  const { effect } = rule;
  return {
    name: rule.name,
    kind: rule.kind,
    minQuantity: rule.kind === "quantity_break" ? rule.minQuantity : emptyRule(rule.kind).minQuantity,
    tierId: rule.tierId,
    scope: rule.scope,
    categoryId: rule.categoryId,
    product: rule.productId === null ? null : { id: rule.productId, name: rule.scopeName },
    variant: rule.variantId === null ? null : { id: rule.variantId, name: rule.scopeName },
    effect: effect.kind,
    figure: figureOf(effect),
    from: rule.startsAt === null ? null : f.day(rule.startsAt),
    until: rule.endsAt === null ? null : lastDay(rule.endsAt, f),
    priority: rule.priority,
    stops: rule.stops,
    active: rule.active,
  };
}

function figureOf(effect: PriceEffect): string {
  switch (effect.kind) {
    case "percent":
      return percentText(effect.basisPoints);
    case "amountOff":
      return effect.amount;
    case "fixedPrice":
      return effect.price;
  }
}

function effectOf(form: RuleForm, digits: number): PriceEffect | Mistake {
  if (form.effect === "percent") {
    const basisPoints = parsePercent(form.figure);
    return basisPoints === null || basisPoints === 0 ? "percent" : { kind: "percent", basisPoints };
  }
  const money = parseMoney(form.figure, digits);
  if (money === null || money.startsWith("-")) return "money";
  if (form.effect === "fixedPrice") return { kind: "fixedPrice", price: money };
  return isNothing(money) ? "money" : { kind: "amountOff", amount: money };
}

const isNothing = (money: Money) => !/[1-9]/.test(money);

/** An instant whose day was not changed stays as exact as it was. */
function kept(before: Instant | null | undefined, same: boolean, next: Instant | undefined): Instant | undefined {
  return same && before != null ? before : next;
}

/** What can be seen to be wrong before asking, and the rule as the core takes it where nothing is. */
export function checkRule(
  form: RuleForm,
  f: Formats,
  base?: PriceRule | null,
): { mistakes: Partial<Record<RuleField, Mistake>>; draft: PriceRuleCreate | null } {
  const mistakes: Partial<Record<RuleField, Mistake>> = {};
  const effect = effectOf(form, f.digits);
  if (form.name.trim() === "") mistakes.name = "required";
  if (form.kind === "quantity_break" && (form.minQuantity === null || form.minQuantity < 2)) {
    mistakes.minQuantity = "quantity";
  }
  if (form.kind === "tier" && form.tierId === null) mistakes.tier = "tier";
  if (scopeId(form) === null) mistakes.scope = "scope";
  if (typeof effect === "string") mistakes.figure = effect;
  if (form.from !== null && form.until !== null && form.from > form.until) mistakes.dates = "reversed";
  if (form.priority === null) mistakes.priority = "priority";
  if (Object.keys(mistakes).length > 0 || typeof effect === "string") return { mistakes, draft: null };

  const was = base ? formOf(base, f) : null;
  const draft: PriceRuleCreate = {
    kind: form.kind,
    name: form.name.trim(),
    scope: form.scope,
    effect,
    priority: form.priority ?? 0,
    stops: form.stops,
    active: form.active,
  };
  if (form.kind === "quantity_break" && form.minQuantity !== null) draft.minQuantity = form.minQuantity;
  if (form.kind === "tier" && form.tierId !== null) draft.tierId = form.tierId;
  if (form.scope === "category" && form.categoryId !== null) draft.categoryId = form.categoryId;
  if (form.scope === "product" && form.product !== null) draft.productId = form.product.id;
  if (form.scope === "variant" && form.variant !== null) draft.variantId = form.variant.id;
  const starts = form.from === null ? undefined : startOfDay(form.from, f.timeZone);
  const ends = form.until === null ? undefined : startOfDay(addDays(form.until, 1), f.timeZone);
  const startsAt = kept(base?.startsAt, was?.from === form.from, starts);
  const endsAt = kept(base?.endsAt, was?.until === form.until, ends);
  if (startsAt !== undefined) draft.startsAt = startsAt;
  if (endsAt !== undefined) draft.endsAt = endsAt;
  return { mistakes, draft };
}

function scopeId(form: RuleForm): string | null {
  switch (form.scope) {
    case "store":
      return "store";
    case "category":
      return form.categoryId;
    case "product":
      return form.product?.id ?? null;
    case "variant":
      return form.variant?.id ?? null;
  }
}

/** A rule that is there, as it is to become: what a draft leaves out is cleared. */
export function toUpdate(base: PriceRule, draft: PriceRuleCreate): PriceRuleUpdate {
  return {
    ...draft,
    id: base.id,
    rowVersion: base.rowVersion,
    startsAt: draft.startsAt ?? null,
    endsAt: draft.endsAt ?? null,
  };
}

/** Which field of the form a refused field of the request stands in; null where it has none of its own. */
export function formField(path: string): RuleField | null {
  const name = path.replace(/^rule\./, "").split(/[.[]/)[0];
  switch (name) {
    case "name":
    case "minQuantity":
    case "priority":
      return name;
    case "tierId":
      return "tier";
    case "scope":
    case "variantId":
    case "productId":
    case "categoryId":
      return "scope";
    case "effect":
      return "figure";
    case "startsAt":
    case "endsAt":
      return "dates";
    default:
      return null;
  }
}
