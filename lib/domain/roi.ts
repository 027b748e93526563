import type { NanoUsd } from "./money";

/**
 * How many dollars of human work one dollar of agent work replaced.
 *
 * Both sums cover the same set of runs. Null when the agents cost nothing: a ratio over zero is unknown, not infinite.
 *
 * @source docs/maths.md#roi-multiplier
 * @throws RangeError if either sum is negative; parsers reject those figures first.
 */
export function roiMultiplier(humanCost: NanoUsd, agentCost: NanoUsd): number | null {
  if (humanCost < 0 || agentCost < 0) throw new RangeError("a cost cannot be negative");
  return agentCost === 0 ? null : humanCost / agentCost;
}

/** `sum` per one of `count`; null when there is nothing to divide by. */
export const perOne = (sum: number, count: number): number | null => (count === 0 ? null : sum / count);
