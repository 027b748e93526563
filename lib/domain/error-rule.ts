import { ERROR_FLOORS, type ErrorFloors, firstTrip, WINDOW_JOBS } from "./error-lanes";
import type { Finding, FindingVerdict } from "./finding";
import { wilson } from "./interval";
import { percent } from "./words";

/** A job at its end: the making of one article, bad or good once, however often it was tried. */
export interface FinishedJob {
  endMs: number;
  bad: boolean;
}

/**
 * What the finished jobs of one environment say of its error rate. Jobs are in order of their end, since the step began;
 * of more than are judged the newest count. `unjudged` is how many of them had not ended when the rule was last looked
 * at: a trip at any of these counts, so that a look that comes late misses none.
 *
 * Pass takes a Wilson interval that lies wholly under the threshold: 73 good jobs of 73 for 5 %.
 *
 * @source docs/maths.md#the-error-rule
 */
export function errorFinding(
  jobs: readonly FinishedJob[],
  { floors = ERROR_FLOORS, unjudged = 1 }: { floors?: ErrorFloors; unjudged?: number } = {},
): Finding {
  const bad = jobs.map((job) => job.bad);
  const limit = percent(floors.threshold);
  if (bad.length === 0)
    return { verdict: "no_data", value: null, n: 0, k: 0, interval: null, said: "no job has finished" };
  const trip = firstTrip(bad, floors, Math.max(0, bad.length - Math.max(1, unjudged)));
  if (trip !== null) return told("fail", trip.k, trip.n, limit, trip.lane === "early");
  const newest = bad.slice(-WINDOW_JOBS);
  const k = newest.filter(Boolean).length;
  const certain = (wilson(k, newest.length)?.high ?? 1) < floors.threshold;
  return told(certain ? "pass" : "not_enough_evidence", k, newest.length, limit, false);
}

function told(verdict: FindingVerdict, k: number, n: number, limit: string, newest: boolean): Finding {
  const value = k / n;
  const of = newest ? `the last ${n}` : `${n}`;
  const said = `${k} of ${of} jobs failed, ${percent(value)} (limit ${limit})`;
  return { verdict, value, n, k, interval: wilson(k, n), said };
}
