import { count, fixed, GAP, grouped, MINUS, seconds, trimmed, UNKNOWN } from "@/lib/domain/format";

/** Figures in words of the browser alone; those that the server writes, too, are the domain's. */

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

/** On an axis: `0`, `300×`, `15 k×`. */
export const multiplierTick = (value: number): string =>
  value === 0 ? "0" : value < 10_000 ? `${trimmed(fixed(value, 2))}×` : `${compact(value)}×`;

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
