import { assigned } from "@/lib/domain/assignment";
import type { Environment } from "@/lib/domain/environment";
import { topicKey } from "@/lib/domain/record";
import { CHANGES, DAY_MS, type Story } from "./story";

/** Once green was tried with half of the work, and that was taken back. */
const TRIAL_GREEN = 50;

/** The percent of new work that green has: as the turns say, and before them as in the story. */
export function greenAt({ startMs, turns }: Story, atMs: number): number {
  const turn = turns.findLast((one) => one.atMs <= atMs);
  if (turn !== undefined) return turn.green;
  const day = (atMs - startMs) / DAY_MS;
  return day >= CHANGES.trialDay && day < CHANGES.trialDay + CHANGES.trialDays ? TRIAL_GREEN : 0;
}

/** Whether an environment has any of the work. */
export const works = (story: Story, atMs: number): boolean => {
  const green = greenAt(story, atMs);
  return (story.environment === "green" ? green : 100 - green) > 0;
};

/** Whether most jobs of the environment fail at that time. */
export const isIll = ({ turns, environment }: Story, atMs: number): boolean =>
  turns.findLast((one) => one.atMs <= atMs)?.ill?.includes(environment) ?? false;

/** The version that runs there at that time; null: the one that always has. */
export const versionAt = ({ turns, environment }: Story, atMs: number): string | null =>
  turns.findLast((one) => one.atMs <= atMs)?.versions?.[environment] ?? null;

/** When another version was deployed there, after `afterMs` and not after `untilMs`: a moment after it was decided. */
export const deployedMs = ({ turns, environment }: Story, afterMs: number, untilMs: number): number[] =>
  turns
    .filter(({ versions }, at) => versions?.[environment] !== turns[at - 1]?.versions?.[environment])
    .map(({ atMs }) => atMs + 1)
    .filter((atMs) => atMs > afterMs && atMs <= untilMs);

/** Whether there is much to do. */
export const busyAt = ({ turns }: Story, atMs: number): boolean =>
  turns.some((turn) => turn.atMs <= atMs && atMs < turn.busyUntilMs);

/** Jobs from this moment on are played, not told: nobody knows their environment long before. */
export const playedFromMs = ({ turns }: Story): number => turns.at(0)?.atMs ?? Number.POSITIVE_INFINITY;

/**
 * A job's environment is asked for so long before its end. A real one asks before it begins, minutes earlier; here
 * whoever moves the slider should see it at once.
 */
const ASKED_MS = 2_000;

export const askedMs = (endMs: number): number => endMs - ASKED_MS;

/** As the README tells a batch pipeline to ask: by its topic, of the share at that moment. */
export const environmentOf = (story: Story, topic: string, atMs: number): Environment =>
  assigned(topicKey(topic), greenAt(story, atMs));
