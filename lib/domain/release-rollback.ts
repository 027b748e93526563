import { type Environment, other } from "./environment";
import { exposed, LIMITS, type Release, running } from "./release";
import { type Effect, entered, type Move, noted, type Refusal } from "./release-effect";
import { oneTooMany, readiness } from "./release-guards";
import { heldFor } from "./release-hold";
import { asked, type Command, failing, type Look, passedMs, type RuleFinding } from "./release-look";
import { refused } from "./release-possible";
import { same } from "./traffic";

/** Why a person's rollback needs a second, different confirmation; null where the click acts at once. */
export function rollbackRefusal(release: Release, command: Command, look: Look): Refusal | null {
  if (command.confirm || look.candidateDown || readiness(look.backup) !== "unhealthy") return null;
  const words = `${backupOf(release)} ${look.backup.said}; to give it everything all the same, confirm it`;
  return { ...refused(release, words), confirmable: true };
}

export const backupOf = ({ plan }: Pick<Release, "plan">): Environment => other(plan.environment);

/** A person's rollback: nothing outranks it. One that is under way is joined. */
export function humanRollback(release: Release, look: Look): Move | null {
  const command = asked(look, "rollback", (one) => rollbackRefusal(release, one, look) === null);
  if (command === null) return null;
  const { phase } = release;
  if (phase.name === "rollback_failed" && !phase.closed) return sentAgain(release, look, command);
  if (!exposed(release) || (phase.name === "completed" && look.guards.anotherLive)) return null;
  const effect: Effect = {
    kind: "rollback",
    to: backupOf(release),
    automatic: false,
    ...by(command),
    rule: null,
    finding: null,
  };
  return goingBack(release, look, {
    undoneBy: { actor: command.actor, automatic: false, rule: null },
    said: `everything goes back to ${backupOf(release)}`,
    command,
    effects: [effect],
  });
}

const by = ({ actor, reason }: Command) => ({ actor, reason });

/** The traffic was rolled back past the release: by the one button, the command line, another process. */
export function joinedRollback(release: Release, look: Look): Move | null {
  const { rolledBack } = look.traffic;
  if (rolledBack === null || !exposed(release)) return null;
  if (release.phase.name === "completed" && look.guards.anotherLive) return null;
  return goingBack(release, look, {
    undoneBy: { actor: rolledBack.actor, automatic: false, rule: null },
    said: `the traffic was rolled back to ${backupOf(release)}`,
    ...rolledBack,
    effects: [],
  });
}

/**
 * The rollback that a rule asks for. Held instead where the other environment has the same fault, where automatic
 * actions are off, and where what it would go back to is not healthy, unless the new version is wholly down.
 */
export function automaticRollback(release: Release, look: Look): Move | null {
  const now = running(release);
  if (now === null || now.name === "preflight") return null;
  const trips = tripped(look);
  const [first] = trips;
  if (first === undefined) return null;
  const blamed = trips.find(({ sharedCause }) => !sharedCause);
  if (blamed === undefined) return heldFor(release, look, "shared_cause", first);
  if (!look.automation) return heldFor(release, look, "automation_off", blamed);
  const ready = look.candidateDown ? "ready" : readiness(look.backup);
  if (ready === "ready") return rolledBackFor(release, look, blamed);
  if (ready === "unknown" && release.askedMs === null) {
    return { release: { ...release, askedMs: 0 }, effects: [{ kind: "probe", of: "backup" }], by: null };
  }
  const patient = ready === "unknown" && (release.askedMs ?? 0) < LIMITS.backupAskMs;
  // Nothing else is decided while the answer is on its way.
  if (patient) return { release, effects: [], by: null };
  return heldFor(release, look, "backup_unhealthy", blamed);
}

/** Rules that ask for a rollback now. */
export const tripped = ({ findings }: Look): RuleFinding[] =>
  findings.filter((one) => one.rule.action.kind === "rollback" && failing(one));

function rolledBackFor(release: Release, look: Look, { rule, finding }: RuleFinding): Move {
  const { version } = release.plan;
  const said = `back to ${backupOf(release)} by itself: ${finding.said}`;
  const effects: Effect[] = [
    {
      kind: "rollback",
      to: backupOf(release),
      automatic: true,
      actor: "system",
      reason: finding.said,
      rule: rule.name,
      finding,
    },
    { kind: "quarantine", version, said: `${version} was rolled back: ${finding.said}`, rule: rule.name },
  ];
  const last = "the second automatic rollback within 24 h: automatic actions are off until re-armed";
  if (oneTooMany(look)) effects.push({ kind: "automation_off", said: last });
  const told = oneTooMany(look) ? `${said}. It is ${last}` : said;
  effects.push({ kind: "notify", about: "release", said: told });
  const undoneBy = { actor: "system", automatic: true, rule: rule.name };
  return goingBack(release, look, { undoneBy, said, reason: rule.name, effects });
}

