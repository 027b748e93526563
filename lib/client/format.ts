/** Numbers in words. Own separators instead of Intl: server and browser must agree to the character. */

export const UNKNOWN = "—";

/** A space between figure and unit that does not break. */
const GAP = "\u00a0";
const MINUS = "−";

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

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

/** How many samples a figure stands on. */
export const sampled = (samples: number): string => `n${GAP}=${GAP}${count(samples)}`;

const STEPS = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** Three significant digits and a unit step: `18.4 M`, `750 k`, `312`. */
export function compact(value: number | null): string {
  if (value === null) return UNKNOWN;
  const [size, name] = STEPS.find(([step]) => Math.abs(value) >= step * 0.9995) ?? [1, ""];
  const scaled = value / size;
  const text = name === "" ? trimmed(fixed(scaled, Number.isInteger(scaled) ? 0 : 1)) : significant(scaled);
  return name === "" ? text : `${text}${GAP}${name}`;
}

const significant = (value: number): string => {
  const size = Math.abs(value);
  return trimmed(fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2));
};

const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** Dollars: under $1 four decimals, under $100 two, above none. */
export function money(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  const size = Math.abs(usd);
  const decimals = size === 0 || size >= 99.995 ? 0 : size >= 0.99995 ? 2 : 4;
  return usd < 0 ? `${MINUS}$${fixed(-usd, decimals)}` : `$${fixed(usd, decimals)}`;
}

/** Dollars to the last known digit, for titles and tooltips. */
export function moneyExact(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  const [whole = "0", fraction = ""] = Math.abs(usd).toFixed(9).split(".");
  const cents = fraction.replace(/0+$/, "").padEnd(2, "0");
  return `${usd < 0 ? MINUS : ""}$${grouped(whole)}.${cents}`;
}

/** Dollars on an axis: as few digits as tell round ticks apart. */
export function moneyTick(usd: number): string {
  if (usd >= 10_000) return `$${compact(usd)}`;
  return `$${fixed(usd, Number.isInteger(usd) ? 0 : decimalsOf(usd))}`;
}

/** Two decimals, or as many as a smaller figure needs: `0.20`, `0.025`. */
const decimalsOf = (value: number): number => Math.max(2, value.toPrecision(3).replace(/0+$/, "").length - 2);

/** A lower bound is marked: part of it is not known. */
export const moneyAtLeast = (usd: number | null, complete: boolean): string =>
  complete || usd === null ? money(usd) : `${money(usd)}+`;

/** `14,335.9×`, `102.7×`; two decimals below ten. */
export function multiplier(value: number | null): string {
  if (value === null) return UNKNOWN;
  return `${fixed(value, Math.abs(value) < 9.995 ? 2 : 1)}×`;
}

/** On an axis: `0`, `300×`, `15 k×`. */
export const multiplierTick = (value: number): string =>
  value === 0 ? "0" : value < 10_000 ? `${trimmed(fixed(value, 2))}×` : `${compact(value)}×`;

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

/** `0.4 ms`, `168 ms`, `2.1 s`. */
export const milliseconds = (value: number | null): string =>
  value !== null && value > 0 && value < 9.95
    ? `${trimmed(fixed(value, 1))}${GAP}ms`
    : seconds(value === null ? null : value / 1000);

const BYTE_STEPS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Decimal units, as everywhere in the product: `1.5 GB` is 1,500,000,000 bytes. */
export function bytes(value: number | null): string {
  if (value === null) return UNKNOWN;
  const step = value < 1000 ? 0 : Math.min(BYTE_STEPS.length - 1, Math.floor(Math.log10(value) / 3));
  return `${significant(value / 1000 ** step)}${GAP}${BYTE_STEPS[step] ?? "B"}`;
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
