/**
 * Figures in words: what the server writes into reports and messages is what the browser shows. Own separators instead
 * of Intl: both must agree to the character.
 */

export const UNKNOWN = "—";

/** A space between figure and unit that does not break. */
export const GAP = "\u00a0";
export const MINUS = "−";

/** With thousands separators. */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** With thousands separators and exactly that many decimals. */
export function fixed(value: number, decimals: number): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const text = fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** A count, whole: `4,392`. */
export const count = (value: number | null): string => (value === null ? UNKNOWN : fixed(value, 0));

/** `1 article`, `2 articles`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Dollars: under $1 four decimals, under $100 two, above none. */
export function money(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  const size = Math.abs(usd);
  const decimals = size === 0 || size >= 99.995 ? 0 : size >= 0.99995 ? 2 : 4;
  return usd < 0 ? `${MINUS}$${fixed(-usd, decimals)}` : `$${fixed(usd, decimals)}`;
}

/** A lower bound is marked: part of it is not known. */
export const moneyAtLeast = (usd: number | null, complete: boolean): string =>
  complete || usd === null ? money(usd) : `${money(usd)}+`;

/** Without zeros at the end of its decimals. */
export const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** `14,335.9×`, `102.7×`; two decimals below ten. */
export function multiplier(value: number | null): string {
  if (value === null) return UNKNOWN;
  return `${fixed(value, Math.abs(value) < 9.995 ? 2 : 1)}×`;
}

/** A share of one as a percentage: `89.6 %`. */
export const percent = (share: number | null, decimals = 1): string =>
  share === null ? UNKNOWN : `${fixed(share * 100, decimals)}${GAP}%`;

/** How long something took: `840 ms`, `38 s`, `6.1 min`, `2.5 h`. */
export function seconds(value: number | null): string {
  if (value === null) return UNKNOWN;
  if (value < 1) return `${fixed(value * 1000, 0)}${GAP}ms`;
  if (value < 59.95) return `${trimmed(fixed(value, 1))}${GAP}s`;
  if (value < 3597) return `${trimmed(fixed(value / 60, 1))}${GAP}min`;
  return `${trimmed(fixed(value / 3600, 1))}${GAP}h`;
}

/** `+4 %`, `−0.8 %`, `3.4×` where it more than tenfolded; null where there is nothing to compare. */
export function change(now: number | null, before: number | null): string | null {
  if (now === null || before === null || before === 0) return null;
  const share = now / before - 1;
  if (share >= 9) return multiplier(now / before);
  const size = Math.abs(share * 100);
  return signed(share * 100, size >= 9.95 ? 0 : 1, `${GAP}%`);
}

/** A difference of two shares in percentage points: `+0.8 pt`. */
export const points = (now: number | null, before: number | null): string | null =>
  now === null || before === null ? null : signed((now - before) * 100, 1, `${GAP}pt`);

function signed(value: number, decimals: number, unit: string): string {
  const text = fixed(value, decimals);
  if (!/[1-9]/.test(text)) return `±0${unit}`;
  return `${value > 0 ? "+" : ""}${trimmed(text)}${unit}`;
}
