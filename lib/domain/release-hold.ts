import {
  type HeldReason,
  LIMITS,
  type Release,
  type Running,
  running,
  stepOf,
  type Trouble,
  wantedWeight,
} from "./release";
import { entered, type Move, type Telling } from "./release-effect";
import { asked, type Command, failing, inTheWay, type Look, type RuleFinding, stops } from "./release-look";
import { PASSING, possible } from "./release-possible";
import { HELD } from "./release-words";
import { same } from "./traffic";

/** A reason takes the place of a weaker one only: what asks for a rollback outweighs the rest, what passes yields. */
const WEIGHTY: readonly HeldReason[] = ["shared_cause", "automation_off", "backup_unhealthy"];
const weightiness = (reason: HeldReason): number =>
  PASSING.includes(reason) ? -1 : WEIGHTY.indexOf(reason) + 1;

/** Holds it because of what a rule says; null where it is held for that already, or a person has seen it. */
export function heldFor(
  release: Release,
  look: Look,
  reason: HeldReason,
  { rule, finding }: RuleFinding,
): Move | null {
  if (release.waived.includes(rule.name)) return null;
  return holding(release, look, reason, `${HELD[reason].means}: ${finding.said}`);
}

/** Holds it; null where it is held for as weighty a reason already, or is nothing that can be held. */
export function holding(release: Release, look: Look, reason: HeldReason, said: string): Move | null {
  const { phase } = release;
  const over = running(release);
  if (over === null) return null;
  if (phase.name === "held" && weightiness(phase.reason) >= weightiness(reason)) return null;
  return entered(release, { name: "held", reason, said, over }, look, {
    kind: "held",
    said,
    effects: [{ kind: "notify", about: "release", said: `held: ${said}` }],
  });
}

/** Holds a release that cannot, or must not, go on by itself. */
export function held(release: Release, look: Look): Move | null {
  const { phase } = release;
  const now = running(release);
  if (now === null || (phase.name === "held" && !PASSING.includes(phase.reason))) return null;
  if (now.name === "preflight") return heldInPreflight(release, look);
  if (now.name === "shifting") return phase.name === "held" ? null : heldInShifting(release, look, now.from);
  return heldInSight(release, look, now);
}

function heldInPreflight(release: Release, look: Look): Move | null {
  if ((release.trouble.off ?? 0) >= LIMITS.driftMs)
    return holding(release, look, "drift", driftWords(release));
  const failed = look.checks.find(({ state }) => state === "failed");
  if (failed !== undefined) return holding(release, look, "preflight", `${failed.name}: ${failed.said}`);
  if (release.forMs < LIMITS.preflightMs) return null;
  return holding(release, look, "preflight", lateWords(look));
}

function lateWords({ checks }: Look): string {
  const open = checks.find(({ state }) => state === "running")?.name;
  if (open !== undefined || checks.length === 0) return `${open ?? "the checks"} gave no answer in time`;
  return "its checks passed, but a rule fails, or not everything could be seen";
}

function heldInShifting(release: Release, look: Look, from: number): Move | null {
  const { wanted, moving } = look.traffic;
  const weight = wantedWeight(release) ?? 0;
  const byOthers = !moving && !same(wanted, weight) && !same(wanted, from);
  if (byOthers && (release.trouble.off ?? 0) >= LIMITS.driftMs)
    return holding(release, look, "drift", driftWords(release));
  if (release.forMs < LIMITS.routerMs) return null;
  const { phase } = release;
  if (phase.name === "shifting" && !phase.clean) return holding(release, look, "restart", HELD.restart.means);
  const shown = look.traffic.applied === null ? "cannot be read" : `shows ${look.traffic.applied} %`;
  return holding(release, look, "router", `the balancer ${shown} instead of ${weight} %`);
}

/** While a share, or everything, is watched. */
function heldInSight(release: Release, look: Look, now: Running): Move | null {
  const { trouble } = release;
  const lasted = (of: keyof Trouble, limitMs: number) => trouble[of] !== null && trouble[of] >= limitMs;
  if (lasted("unread", LIMITS.routerMs))
    return holding(release, look, "router", "the balancer cannot be read");
  if (lasted("off", LIMITS.driftMs)) return holding(release, look, "drift", driftWords(release));
  if (lasted("stale", LIMITS.silentMs)) return holding(release, look, "stale", HELD.stale.means);
  if (lasted("noData", LIMITS.silentMs)) return holding(release, look, "no_data", noDataWords(look));
  const asking = look.findings.find(
    (one) =>
      one.rule.action.kind !== "rollback" &&
      stops(one) &&
      failing(one) &&
      !release.waived.includes(one.rule.name),
  );
  if (asking !== undefined) return heldFor(release, look, "review", asking);
  if (now.name !== "observing" || release.forMs < LIMITS.inconclusiveMs || release.phase.name === "held")
    return null;
  const { articles } = stepOf(release, now.step);
  const words = `${now.samples.candidate} of ${articles} articles on ${release.plan.environment} after all this time`;
  return holding(release, look, "inconclusive", words);
}

const driftWords = (release: Release): string =>
  `${release.plan.environment} has ${release.applied ?? "no"} % instead of ${wantedWeight(release)} %`;

