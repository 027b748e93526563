import { economicsFinding, GUARDS, keeps } from "./economics-rule";
import type { Finding } from "./finding";
import { counted } from "./format";
import { SAMPLES_MIN } from "./log-ratio";
import { ARTICLE_TIME_S } from "./targets";
import { figure } from "./words";

/** From how many times the other environment's median on a candidate counts as slow. */
export const SLOWDOWN_MAX = 1.5;

/**
 * `article_time_ratio`: the candidate's median seconds over the other environment's, both of the last 7 days, where each
 * has enough articles; else over the upper end of the band in which an article is made. Medians of eight differ by half
 * by chance in one healthy release of eight, so a ratio of two fails only where the guard on generation time does, too.
 *
 * @source docs/maths.md#unit-economics-guard
 */
export function slowdownFinding(
  candidate: readonly number[],
  control: readonly number[],
  limit = SLOWDOWN_MAX,
): Finding {
  const n = candidate.length;
  const mine = median(candidate);
  const compared = control.length >= SAMPLES_MIN;
  const theirs = (compared ? median(control) : null) ?? ARTICLE_TIME_S.max;
  if (mine === null)
    return { verdict: "no_data", value: null, n: 0, k: null, interval: null, said: "no article has a time" };
  const value = mine / theirs;
  const said = `a median of ${figure(mine)} s of ${counted(n, "article")}, ${figure(value)} × ${
    compared ? `that of ${control.length} of the other environment` : `${theirs} s`
  } (limit ${figure(limit)})`;
  const finding = { value, n, k: null, interval: null, said };
  if (n < SAMPLES_MIN)
    return { ...finding, verdict: "not_enough_evidence", said: `${said}; it takes ${SAMPLES_MIN}` };
  if (!compared) return { ...finding, verdict: value > limit ? "fail" : "pass" };
  const guard = economicsFinding({ candidate, control, concurrent: true }, GUARDS.article_time_s);
  const told = { ...finding, interval: guard.interval };
  if (value > limit && guard.verdict === "fail") return { ...told, verdict: "fail" };
  if (value <= limit && guard.interval !== null && keeps(guard.interval.high, limit))
    return { ...told, verdict: "pass" };
  return { ...told, verdict: "not_enough_evidence", said: `${said}; not certain: ${guard.said}` };
}

/** The middle one, or the mean of the middle two; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
