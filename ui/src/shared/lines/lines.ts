import type { Suggestion, VariantId } from "../../generated/commands";
import { fullName } from "../words";

/** More than a million of one thing in one line is a mistake of typing; the core says the same. */
export const QUANTITY_MAX = 1_000_000;

/** One product and how many of it: what every form with lines has in common. */
export type Line = { variantId: VariantId | string; sku: string; name: string; quantity: number };
/** A line that was picked, with what was there at that moment. */
export type PickedLine = Line & { variantId: VariantId; onHand: number; available: number };

export function pickedOf(product: Suggestion): Omit<PickedLine, "quantity"> {
  const { variantId, sku, onHand, available } = product;
  return { variantId, sku, name: fullName(product), onHand, available };
}

/** A product picked again is one more of it, not another line. What was typed beside it stays. */
export function withOneMore<L extends Line>(lines: readonly L[], item: Omit<L, "quantity">): L[] {
  const at = lines.findIndex((l) => l.variantId === item.variantId);
  if (at === -1) return [...lines, { ...item, quantity: 1 } as L];
  return lines.map((l, i) => (i === at ? { ...l, ...item, quantity: Math.min(QUANTITY_MAX, l.quantity + 1) } : l));
}

export function withLine<L extends Line>(lines: readonly L[], line: L): L[] {
  return lines.map((l) => (l.variantId === line.variantId ? line : l));
}

export function without<L extends Line>(lines: readonly L[], variantId: L["variantId"]): L[] {
  return lines.filter((l) => l.variantId !== variantId);
}

export function units(lines: readonly { quantity: number }[]): number {
  return lines.reduce((n, l) => n + l.quantity, 0);
}

type Lacking = { variantId: string; available: number };

/** Takes what is free of a short line; leaves it out when nothing is. */
export function takeWhatIsFree<L extends Line & { available: number }>(
  lines: readonly L[],
  short: readonly Lacking[],
): L[] {
  return lines.flatMap((l) => {
    const of = short.find((s) => s.variantId === l.variantId);
    if (!of) return [l];
    return of.available > 0 ? [{ ...l, available: of.available, quantity: Math.min(l.quantity, of.available) }] : [];
  });
}

/** Of the lines that were refused, those whose quantity was not brought down since. */
export function stillShort<S extends Lacking>(lines: readonly Line[], refused: readonly S[]): S[] {
  return refused.filter((s) => lines.some((l) => l.variantId === s.variantId && l.quantity > s.available));
}