interface Going {
  undoneBy: NonNullable<Release["undoneBy"]>;
  said: string;
  command?: Command;
  actor?: string;
  reason?: string | null;
  effects: readonly Effect[];
}

function goingBack(release: Release, look: Look, { undoneBy, command, ...telling }: Going): Move {
  const phase = { name: "rolling_back" as const, tries: 0, retryInMs: LIMITS.retryMs };
  return entered({ ...release, undoneBy }, phase, look, {
    kind: "rollback",
    by: command ?? null,
    ...telling,
  });
}

/** What a rollback on its way comes to: confirmed, verified, tried again, or for a person. */
export function goneBack(release: Release, look: Look): Move | null {
  const { phase } = release;
  switch (phase.name) {
    case "rolling_back":
      if (isBack(look)) return verifying(release, look);
      if (release.forMs >= LIMITS.routerMs)
        return gaveUp(release, look, "the balancer does not give it back");
      return phase.retryInMs <= 0 ? sentAgain(release, look, null) : null;
    case "verifying":
      if (look.traffic.applied !== null && !same(look.traffic.applied, 0))
        return sentAgain(release, look, null);
      if (isVerified(look)) return wholly(release, look);
      return release.forMs >= LIMITS.verifyMs ? gaveUp(release, look, unverified(look)) : null;
    case "rollback_failed":
      if (phase.closed) return null;
      if (isVerified(look)) return wholly(release, look);
      return phase.retryInMs <= 0 ? sentAgain(release, look, null) : null;
    default:
      return null;
  }
}

const isBack = ({ traffic }: Look): boolean =>
  same(traffic.applied, 0) && same(traffic.wanted, 0) && !traffic.moving;

const isVerified = (look: Look): boolean =>
  isBack(look) && look.checks.length > 0 && look.checks.every(({ state }) => state === "passed");

const unverified = ({ checks }: Look): string =>
  checks.find(({ state }) => state !== "passed")?.said ?? "nothing could be checked";

const verifying = (release: Release, look: Look): Move =>
  entered(release, { name: "verifying" }, look, {
    kind: "verifying",
    said: `the balancer gives everything to ${backupOf(release)}`,
    effects: [{ kind: "probe", of: "rollback" }],
  });

const wholly = (release: Release, look: Look): Move =>
  entered(release, { name: "rolled_back" }, look, {
    kind: "rolled_back",
    said: `${backupOf(release)} has everything, verified`,
  });

function gaveUp(release: Release, look: Look, why: string): Move {
  const phase = { name: "rollback_failed" as const, closed: false, tries: 0, retryInMs: LIMITS.retryMs };
  const said = `the rollback is not done: ${why}; it is tried again until it is, or until a person closes it`;
  return entered(release, phase, look, {
    kind: "rollback_failed",
    said,
    effects: [{ kind: "notify", about: "alarm", said }],
  });
}

/** Sends the same rollback once more; each time it waits longer. What is done already is not done twice by it. */
export function sentAgain(release: Release, look: Look, command: Command | null): Move {
  const { phase, undoneBy } = release;
  const tries = "tries" in phase ? phase.tries + 1 : 0;
  const retryInMs = Math.min(LIMITS.retryMsMax, LIMITS.retryMs * 2 ** Math.min(tries, 10));
  const effect: Effect = {
    kind: "rollback",
    to: backupOf(release),
    automatic: undoneBy?.automatic ?? false,
    actor: command?.actor ?? undoneBy?.actor ?? "system",
    reason: command?.reason ?? null,
    rule: undoneBy?.rule ?? null,
    finding: null,
  };
  const telling = {
    kind: "sent_again" as const,
    said: `everything is given back to ${backupOf(release)} once more`,
    by: command,
    effects: [effect],
  };
  if (phase.name === "rolling_back" || phase.name === "rollback_failed")
    return noted({ ...release, phase: { ...phase, tries, retryInMs } }, look, telling);
  return entered(release, { name: "rolling_back", tries, retryInMs }, look, telling);
}

/** Time passes until what is not done is sent again. */
export function waited(release: Release, look: Look): Release["phase"] {
  const { phase } = release;
  if (!("retryInMs" in phase)) return phase;
  return { ...phase, retryInMs: phase.retryInMs - passedMs(look) };
}
