import { type Release, running, stepOf } from "./release";
import type { Entry } from "./release-effect";

/** How long a release left a share, by its own clock: what its timeline says of that. */
export type Left = Pick<Entry, "kind"> & { evidence: Pick<Entry["evidence"], "weight" | "countedMs"> };

const LEAVING: readonly Entry["kind"][] = ["advanced", "promoted", "rollback"];

/**
 * For how many milliseconds a release was seen with work: the time that counted at each share, and all of the time in
 * which it had everything.
 */
export function watchedMs(release: Release, timeline: readonly Left[]): number {
  const partly = timeline
    .filter(({ kind, evidence: { weight } }) => LEAVING.includes(kind) && weight !== null && isPart(weight))
    .reduce((sum, { evidence }) => sum + (evidence.countedMs ?? 0), 0);
  const now = running(release);
  const counting = now?.name === "observing" && isPart(stepOf(release, now.step).weight) ? now.countedMs : 0;
  return partly + counting + (release.fullMs ?? 0);
}

const isPart = (weight: number): boolean => weight > 0 && weight < 100;
