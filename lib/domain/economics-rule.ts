import type { Finding, FindingVerdict } from "./finding";
import { counted } from "./format";
import { type LogRatio, logRatio, SAMPLES_MIN } from "./log-ratio";
import { figure } from "./words";

export const GUARDED = ["cost_per_article_usd", "roi_multiplier", "article_time_s"] as const;

export type Guarded = (typeof GUARDED)[number];

/** How much worse a candidate may be, and how sure one has to be that it is more than that. */
export interface Guard {
  metric: Guarded;
  /** Times worse, above 1: 1.25 is a quarter dearer, slower, or a return that is a fifth less. */
  limit: number;
  /** Of the interval that has to lie beyond the limit. */
  level: number;
}

/**
 * The guards of a release. Cost, the question that releases are about, is asked at 95 %. The two others look at the same
 * articles again after each one, which costs false alarms: at 99 % all of them together stay within one release in 100.
 *
 * @source docs/maths.md#unit-economics-guard
 */
export const GUARDS: Record<Guarded, Guard> = {
  cost_per_article_usd: { metric: "cost_per_article_usd", limit: 1.25, level: 0.95 },
  roi_multiplier: { metric: "roi_multiplier", limit: 1.25, level: 0.99 },
  article_time_s: { metric: "article_time_s", limit: 1.25, level: 0.99 },
};

/** One positive figure for each article. */
export interface Articles {
  candidate: readonly number[];
  control: readonly number[];
  /** False where the control's are from before, because the candidate has all the traffic. */
  concurrent: boolean;
}

const WORDS: Record<Guarded, { worse: string; higherIsBetter: boolean }> = {
  cost_per_article_usd: { worse: "the cost per article", higherIsBetter: false },
  roi_multiplier: { worse: "a cost per human value", higherIsBetter: true },
  article_time_s: { worse: "the generation time", higherIsBetter: false },
};

/**
 * How many times worse the candidate's articles are than the control's: fails where the whole interval lies beyond the
 * guard's limit, passes where all of it lies within. `n` counts the smaller side; the interval is of the guard's level.
 *
 * @source docs/maths.md#unit-economics-guard
 */
export function economicsFinding({ candidate, control, concurrent }: Articles, guard: Guard): Finding {
  const { worse, higherIsBetter } = WORDS[guard.metric];
  // The logarithm of a reciprocal is the negative one: turning the sides asks how many times less.
  const found = higherIsBetter
    ? turned(logRatio(control, candidate, guard.level))
    : logRatio(candidate, control, guard.level);
  const verdict = verdictOf(found, guard.limit);
  const n = Math.min(found.n.candidate, found.n.control);
  const said = [sentence(found, worse, guard), ...(concurrent ? [] : [NOT_CONCURRENT])].join("; ");
  return { verdict, value: found.ratio, n, k: null, interval: found.interval, said };
}

const NOT_CONCURRENT = "against the other environment's last days, as it makes none at the same time";

/** What the sides are called after they were turned. */
const turned = ({ n, ...found }: LogRatio): LogRatio => ({
  ...found,
  n: { candidate: n.control, control: n.candidate },
});

/** Whether the limit is kept. Floating point may miss one that is met exactly by a hair. */
export const keeps = (ratio: number, limit: number): boolean => ratio <= limit * (1 + 1e-9);

function verdictOf({ ratio, interval }: LogRatio, limit: number): FindingVerdict {
  if (ratio === null) return "no_data";
  if (interval === null) return "not_enough_evidence";
  if (!keeps(interval.low, limit)) return "fail";
  return keeps(interval.high, limit) ? "pass" : "not_enough_evidence";
}

function sentence({ n, ratio, interval }: LogRatio, worse: string, { limit, level }: Guard): string {
  const counts = `${counted(n.candidate, "article")} against ${n.control}`;
  if (ratio === null) return `${counts}: nothing to compare`;
  const times = `${figure(ratio)} × ${worse}`;
  if (interval === null) return `${times}, ${counts}; it takes ${SAMPLES_MIN} each`;
  const bounds = `${Math.round(level * 100)} %: ${figure(interval.low)} to ${figure(interval.high)}`;
  return `${times} (${bounds}, limit ${figure(limit)}), ${counts}`;
}
