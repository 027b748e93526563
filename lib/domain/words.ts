/** Figures as sentences of findings write them: short, and without a locale. */

/** A share as a percentage with at most one decimal: "25 %", "0.4 %". */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** A figure with at most three significant digits after which it is cut, never in powers of ten: "1.25", "612", "0.004". */
export function figure(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return String(Number(value.toFixed(Math.min(20, digits))));
}
