import type { Finding } from "./finding";
import type { Rule } from "./rule";
import { figure } from "./words";

export type Threshold = Pick<Rule, "op" | "threshold" | "minSamples">;

/** What is measured, as a sentence names it, and how its figures are written. */
export interface Wording {
  what: string;
  show: (value: number) => string;
}

const PLAIN: Wording = { what: "value", show: figure };

/**
 * A figure against a fixed threshold, where nothing is uncertain but whether there are enough samples: `value` is of `n`
 * samples, null where it is not known of them.
 */
export function thresholdFinding(
  value: number | null,
  n: number,
  { op, threshold, minSamples }: Threshold,
  { what, show }: Wording = PLAIN,
): Finding {
  const known = { value, n, k: null, interval: null };
  if (n === 0) return { ...known, value: null, verdict: "no_data", said: `no ${what}` };
  if (value === null || n < minSamples) {
    const said = `${what} of ${n} ${n === 1 ? "sample" : "samples"}, it takes ${minSamples}`;
    return { ...known, verdict: "not_enough_evidence", said };
  }
  const said = `${what} ${show(value)} (limit ${show(threshold)})`;
  return { ...known, verdict: breaks(value, op, threshold) ? "fail" : "pass", said };
}

/** Whether the figure is on the bad side: a rule names what must not be. */
export function breaks(value: number, op: Rule["op"], threshold: number): boolean {
  switch (op) {
    case ">":
      return value > threshold;
    case ">=":
      return value >= threshold;
    case "<":
      return value < threshold;
    case "<=":
      return value <= threshold;
  }
}
