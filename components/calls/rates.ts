import { fixed } from "@/lib/client/format";

const NAMES: readonly (readonly [string, string])[] = [
  ["input_mtok", "in"],
  ["output_mtok", "out"],
  ["cache_read_mtok", "cache read"],
  ["cache_write_mtok", "cache write"],
];

/** The rates of an estimate, dollars per million tokens: `$2.50 in, $10 out per million tokens`. */
export function rates(price: Readonly<Record<string, unknown>> | null, cached: boolean): string | null {
  if (price === null) return null;
  const said = NAMES.filter(([key]) => cached || !key.startsWith("cache"))
    .map(([key, name]) => [rate(price[key]), name] as const)
    .filter(([dollars]) => dollars !== null)
    .map(([dollars, name]) => `${dollars} ${name}`);
  return said.length === 0 ? null : `${said.join(", ")} per million tokens`;
}

/** A price may rise with the size of the prompt; then its steps are named. */
function rate(price: unknown): string | null {
  if (typeof price === "number") return dollars(price);
  if (typeof price !== "object" || price === null || !("base" in price)) return null;
  const { base } = price;
  return typeof base === "number" ? `${dollars(base)} and more for long prompts` : null;
}

const dollars = (value: number): string =>
  `$${Number.isInteger(value) ? fixed(value, 0) : Number(value.toFixed(2)) === value ? fixed(value, 2) : String(value)}`;
