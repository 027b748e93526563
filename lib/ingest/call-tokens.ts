import type { CallRecord } from "@/lib/domain/record";
import { count, fields } from "./figures";

/** The names under which calls count cached tokens, on the call itself or in its `usage`, `tokens_used` or `metadata`. */
export const cacheCounts = {
  cached_tokens: count.nullish(),
  cached_input_tokens: count.nullish(),
  cache_read_tokens: count.nullish(),
  prompt_tokens_details: fields({ cached_tokens: count.nullish() }).nullish(),
  cache_read_input_tokens: count.nullish(),
  cache_creation_input_tokens: count.nullish(),
};

export interface CacheCounts {
  cached_tokens?: number | null | undefined;
  cached_input_tokens?: number | null | undefined;
  cache_read_tokens?: number | null | undefined;
  prompt_tokens_details?: { cached_tokens?: number | null | undefined } | null | undefined;
  cache_read_input_tokens?: number | null | undefined;
  cache_creation_input_tokens?: number | null | undefined;
}

/** A part of a call that may count cached tokens, and its path below the call (empty, or with a closing dot). */
export type CachePlace = readonly [path: string, counts: CacheCounts | null | undefined];

/** The figures of one call as the source gave them. */
export interface GivenTokens {
  input: number | null | undefined;
  output: number | null | undefined;
  total: number | null | undefined;
  costUsd: number | null | undefined;
  /** In the order in which they are believed. */
  caches: readonly CachePlace[];
}

export type Tokens = Pick<
  CallRecord,
  "inputTokens" | "outputTokens" | "totalTokens" | "cacheReadTokens" | "cacheWriteTokens"
>;

export interface CountedTokens {
  tokens: Tokens;
  /** More cached tokens than input tokens: the path of the cached ones below the call, and how many they may be. */
  overflow: { path: string; found: number; max: number } | null;
  /** Whether the given total contradicts the sum, which counts instead. */
  contradicted: boolean;
}

export const UNKNOWN_TOKENS: Tokens = {
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

const unknown: CountedTokens = { tokens: UNKNOWN_TOKENS, overflow: null, contradicted: false };

/**
 * What a call used, in tokens; null where it is not known.
 *
 * - A call that cost something but names no tokens (absent, or all 0) used an unknown number of them, not none.
 * - Input and output are the truth, their sum the total. A given total counts only where one of the two is missing,
 *   and not where it is less than the other.
 * - OpenAI's cached tokens (`cached_tokens`, `cached_input_tokens`, `cache_read_tokens`, `prompt_tokens_details`) are
 *   part of the input. More of them than input cannot be, and leaves all tokens of the call unknown.
 * - Anthropic's (`cache_read_input_tokens`, `cache_creation_input_tokens`) come on top of the input: the input becomes
 *   the sum, and so does the total. Where OpenAI's names stand beside them (LiteLLM writes both) all are part of the input.
 * - Cached tokens without input tokens say nothing: there is no input that they could be a part of.
 */
export function countedTokens({ input, output, total, costUsd, caches }: GivenTokens): CountedTokens {
  const cache = cacheOf(caches);
  const onTop = cache.included ? 0 : cache.read + cache.written;
  const used = Math.max(input ?? 0, output ?? 0, total ?? 0, onTop);
  if (used === 0 && (costUsd ?? 0) > 0) return unknown;
  const inputTokens = known(input) ? input + onTop : null;
  if (inputTokens !== null && cache.read + cache.written > inputTokens)
    return {
      ...unknown,
      overflow: { path: cache.path, found: cache.read + cache.written, max: inputTokens },
    };
  const outputTokens = output ?? null;
  const sum = totalOf(inputTokens, outputTokens, total ?? null, onTop);
  const tokens = {
    inputTokens,
    outputTokens,
    totalTokens: sum.totalTokens,
    cacheReadTokens: inputTokens === null ? 0 : cache.read,
    cacheWriteTokens: inputTokens === null ? 0 : cache.written,
  };
  return { tokens, overflow: null, contradicted: sum.contradicted };
}

/** `onTop` is in `inputTokens` already; a given total may or may not hold it. */
function totalOf(
  inputTokens: number | null,
  outputTokens: number | null,
  given: number | null,
  onTop: number,
) {
  if (inputTokens !== null && outputTokens !== null) {
    const totalTokens = inputTokens + outputTokens;
    const agrees = given === null || given === totalTokens || given === totalTokens - onTop;
    return { totalTokens, contradicted: !agrees };
  }
  const part = inputTokens ?? outputTokens ?? 0;
  const contradicted = given !== null && given < part;
  return { totalTokens: contradicted ? null : given, contradicted };
}

/** A figure of cached tokens, and its path below the call. */
interface CachedTokens {
  tokens: number;
  path: string;
}

function cacheOf(places: readonly CachePlace[]) {
  const included = firstOf(places, includedRead);
  const read =
    included ??
    firstOf(places, (counts) => cachedTokens(counts.cache_read_input_tokens, "cache_read_input_tokens"));
  const written = firstOf(places, (counts) =>
    cachedTokens(counts.cache_creation_input_tokens, "cache_creation_input_tokens"),
  );
  return {
    read: read?.tokens ?? 0,
    written: written?.tokens ?? 0,
    /** Whether the input holds these tokens already. */
    included: included !== null,
    path: (read ?? written)?.path ?? "",
  };
}

function firstOf(
  places: readonly CachePlace[],
  find: (counts: CacheCounts) => CachedTokens | null,
): CachedTokens | null {
  for (const [path, counts] of places) {
    const found = counts === null || counts === undefined ? null : find(counts);
    if (found !== null) return { tokens: found.tokens, path: path + found.path };
  }
  return null;
}

/** The cached tokens that a source counts as part of its input, under whichever name it has for them. */
function includedRead(counts: CacheCounts): CachedTokens | null {
  return (
    cachedTokens(counts.cached_tokens, "cached_tokens") ??
    cachedTokens(counts.cached_input_tokens, "cached_input_tokens") ??
    cachedTokens(counts.cache_read_tokens, "cache_read_tokens") ??
    cachedTokens(counts.prompt_tokens_details?.cached_tokens, "prompt_tokens_details.cached_tokens")
  );
}

function cachedTokens(tokens: number | null | undefined, path: string): CachedTokens | null {
  return known(tokens) ? { tokens, path } : null;
}

const known = (figure: number | null | undefined): figure is number =>
  figure !== null && figure !== undefined;
