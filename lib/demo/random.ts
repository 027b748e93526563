/** Draws from [0, 1). The same keys give the same sequence, on every machine. */
export type Draw = () => number;

/** A sequence of its own for every combination of keys: mulberry32 over keys mixed as MurmurHash3 mixes them. */
export function drawsOf(...keys: readonly number[]): Draw {
  let state = keys.reduce(mixed, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mixed(hash: number, key: number): number {
  const once = Math.imul(hash ^ key, 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

export const between = (draw: Draw, min: number, max: number): number => min + draw() * (max - min);

/** A whole number from `min` to `max`, both included. */
export const wholeBetween = (draw: Draw, min: number, max: number): number =>
  Math.floor(between(draw, min, max + 1));

/** Log-normally spread: half of the draws are below `median`, two thirds within a factor of e^spread. */
export const lognormal = (draw: Draw, median: number, spread: number): number =>
  median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()));

/** How many events a Poisson process of that mean has (Knuth's method; for means below some hundreds). */
export function poisson(draw: Draw, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = draw(); product > limit; product *= draw()) count += 1;
  return count;
}

/** The same items in a drawn order (each paired with a draw, then sorted by it). */
export const shuffled = <T>(draw: Draw, items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, rank: draw() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

/** Shaped like a version 4 UUID. */
export function uuid(draw: Draw): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (place) =>
    (place === "x" ? wholeBetween(draw, 0, 15) : wholeBetween(draw, 8, 11)).toString(16),
  );
}
