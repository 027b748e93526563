import { CALM, isLive, LIMITS, type Release, wantedWeight } from "./release";
import { entered, type Move, noted, type Stepped } from "./release-effect";
import { holding, isThere, observing } from "./release-hold";
import type { Look } from "./release-look";
import { automaticRollback, humanRollback, joinedRollback, sentAgain } from "./release-rollback";
import { firstOf, looked, stepped } from "./release-step";
import { same } from "./traffic";

/**
 * A stored release at the start of a process, after the balancer was read and the backlog was taken in, before any
 * command is served. The time in which nothing ran counts for nothing: neither for a share nor for the backup.
 */
export function resumed(before: Release, look: Look): Stepped {
  if (!isLive(before)) return { release: before, effects: [], answers: [] };
  const release = looked(woken(before), { ...look, elapsedMs: 0 });
  return stepped(
    release,
    look,
    firstOf([humanRollback, wokenBack, joinedRollback, automaticRollback, found], release, look),
  );
}

/** Nothing that was measured by the clock of another process holds; nothing is sent before a look was clean. */
function woken(before: Release): Release {
  const { phase } = before;
  const anew = { ...before, trouble: CALM, askedMs: null, restarted: true };
  return phase.name === "shifting"
    ? { ...anew, phase: { ...phase, clean: false, tries: 0, retryInMs: LIMITS.retryMs } }
    : anew;
}

/** A rollback that was under way is sent again at once. */
function wokenBack(release: Release, look: Look): Move | null {
  const back = ["rolling_back", "verifying", "rollback_failed"].includes(release.phase.name);
  return back ? sentAgain(release, look, null) : null;
}

const said = "Greenlight was started anew";

function found(release: Release, look: Look): Move | null {
  const { phase } = release;
  const { applied } = look.traffic;
  const telling = { kind: "restarted" as const, said };
  if (phase.name === "preflight")
    return entered(release, phase, look, { ...telling, effects: [{ kind: "probe", of: "candidate" }] });
  if (phase.name !== "shifting" && phase.name !== "observing" && phase.name !== "retained")
    return noted(release, look, telling);
  const weight = wantedWeight(release) ?? 0;
  const name = release.plan.environment;
  if (applied === null)
    return holding(release, look, "router", "after a restart the balancer cannot be read");
  if (phase.name === "shifting") {
    if (isThere(release, look)) return observing(release, look, phase.step);
    if (same(applied, phase.from) || same(applied, weight)) return entered(release, phase, look, telling);
  } else if (same(applied, weight)) return noted(release, look, telling);
  return holding(release, look, "drift", `after a restart ${name} has ${applied} % instead of ${weight} %`);
}
