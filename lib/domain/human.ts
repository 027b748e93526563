import { type NanoUsd, nanoUsd } from "./money";

/** What a person would have needed, where a record does not say: hours per agent, and one hourly rate. */
export interface Benchmarks {
  hourlyRateUsd: number;
  hours: ReadonlyMap<string, number>;
}

export interface HumanValue {
  /** Millionths of an hour, an integer, so that sums are exact. */
  microHours: number | null;
  costNanoUsd: NanoUsd | null;
}

interface Recorded {
  agent: string | null;
  humanHours: number | null;
  humanCostNanoUsd: NanoUsd | null;
}

/** The human work that a run replaced: from its record, else from the benchmarks; null where neither says. */
export function humanValue(
  { agent, humanHours, humanCostNanoUsd }: Recorded,
  benchmarks: Benchmarks,
): HumanValue {
  const benchmark = agent === null ? undefined : benchmarks.hours.get(agent);
  const hours = humanHours ?? (humanCostNanoUsd === null ? (benchmark ?? null) : null);
  const microHours = hours === null ? null : Math.round(hours * 1_000_000);
  if (humanCostNanoUsd !== null) return { microHours, costNanoUsd: humanCostNanoUsd };
  return { microHours, costNanoUsd: hours === null ? null : nanoUsd(hours * benchmarks.hourlyRateUsd) };
}
