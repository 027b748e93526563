import { drafted, LIMITS, type Release } from "./release";
import type { Refusal } from "./release-effect";
import type { Backup, Command, Look } from "./release-look";
import { refused } from "./release-possible";

/** Why a release may not be started, or null. An administrator with a reason may start what is quarantined or too soon. */
export function startRefusal(
  release: Release,
  command: Command,
  { guards, traffic }: Pick<Look, "guards" | "traffic">,
): Refusal | null {
  const { environment } = release.plan;
  const why = (words: string) => refused(release, words);
  if (command.planHash !== guards.planHash)
    return why("the plan or its rules are not the ones that were seen: look at the plan again");
  if (guards.anotherLive) return why("another release is under way; there is one at a time");
  if (traffic.moving) return why("the traffic is being moved right now");
  if (traffic.wanted !== 0)
    return why(`${environment} has ${traffic.wanted} % already; a release begins with an idle environment`);
  if (traffic.applied === null) return why("the balancer cannot be read, so a release could not be undone");
  if (guards.missing.length > 0) return why(`still missing: ${guards.missing.join("; ")}`);
  if (command.admin && (command.reason ?? "").trim() !== "") return null;
  if (guards.quarantined !== null)
    return why(`${guards.quarantined}; starting it again takes an administrator and a reason`);
  if (guards.coolingDown)
    return why(
      "a release was rolled back by itself less than 15 min ago; an administrator may start with a reason",
    );
  return null;
}

/** Whether everything can go back: `unknown` where the answer is too old, and it has to be asked first. */
export type Readiness = "ready" | "unhealthy" | "unknown";

/** An environment without an address cannot be asked, and is no reason to stay on a bad one. */
export function readiness({ healthy, ageMs }: Backup): Readiness {
  if (healthy === null) return "ready";
  if (ageMs === null || ageMs > LIMITS.backupFreshMs) return "unknown";
  return healthy ? "ready" : "unhealthy";
}

/** How many automatic rollbacks count as recent. A clock that was put back makes none older than it is. */
export const recentAutomatic = (momentsMs: readonly number[], nowMs: number): number =>
  momentsMs.filter((atMs) => nowMs - atMs < LIMITS.automaticMs).length;

/** Whether the last automatic rollback is so short ago that nothing shall be started. */
export const coolingDown = (momentsMs: readonly number[], nowMs: number): boolean =>
  momentsMs.some((atMs) => nowMs - atMs < LIMITS.coolDownMs);

/** Whether this automatic rollback is one too many. */
export const oneTooMany = ({ guards }: Look): boolean => guards.automaticRollbacks >= 1;

/** Why the old environment may not be retired, or null. Whoever has work, or may be needed, is not retired. */
export function retireRefusal(release: Release, { guards, traffic }: Look): Refusal | null {
  const { environment } = release.plan;
  if (guards.anotherLive)
    return refused(release, "another release is under way, and needs both environments");
  if (traffic.wanted === 100 && traffic.applied === 100 && !traffic.moving) return null;
  return refused(release, `${environment} does not have everything: what would be retired has work`);
}

/**
 * The release that undoes a person's rollback: the same plan from its beginning, linked to the old one.
 * `enteredMs` is by the wall: a clock put forward only ends the chance sooner.
 */
export function undone(
  release: Release,
  { id, actor, nowMs }: { id: string; actor: string; nowMs: number },
): Release | Refusal {
  const { phase, undoneBy, enteredMs } = release;
  if (phase.name !== "rolled_back" || undoneBy === null)
    return refused(release, "only a release that was rolled back can be undone");
  if (undoneBy.automatic)
    return refused(release, "it went back by itself, and its version is quarantined: plan a new release");
  if (nowMs - enteredMs > LIMITS.undoMs) return refused(release, "ten minutes are over: plan a new release");
  return drafted(release.plan, { id, createdMs: nowMs, createdBy: actor, linkedTo: release.id });
}
