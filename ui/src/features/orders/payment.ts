import type { Money } from "../../generated/commands";
import { fromMinor, parseMoney, toMinor } from "../../shared/money";

/** What was typed into a payment, read. */
export type Typed = {
  amount: Money | null;
  tendered: Money | null;
  /** of the cash given */
  change: Money | null;
  /** what stays due after it; null where nothing does */
  rest: Money | null;
  /** amount: not money; more: above what is due; tendered: not money; less: below the amount */
  problem: "amount" | "more" | "tendered" | "less" | null;
};

/** Reads an amount and the cash given for it. The core checks again; the change is what the desk counts out. */
export function paymentOf(typed: { amount: string; tendered: string; due: Money }, digits: number): Typed {
  const none = { tendered: null, change: null, rest: null };
  const amount = parseMoney(typed.amount, digits);
  if (amount === null || toMinor(amount, digits) <= 0n) return { ...none, amount: null, problem: "amount" };
  const minor = toMinor(amount, digits);
  const left = toMinor(typed.due, digits) - minor;
  if (left < 0n) return { ...none, amount, problem: "more" };
  const rest = left === 0n ? null : fromMinor(left, digits);
  if (typed.tendered.trim() === "") return { amount, tendered: null, change: null, rest, problem: null };
  const tendered = parseMoney(typed.tendered, digits);
  if (tendered === null) return { ...none, amount, rest, problem: "tendered" };
  const change = toMinor(tendered, digits) - minor;
  if (change < 0n) return { ...none, amount, tendered, rest, problem: "less" };
  return { amount, tendered, change: fromMinor(change, digits), rest, problem: null };
}
