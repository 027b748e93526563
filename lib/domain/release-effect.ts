import type { Environment } from "./environment";
import type { Finding } from "./finding";
import { type Phase, type Release, running, type Samples, wantedWeight } from "./release";
import type { Command, Look, Verb } from "./release-look";

/** What is to be done outside, in this order. At most one of a step touches the traffic. */
export type Effect =
  /** Give the environment under release that share; void once the release has another revision. */
  | { kind: "shift"; weight: number; revision: number }
  /** Give everything to that environment. Whether it can take it has been judged. */
  | ({ kind: "rollback"; to: Environment; automatic: boolean; actor: string; reason: string | null } & Blamed)
  | { kind: "probe"; of: "candidate" | "backup" | "rollback" }
  | { kind: "record"; entry: Entry }
  | { kind: "notify"; about: "release" | "alarm"; said: string }
  | { kind: "quarantine"; version: string; said: string; rule: string | null }
  | { kind: "automation_off"; said: string }
  /** The old environment is no longer something to go back to. */
  | { kind: "retire" };

interface Blamed {
  rule: string | null;
  finding: Finding | null;
}

export const ENTRY_KINDS = [
  "started",
  "shift",
  "sent_again",
  "observing",
  "held",
  "paused",
  "resumed",
  "advanced",
  "promoted",
  "retained",
  "completed",
  "rollback",
  "verifying",
  "rolled_back",
  "rollback_failed",
  "aborted",
  "retired",
  "closed",
  "restarted",
  "dry_run",
  "backup_alarm",
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One line of the timeline, with what was known when it was written. */
export interface Entry {
  atMs: number;
  kind: EntryKind;
  from: Phase["name"];
  to: Phase["name"];
  actor: string;
  reason: string | null;
  said: string;
  evidence: Evidence;
}

export interface Evidence {
  /** Percent wanted and read back. */
  weight: number | null;
  applied: number | null;
  /** The time that counts in the share that is observed; null where none is. */
  countedMs: number | null;
  samples: Samples;
  findings: { rule: string; finding: Finding; sharedCause: boolean }[];
  backup: { healthy: boolean | null; ageMs: number | null };
}

/** What was asked for is done, or why it is not. */
export type Answer = { accepted: true } | Refusal;

export interface Refusal {
  accepted: false;
  why: string;
  /** What can be asked for instead. */
  possible: readonly Verb[];
  /** Whether the same, confirmed, would be done. */
  confirmable?: true;
}

export interface Stepped {
  release: Release;
  effects: Effect[];
  /** One for each command, in their order. */
  answers: Answer[];
}

/** One change of a release, before its answers. */
export interface Move {
  release: Release;
  effects: Effect[];
  /** The command that it carries out; null where nobody has asked for it. */
  by: Command | null;
}

/** What is written of a change: by whom, why, and in words. */
export interface Telling {
  kind: EntryKind;
  said: string;
  by?: Command | null;
  /** Where no command asked for it. */
  actor?: string;
  reason?: string | null;
  /** What else is to be done, after the record. */
  effects?: readonly Effect[];
}

/** Changes the phase, and records that with the evidence of this look. */
export function entered(release: Release, phase: Phase, look: Look, telling: Telling): Move {
  const next: Release = {
    ...release,
    phase,
    revision: release.revision + 1,
    enteredMs: look.nowMs,
    forMs: 0,
    askedMs: null,
  };
  const entry = entryOf(release, next, look, telling);
  return {
    release: next,
    effects: [{ kind: "record", entry }, ...(telling.effects ?? [])],
    by: telling.by ?? null,
  };
}

/** Records something that changes no phase. */
export const noted = (release: Release, look: Look, telling: Telling): Move => ({
  release,
  effects: [{ kind: "record", entry: entryOf(release, release, look, telling) }, ...(telling.effects ?? [])],
  by: telling.by ?? null,
});

function entryOf(
  before: Release,
  after: Release,
  look: Look,
  { kind, said, by, actor, reason }: Telling,
): Entry {
  return {
    atMs: look.nowMs,
    kind,
    from: before.phase.name,
    to: after.phase.name,
    actor: by?.actor ?? actor ?? "system",
    reason: by?.reason ?? reason ?? null,
    said,
    evidence: evidenceOf(before, look),
  };
}

function evidenceOf(release: Release, look: Look): Evidence {
  const now = running(release);
  return {
    weight: wantedWeight(release),
    applied: look.traffic.applied,
    countedMs: now?.name === "observing" ? now.countedMs : null,
    samples: look.samples,
    findings: look.findings.map(({ rule, finding, sharedCause }) => ({
      rule: rule.name,
      finding,
      sharedCause,
    })),
    backup: { healthy: look.backup.healthy, ageMs: look.backup.ageMs },
  };
}
