import { LIMITS, type Release, running, type Trouble, wantedWeight } from "./release";
import { advanced, counted } from "./release-advance";
import { type Answer, entered, type Move, noted, type Refusal, type Stepped } from "./release-effect";
import { readiness, retireRefusal, startRefusal } from "./release-guards";
import { goesOn, held, lacks, paused } from "./release-hold";
import { asked, type Command, type Look, passedMs, stops, type Verb } from "./release-look";
import { impossible, possible, refused } from "./release-possible";
import {
  automaticRollback,
  goneBack,
  humanRollback,
  joinedRollback,
  rollbackRefusal,
  waited,
} from "./release-rollback";
import { same } from "./traffic";

/**
 * One step of a release: what it is now, and what is to be done outside. At most one change a step, and of those that
 * coincide the first of this order: a person's rollback, the rollback of a rule, hold, pause, resume, going on.
 */
export function step(before: Release, look: Look): Stepped {
  const release = looked(before, look);
  return stepped(release, look, firstOf(DECIDERS, release, look));
}

type Decider = (release: Release, look: Look) => Move | null;

const DECIDERS: readonly Decider[] = [
  humanRollback,
  joinedRollback,
  begunOrEnded,
  goneBack,
  automaticRollback,
  held,
  paused,
  goesOn,
  advanced,
  alarmed,
  rehearsed,
];

/** The first change that somebody decides on; null where nobody does. */
export function firstOf(deciders: readonly Decider[], release: Release, look: Look): Move | null {
  for (const decide of deciders) {
    const move = decide(release, look);
    if (move !== null) return move;
  }
  return null;
}

/** A change with its answers to all who have asked for something. */
export const stepped = (release: Release, look: Look, move: Move | null): Stepped => ({
  release: move?.release ?? release,
  effects: move?.effects ?? [],
  answers: look.commands.map((command) => answered(command, release, look, move)),
});

/** The release with what this look tells: how long, how much, what is in the way. */
export function looked(before: Release, look: Look): Release {
  const passed = passedMs(look);
  const { applied } = look.traffic;
  const trouble = troubleOf(before, look, passed);
  const whole = same(before.applied, 100) && same(applied, 100);
  const asking = before.askedMs !== null && readiness(look.backup) === "unknown";
  const now = { ...before, phase: counted(before, look, trouble) };
  return {
    ...now,
    phase: waited(now, look),
    applied,
    forMs: before.forMs + passed,
    fullMs: before.fullMs === null || !whole ? before.fullMs : before.fullMs + passed,
    trouble,
    askedMs: asking ? (before.askedMs ?? 0) + passed : null,
    alarmed: before.alarmed && look.backup.misses > 0,
  };
}

function troubleOf(release: Release, look: Look, passed: number): Trouble {
  const { trouble } = release;
  const { applied, wanted } = look.traffic;
  const weight = wantedWeight(release);
  const differs = weight !== null && ((applied !== null && !same(applied, weight)) || !same(wanted, weight));
  const since = (before: number | null, is: boolean) => (is ? (before === null ? 0 : before + passed) : null);
  return {
    off: since(trouble.off, differs),
    unread: since(trouble.unread, applied === null),
    stale: since(trouble.stale, !look.readable),
    noData: since(trouble.noData, !look.probed || look.findings.some(lacks)),
  };
}

/** What only a person does, and nothing else coincides with: start, abort, retire, close. */
function begunOrEnded(release: Release, look: Look): Move | null {
  const allowed = (verb: Verb) =>
    possible(release).includes(verb)
      ? asked(look, verb, (one) => guarded(release, one, look) === null)
      : null;
  const start = allowed("start");
  if (start !== null) {
    const effects = [{ kind: "probe" as const, of: "candidate" as const }];
    const said = `${release.plan.version} is checked before it gets any work`;
    return entered(release, { name: "preflight" }, look, { kind: "started", said, by: start, effects });
  }
  const abort = allowed("abort");
  if (abort !== null)
    return entered(release, { name: "cancelled" }, look, {
      kind: "aborted",
      said: "given up before it got any work",
      by: abort,
    });
  const retire = allowed("retire");
  if (retire !== null) {
    const said = "the old environment is no longer something to go back to";
    const effects = [{ kind: "retire" as const }];
    return entered(release, { name: "completed", retired: true }, look, {
      kind: "retired",
      said,
      by: retire,
      effects,
    });
  }
  const close = allowed("close");
  if (close === null || release.phase.name !== "rollback_failed") return null;
  const said = "closed by a person; who has the traffic is for people to see to";
  return entered(release, { ...release.phase, closed: true }, look, { kind: "closed", said, by: close });
}

/** Whether something beyond the release stands against a command. */
function guarded(release: Release, command: Command, look: Look): Refusal | null {
  switch (command.verb) {
    case "start":
      return startRefusal(release, command, look);
    case "rollback":
      return rollbackRefusal(release, command, look);
    case "retire":
      return retireRefusal(release, look);
    default:
      return null;
  }
}

function answered(command: Command, release: Release, look: Look, move: Move | null): Answer {
  const after = move?.release ?? release;
  const back = ["rolling_back", "verifying"].includes(after.phase.name);
  if (command === move?.by || (command.verb === "rollback" && back)) return { accepted: true };
  if (!possible(release).includes(command.verb)) return impossible(release, command.verb);
  const guard = guarded(release, command, look);
  if (guard !== null) return guard;
  return refused(after, `something that outranks it came at the same moment: it is ${after.phase.name} now`);
}

/** What there is to go back to does not answer: people are told, once. */
function alarmed(release: Release, look: Look): Move | null {
  if (running(release) === null || release.alarmed || look.backup.misses < LIMITS.backupMisses) return null;
  const said = `there is no way back right now: the backup ${look.backup.said}`;
  const effects = [{ kind: "notify" as const, about: "alarm" as const, said }];
  return noted({ ...release, alarmed: true }, look, { kind: "backup_alarm", said, effects });
}

/** What a rule on trial would have done is recorded, once a share. */
function rehearsed(release: Release, look: Look): Move | null {
  if (running(release) === null) return null;
  const would = look.findings.find(
    (one) =>
      one.rule.dryRun &&
      stops(one) &&
      one.finding.verdict === "fail" &&
      !release.told.includes(one.rule.name),
  );
  if (would === undefined) return null;
  const { rule, finding } = would;
  const said = `${rule.name} is on trial; it would have made it ${rule.action.kind}: ${finding.said}`;
  return noted({ ...release, told: [...release.told, rule.name] }, look, { kind: "dry_run", said });
}
