import { type NanoUsd, nanoUsd } from "@/lib/domain/money";
import type { CallRecord } from "@/lib/domain/record";
import { cacheCounts, countedTokens, type GivenTokens, type Tokens, UNKNOWN_TOKENS } from "./call-tokens";
import { CALLS_MAX, count, SECONDS_MAX } from "./figures";
import { foundMessage } from "./found";
import type { Reading } from "./reading";
import type { Drop } from "./salvage";

/** Token counts under the names of both shapes. */
export const tokenCounts = {
  input_tokens: count.nullish(),
  output_tokens: count.nullish(),
  total_tokens: count.nullish(),
};
export const promptCounts = {
  prompt_tokens: count.nullish(),
  completion_tokens: count.nullish(),
  total_tokens: count.nullish(),
};

const TOKEN_KEYS: ReadonlySet<PropertyKey> = new Set(
  [cacheCounts, tokenCounts, promptCounts].flatMap((shape) => Object.keys(shape)),
);

/** Reads each call by itself, so that a bad one leaves its neighbours alone; null means that it did not land. */
export function callsOf(
  found: readonly unknown[] | null | undefined,
  path: string,
  reading: Reading,
  callAt: (found: unknown, path: string) => CallRecord | null,
): CallRecord[] {
  if (found === null || found === undefined) return [];
  const calls: CallRecord[] = [];
  for (const [element, at] of reading.elements(found, path, CALLS_MAX)) {
    const call = callAt(element, at);
    if (call !== null) calls.push(call);
  }
  return calls;
}

/** The tokens of a call of which `drops` were left out. One spoiled token figure makes all of them unknown. */
export function tokensAt(path: string, given: GivenTokens, drops: readonly Drop[], reading: Reading): Tokens {
  if (drops.some(({ path: dropped }) => TOKEN_KEYS.has(dropped.at(-1) ?? ""))) return UNKNOWN_TOKENS;
  const { tokens, overflow, contradicted } = countedTokens(given);
  if (overflow !== null)
    reading.reject(
      `${path}.${overflow.path}`,
      foundMessage(overflow.found, `at most the input tokens, ${overflow.max}`),
    );
  if (contradicted)
    reading.note("a call's total tokens contradict its input and output, which count instead");
  return tokens;
}

/** The sum of the seconds that calls name; null where none does, and, with a rejection, where they add up to too many. */
export function secondsOf(calls: readonly CallRecord[], path: string, reading: Reading): number | null {
  let sum: number | null = null;
  for (const call of calls) if (call.seconds !== null) sum = (sum ?? 0) + call.seconds;
  if (sum === null || sum <= SECONDS_MAX) return sum;
  reading.reject(path, `found durations of ${sum} seconds in all, allowed: at most ${SECONDS_MAX}`);
  return null;
}

export const nanoUsdOrNull = (dollars: number | null | undefined): NanoUsd | null =>
  dollars === null || dollars === undefined ? null : nanoUsd(dollars);
