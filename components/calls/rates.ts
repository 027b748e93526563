import type { Call } from "@/lib/contract/executions";
import { fixed } from "@/lib/domain/format";

const NAMES: readonly (readonly [string, string])[] = [
  ["input_mtok", "in"],
  ["output_mtok", "out"],
  ["cache_read_mtok", "cache read"],
  ["cache_write_mtok", "cache write"],
];

type Estimated = Pick<Call, "price" | "input_tokens" | "cached_tokens">;

/** The rates that an estimate was made with: `$2.50 in, $10 out per million tokens`. Null where none are stored. */
export function rates({ price, input_tokens, cached_tokens }: Estimated): string | null {
  const said = NAMES.filter(([key]) => cached_tokens > 0 || !key.startsWith("cache")).flatMap(
    ([key, name]) => {
      const usd = rate(price?.[key], input_tokens ?? 0);
      return usd === null ? [] : `${dollars(usd)} ${name}`;
    },
  );
  return said.length === 0 ? null : `${said.join(", ")} per million tokens`;
}

/** Some prices rise with the size of the prompt. */
function rate(price: unknown, prompt: number): number | null {
  if (typeof price === "number") return price;
  if (typeof price !== "object" || price === null) return null;
  const { base, tiers } = price as { base?: unknown; tiers?: unknown };
  const reached = (Array.isArray(tiers) ? tiers : [])
    .filter(isTier)
    .sort((a, b) => a.start - b.start)
    .findLast(({ start }) => prompt > start);
  return reached?.price ?? (typeof base === "number" ? base : null);
}

const isTier = (tier: unknown): tier is { start: number; price: number } =>
  typeof tier === "object" &&
  tier !== null &&
  "start" in tier &&
  typeof tier.start === "number" &&
  "price" in tier &&
  typeof tier.price === "number";

/** `$10`, `$2.50`, `$0.075`. */
function dollars(usd: number): string {
  if (Number.isInteger(usd)) return `$${fixed(usd, 0)}`;
  return `$${Number(usd.toFixed(2)) === usd ? fixed(usd, 2) : usd}`;
}
