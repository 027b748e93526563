import { calcPrice, findProvider } from "@pydantic/genai-prices";
import { type NanoUsd, nanoUsd, ZERO_USD } from "./money";

/** Where a call's dollars come from: its record, the price table, nowhere (no price), or nothing was due. */
export type CostOrigin = "recorded" | "estimated" | "unpriced" | "free";

export interface PricedCost {
  costNanoUsd: NanoUsd;
  origin: CostOrigin;
  /** The rates used, in dollars per million tokens, as JSON; null unless the cost is estimated. */
  price: string | null;
}

export interface Usage {
  model: string;
  inputTokens: number | null;
  outputTokens: number | null;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  costNanoUsd: NanoUsd | null;
}

const providers = new Map<string, string>();

/** The provider that a model's name points to in the price table, such as `openai`; else `unknown`. */
export function providerOf(model: string): string {
  const known = providers.get(model);
  if (known !== undefined) return known;
  const provider = findProvider({ modelId: model })?.id ?? "unknown";
  // Names come from outside: bounded, so that a stream of new ones cannot fill the memory.
  if (providers.size < 10_000) providers.set(model, provider);
  return provider;
}

/**
 * The dollars of one call. The record's own figure wins; without one, or where it is 0 although tokens were used,
 * the price table of the call's day decides, cached tokens at their own rates.
 *
 * @source docs/maths.md#cost-of-a-call
 */
export function pricedCost(usage: Usage, atMs: number, freeModels: ReadonlySet<string>): PricedCost {
  const { costNanoUsd, inputTokens, outputTokens, model } = usage;
  const idle = inputTokens === 0 && outputTokens === 0;
  if (costNanoUsd !== null && (costNanoUsd > 0 || idle))
    return { costNanoUsd, origin: "recorded", price: null };
  if (freeModels.has(model)) return { costNanoUsd: ZERO_USD, origin: "free", price: null };
  if (inputTokens === null || outputTokens === null) return UNPRICED;
  const priced = calcPrice(
    {
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      cache_read_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    },
    model,
    { timestamp: new Date(atMs) },
  );
  if (priced === null) return UNPRICED;
  return {
    costNanoUsd: nanoUsd(priced.total_price),
    origin: "estimated",
    price: JSON.stringify(priced.model_price),
  };
}

const UNPRICED: PricedCost = { costNanoUsd: ZERO_USD, origin: "unpriced", price: null };
