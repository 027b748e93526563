import { usd } from "@/lib/domain/money";

/** A quotient of nano-dollars in dollars with at most nine decimals; null where there is nothing to divide by. */
export const usdPerOne = (nano: number, count: number): number | null =>
  count === 0 ? null : usd(Math.round(nano / count));

/** Nano-dollars as dollars; null stays unknown. */
export const usdOrNull = (nano: number | null): number | null => (nano === null ? null : usd(nano));

/** The time as the API prints it. */
export const isoTime = (atMs: number): string => new Date(atMs).toISOString();

/** A sum of tokens: unknown where something was called or paid for, but nothing reported tokens. */
export const knownTokens = (
  sum: number,
  usage: { token_calls: number; calls: number; cost_nano: number },
): number | null => (usage.token_calls === 0 && (usage.calls > 0 || usage.cost_nano > 0) ? null : sum);
