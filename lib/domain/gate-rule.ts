import type { Finding } from "./finding";
import { wilson } from "./interval";
import { GATE_PASS_RATE } from "./targets";
import { percent } from "./words";

/** A share of passed gates that is too low, and from how many gates on that is said. */
export interface GateLimit {
  passRateMin: number;
  gatesMin: number;
}

/** Below it work is reviewed. */
export const GATE_REVIEW: GateLimit = { passRateMin: GATE_PASS_RATE.review, gatesMin: 10 };

/** Below it a release is rolled back. */
export const GATE_COLLAPSE: GateLimit = { passRateMin: GATE_PASS_RATE.rollback, gatesMin: 25 };

/**
 * What gates say: `value` is the share that passed, `k` of the `n` failed. Pass takes a Wilson interval that lies wholly
 * at or above the limit: 16 of 16 for 80 %. What is neither is not enough evidence, and trips nothing.
 *
 * @source docs/maths.md#gate-rules
 */
export function gateFinding(passed: number, evaluated: number, limit: GateLimit): Finding {
  const interval = wilson(passed, evaluated);
  if (interval === null)
    return { verdict: "no_data", value: null, n: 0, k: 0, interval, said: "no gate was evaluated" };
  const value = passed / evaluated;
  const low = evaluated >= limit.gatesMin && value < limit.passRateMin;
  const certain = interval.low >= limit.passRateMin;
  return {
    verdict: low ? "fail" : certain ? "pass" : "not_enough_evidence",
    value,
    n: evaluated,
    k: evaluated - passed,
    interval,
    said: `${passed} of ${evaluated} gates passed, ${percent(value)} (limit ${percent(limit.passRateMin)})`,
  };
}
