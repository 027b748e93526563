/** Billionths of a US dollar, always an integer, so that sums are exact. */
export type NanoUsd = number & { readonly unit: "nano-usd" };

const NANO_PER_USD = 1_000_000_000;

/** The most that one figure of a record may be. Sums stay exact integers up to nine million dollars. */
export const USD_MAX = 100_000;

export const ZERO_USD = 0 as NanoUsd;

/** The one way into NanoUsd. Rounds to the nearest billionth; throws RangeError on NaN or infinity. */
export function nanoUsd(usd: number): NanoUsd {
  if (!Number.isFinite(usd)) throw new RangeError(`not an amount: ${usd}`);
  return Math.round(usd * NANO_PER_USD) as NanoUsd;
}

/** Dollars as the API prints them: a JSON number with at most nine decimals. */
export function usd(amount: number): number {
  return amount / NANO_PER_USD;
}