const noDataWords = ({ findings }: Look): string =>
  findings.find(lacks)?.finding.said ?? "the probes do not answer";

/** Whether a rule has nothing where it must have something. */
export const lacks = ({ rule, finding }: RuleFinding): boolean =>
  rule.mustHaveData && (finding.verdict === "no_data" || finding.verdict === "cannot_measure");

/** A person pauses it. What it is held for by itself meanwhile does not end the pause. */
export function paused(release: Release, look: Look): Move | null {
  const command = asked(look, "pause");
  const over = running(release);
  if (command === null || over === null || !possible(release).includes("pause")) return null;
  const phase = { name: "held" as const, reason: "manual" as const, said: HELD.manual.means, over };
  return entered(release, phase, look, { kind: "paused", said: HELD.manual.means, by: command });
}

/** For these the traffic is known to be another than planned: who resumes wants the plan's share again. */
const KNOWN_MOVED: readonly HeldReason[] = ["drift", "router", "restart"];

/** Goes on: because a person says so, or because what was missing is there again. */
export function goesOn(release: Release, look: Look): Move | null {
  const { phase } = release;
  if (phase.name !== "held") return null;
  const command = asked(look, "resume");
  if (command === null) {
    const back = PASSING.includes(phase.reason) && isCalm(release.trouble);
    return back ? goingOn(release, look, phase.over, null) : null;
  }
  const moved = release.trouble.off !== null && phase.over.name !== "shifting";
  if (!moved || KNOWN_MOVED.includes(phase.reason))
    return goingOn(seen(release, look), look, phase.over, command);
  // Whoever resumed for another reason may not know it, and what somebody moved is not put back unasked.
  const said = driftWords(release);
  return entered(release, { ...phase, reason: "drift", said }, look, { kind: "held", said, by: command });
}

export const isCalm = ({ off, unread, stale, noData }: Trouble): boolean =>
  off === null && unread === null && stale === null && noData === null;

/** What a person has seen does not hold it again at this share; it would be held again the next moment. */
function seen(release: Release, look: Look): Release {
  return {
    ...release,
    waived: [...new Set([...release.waived, ...inTheWay(look)])],
    trouble: anew(release.trouble),
  };
}

/** What is still in the way is waited for as long again. */
const anew = ({ off, unread, stale, noData }: Trouble): Trouble => {
  const again = (lasted: number | null) => (lasted === null ? null : 0);
  return { off: again(off), unread: again(unread), stale: again(stale), noData: again(noData) };
};

function goingOn(release: Release, look: Look, over: Running, command: Command | null): Move {
  const telling = { kind: "resumed" as const, by: command };
  if (over.name === "preflight") {
    const effects = [{ kind: "probe" as const, of: "candidate" as const }];
    return entered(release, over, look, { ...telling, said: "the checks are asked again", effects });
  }
  const { applied } = look.traffic;
  const there = isThere(release, look) || (applied === null && over.name !== "shifting");
  const step = over.name === "retained" ? release.plan.steps.length - 1 : over.step;
  if (there && over.name !== "shifting")
    return isHeldAsShared(release)
      ? observing(onward(release), look, step, {
          by: command,
          said: "observed anew, without what failed in both",
        })
      : entered(release, over, look, { ...telling, said: "goes on" });
  return shifting(release, look, step, { ...telling, said: "goes on with its share, sent again" });
}

/** Whether it is held for what the other environment has, too. */
export const isHeldAsShared = ({ phase }: Release): boolean =>
  phase.name === "held" && phase.reason === "shared_cause";

/** What a person has seen in some evidence says nothing of other evidence. */
export const onward = (release: Release): Release => ({ ...release, waived: [], told: [] });

/** From here on the evidence of a share is counted. */
export function observing(
  release: Release,
  look: Look,
  step: number,
  telling: Partial<Pick<Telling, "by" | "said">> = {},
): Move {
  const { weight } = stepOf(release, step);
  const samples = { candidate: 0, control: 0 };
  const phase = { name: "observing" as const, step, sinceMs: look.nowMs, countedMs: 0, samples };
  const fullMs = weight === 100 ? (release.fullMs ?? 0) : release.fullMs;
  return entered({ ...release, fullMs }, phase, look, {
    kind: "observing",
    said: `the balancer shows ${weight} % for ${release.plan.environment}`,
    ...telling,
  });
}

/** Whether the share of the release is what is wanted and what was read. */
export function isThere(release: Release, { traffic }: Look): boolean {
  const weight = wantedWeight(release);
  return weight !== null && same(traffic.applied, weight) && same(traffic.wanted, weight) && !traffic.moving;
}

/** Sends the share of a step. */
export function shifting(
  release: Release,
  look: Look,
  step: number,
  telling: Parameters<typeof entered>[3],
): Move {
  const { weight } = stepOf(release, step);
  const from = look.traffic.wanted;
  const phase = { name: "shifting" as const, step, from, tries: 0, retryInMs: LIMITS.retryMs, clean: true };
  const revision = release.revision + 1;
  return entered({ ...release, trouble: { ...release.trouble, off: null } }, phase, look, {
    ...telling,
    effects: [{ kind: "shift", weight, revision }, ...(telling.effects ?? [])],
  });
}
