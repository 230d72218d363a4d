/** Basis points as people say them: 1,250 is "12.5". */
export function percentText(basisPoints: number): string {
  const rest = String(basisPoints % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  const whole = String(Math.trunc(basisPoints / 100));
  return rest === "" ? whole : `${whole}.${rest}`;
}

/** "12.5", "12,5 %": basis points up to 10,000. Null when it is no such share. */
export function parsePercent(text: string): number | null {
  const match = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text);
  if (!match) return null;
  const points = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return points <= 10_000 ? points : null;
}
