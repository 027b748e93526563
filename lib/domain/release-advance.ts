import { isLastStep, LIMITS, type Observing, type Release, running, stepOf, type Trouble } from "./release";
import { entered, type Move, noted } from "./release-effect";
import { readiness } from "./release-guards";
import { holding, isCalm, isThere, observing, onward, shifting } from "./release-hold";
import { asked, type Command, inTheWay, type Look, passedMs } from "./release-look";
import { possible } from "./release-possible";
import { progressWords } from "./release-words";
import { same } from "./traffic";

/** The next thing that a release does by itself, or because a person promotes it. */
export function advanced(release: Release, look: Look): Move | null {
  const { phase } = release;
  const command = asked(look, "promote");
  if (command !== null && possible(release).includes("promote")) return promoted(release, look, command);
  switch (phase.name) {
    case "preflight":
      return checked(release, look);
    case "shifting":
      return shifted(release, look);
    case "observing":
      return observed(release, look, phase);
    case "retained":
      return kept(release, look);
    default:
      return null;
  }
}

/** A person goes on without the evidence, and that is what is recorded. */
function promoted(release: Release, look: Look, command: Command): Move {
  const now = running(release);
  const telling = { kind: "promoted" as const, by: command };
  if (now?.name !== "observing")
    return shifting(release, look, 1, { ...telling, said: "promoted without its checks" });
  const n = now.samples.candidate;
  const thin = isComplete(release, now) && isSound(release, look) ? "" : ", not enough evidence";
  const said = `promoted on n = ${n}${thin}`;
  if (!isLastStep(release, now.step))
    return shifting(onward(release), look, now.step + 1, { ...telling, said });
  // Where somebody has moved the traffic since, its share comes first.
  return isThere(release, look)
    ? entered(release, { name: "retained" }, look, { ...telling, said })
    : shifting(release, look, now.step, { ...telling, said });
}

/** After a start nothing goes further before a while was seen. */
const isSettled = ({ restarted }: Release, { uptimeMs }: Look): boolean =>
  !restarted || uptimeMs >= LIMITS.startMs;

/** Everything can be seen, and nothing that was seen stands against going on. */
const isSound = ({ trouble }: Release, look: Look): boolean => isCalm(trouble) && inTheWay(look).length === 0;

/** Its time and its articles: on each side, or of the new version alone where it has everything. */
function isComplete(release: Release, { step, countedMs, samples }: Observing): boolean {
  const { weight, holdMs, articles } = stepOf(release, step);
  const control = weight === 100 || samples.control >= articles;
  return countedMs >= holdMs && samples.candidate >= articles && control;
}

function checked(release: Release, look: Look): Move | null {
  const { checks } = look;
  const passed = checks.length > 0 && checks.every(({ state }) => state === "passed");
  if (!passed || release.forMs < stepOf(release, 0).holdMs || !isSettled(release, look)) return null;
  if (!isSound(release, look)) return null;
  const said = `${checks.length} of ${checks.length} checks passed`;
  return backed(release, look) ?? shifting(onward(release), look, 1, { kind: "shift", said });
}

/** Nothing goes further while there is nothing to go back to; null where there is. */
function backed(release: Release, look: Look): Move | null {
  switch (readiness(look.backup)) {
    case "ready":
      return null;
    case "unhealthy":
      return holding(
        release,
        look,
        "backup_unhealthy",
        `not further without a way back: the backup ${look.backup.said}`,
      );
    default:
      return asking(release);
  }
}

/** Asks the backup, once until it has answered or the time for that is over. */
function asking(release: Release): Move {
  const waits = release.askedMs !== null && release.askedMs < LIMITS.backupAskMs;
  const effects = waits ? [] : [{ kind: "probe" as const, of: "backup" as const }];
  return { release: { ...release, askedMs: waits ? release.askedMs : 0 }, effects, by: null };
}

function shifted(release: Release, look: Look): Move | null {
  const { phase } = release;
  if (phase.name !== "shifting") return null;
  const { weight } = stepOf(release, phase.step);
  if (isThere(release, look)) return observing(release, look, phase.step);
  if (!phase.clean) {
    if (!isClean(release, look)) return null;
    return shifting(release, look, phase.step, {
      kind: "shift",
      said: "sent after a look that found nothing wrong",
    });
  }
  const cameToNothing = !look.traffic.moving && same(look.traffic.wanted, phase.from);
  if (!cameToNothing || phase.retryInMs > 0) return null;
  const tries = phase.tries + 1;
  const retryInMs = Math.min(LIMITS.retryMsMax, LIMITS.retryMs * 2 ** tries);
  return noted({ ...release, phase: { ...phase, tries, retryInMs } }, look, {
    kind: "sent_again",
    said: `${weight} % sent once more`,
    effects: [{ kind: "shift", weight, revision: release.revision }],
  });
}

/** After a restart: everything can be seen, nothing fails, and there is a way back. */
const isClean = ({ trouble }: Release, look: Look): boolean =>
  trouble.unread === null &&
  trouble.stale === null &&
  trouble.noData === null &&
  readiness(look.backup) === "ready" &&
  inTheWay(look).length === 0;

function observed(release: Release, look: Look, now: Observing): Move | null {
  if (!isComplete(release, now) || !isSound(release, look) || !isSettled(release, look)) return null;
  const said = progressWords(release, now);
  if (isLastStep(release, now.step))
    return entered(release, { name: "retained" }, look, { kind: "retained", said });
  return backed(release, look) ?? shifting(onward(release), look, now.step + 1, { kind: "advanced", said });
}

/**
 * The time of the backup is over, and the new version is healthy. A rule that still fails here was seen by a person, who
 * had it go on: nothing further is given, and without this it would wait for ever.
 */
function kept(release: Release, look: Look): Move | null {
  const over = (release.fullMs ?? 0) >= release.plan.backupHoldMs;
  const failed = inTheWay(look);
  const seen = failed.every((name) => release.waived.includes(name));
  if (!over || !seen || !isCalm(release.trouble) || !isSettled(release, look)) return null;
  const said = `${release.plan.version} has everything, and ${seenWords(failed)}`;
  return entered(release, { name: "completed", retired: false }, look, {
    kind: "completed",
    said,
    effects: [{ kind: "notify", about: "release", said }],
  });
}

const seenWords = (failed: readonly string[]): string =>
  failed.length === 0 ? "has proved itself" : `a person has looked at what still fails: ${failed.join(", ")}`;

/** The clock of a share: only time in which everything could be seen, and the share was right, at both of its ends. */
export function counted(release: Release, look: Look, now: Trouble): Release["phase"] {
  const { phase, trouble } = release;
  if (phase.name === "held" && phase.over.name === "observing")
    return { ...phase, over: { ...phase.over, samples: look.samples } };
  if (phase.name !== "observing") return phase;
  const counts = isCalm(trouble) && isCalm(now);
  return {
    ...phase,
    samples: look.samples,
    countedMs: phase.countedMs + (counts ? passedMs(look) : 0),
  };
}
