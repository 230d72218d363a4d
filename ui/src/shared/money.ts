import type { Money } from "../generated/commands";

/** Sums for estimates on screen, in whole minor units (BigInt). The core prices again; nothing here is saved. */
export function toMinor(value: Money, digits: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value.trim());
  if (!match) throw new RangeError(`Not a decimal: ${value}`);
  const fraction = (match[3] ?? "").padEnd(digits, "0").slice(0, digits);
  const minor = BigInt((match[2] ?? "0") + fraction);
  return match[1] === "-" ? -minor : minor;
}

export function fromMinor(minor: bigint, digits: number): Money {
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function isZero(value: Money): boolean {
  return /^-?0*(\.0*)?$/.test(value);
}

/** Without its sign: "-3.00" is 3.00 owed the other way. */
export function magnitude(value: Money): Money {
  return value.startsWith("-") ? value.slice(1) : value;
}

export function timesQuantity(price: Money, quantity: number, digits: number): Money {
  return fromMinor(toMinor(price, digits) * BigInt(quantity), digits);
}

export function sumMoney(values: Money[], digits: number): Money {
  return fromMinor(
    values.reduce((sum, v) => sum + toMinor(v, digits), 0n),
    digits,
  );
}

/** Reads money as people type it: "1,234.50", "1.234,50", "12", "€ 3". Null when it is not money of this currency. */
export function parseMoney(text: string, digits: number): Money | null {
  const bare = text.replace(/[^\d.,-]/g, "");
  if (!/\d/.test(bare)) return null;
  const marks = bare.replace(/[^.,]/g, "");
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  const tail = last === -1 ? "" : bare.slice(last + 1);
  const both = marks.includes(".") && marks.includes(",");
  // The last mark is the decimal one if it differs from those before it; alone before exactly three figures it
  // groups thousands, unless the currency has three decimals.
  const isDecimal = both
    ? marks.indexOf(marks.at(-1) ?? "") === marks.length - 1
    : marks.length === 1 && (tail.length !== 3 || digits === 3);
  const wholeText = isDecimal ? bare.slice(0, last) : bare;
  const fraction = isDecimal ? tail : "";
  const whole = wholeText.replace(/[.,]/g, "");
  const grouped = /^-?\d*$/.test(wholeText) || /^-?\d{1,3}([.,]\d{3})+$/.test(wholeText);
  if (!grouped || fraction.length > digits || !/^-?\d*$/.test(whole) || !/^\d*$/.test(fraction)) return null;
  return fromMinor(toMinor(`${whole === "" || whole === "-" ? `${whole}0` : whole}.${fraction}`, digits), digits);
}
