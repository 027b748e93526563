import { exposed, type HeldReason, type Release } from "./release";
import type { Refusal } from "./release-effect";
import type { Verb } from "./release-look";

/** Reasons that end by themselves. */
export const PASSING: readonly HeldReason[] = ["no_data", "stale"];

/** What can be asked for now. Guards that depend on more than the release may still refuse it. */
export function possible(release: Release): Verb[] {
  const verbs = ofPhase(release);
  return exposed(release) && !verbs.includes("rollback") ? [...verbs, "rollback"] : verbs;
}

function ofPhase({ phase }: Release): Verb[] {
  switch (phase.name) {
    case "draft":
      return ["start", "abort"];
    case "preflight":
      return ["pause", "promote", "abort"];
    case "shifting":
    case "retained":
      return ["pause"];
    case "observing":
      return ["pause", "promote"];
    case "held": {
      const pause: Verb[] = PASSING.includes(phase.reason) ? ["pause"] : [];
      if (phase.over.name === "preflight") return ["resume", "promote", "abort", ...pause];
      return phase.over.name === "observing" ? ["resume", "promote", ...pause] : ["resume", ...pause];
    }
    case "completed":
      return phase.retired ? [] : ["retire"];
    case "rolling_back":
    case "verifying":
      return ["rollback"];
    case "rollback_failed":
      return phase.closed ? [] : ["rollback", "close"];
    default:
      return [];
  }
}

/** Says no, and what can be asked for instead. */
export const refused = (release: Release, why: string): Refusal => ({
  accepted: false,
  why,
  possible: possible(release),
});

/** Why something cannot be asked for now. */
export function impossible(release: Release, verb: Verb): Refusal {
  const now = release.phase.name.replaceAll("_", " ");
  const verbs = possible(release);
  const instead = verbs.length === 0 ? "nothing is possible any more" : `possible is ${verbs.join(", ")}`;
  return refused(release, `a release that is ${now} cannot be asked to ${verb}; ${instead}`);
}
