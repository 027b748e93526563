import type { Plan, PlanStep } from "./release-plan";

/** One release as it stands. Pure: `step` moves it, its shell stores it and carries out what it asks for. */
export interface Release {
  id: string;
  plan: Plan;
  /** The release whose rollback this one undoes. */
  linkedTo: string | null;
  createdMs: number;
  createdBy: string;
  /** Rises with every change of the phase: what an older one asked for is void. */
  revision: number;
  phase: Phase;
  /** By the clock on the wall, for people: no phase ends by it. */
  enteredMs: number;
  /** How long it has been in this phase, by a clock that nobody can put forward or back. */
  forMs: number;
  /** Percent of the environment under release as it was read last; null where nothing could be read. */
  applied: number | null;
  /** How long the environment has had everything; null before it first had. The time of the backup. */
  fullMs: number | null;
  /** For how long what is in the way has been so; null where it is not. */
  trouble: Trouble;
  /** Rules whose breach a person has seen and resumed from, until the next share. */
  waived: readonly string[];
  /** Rules of a dry run that were recorded in this share, so that each is told once. */
  told: readonly string[];
  /** How long the answer of the backup has been waited for, before it is rolled back to. */
  askedMs: number | null;
  /** Whether it was told that the backup does not answer. */
  alarmed: boolean;
  /** Whether Greenlight was started anew since: then nothing advances before a while was seen. */
  restarted: boolean;
  /** Who rolled it back; null where nobody has. */
  undoneBy: { actor: string; automatic: boolean; rule: string | null } | null;
}

export interface Trouble {
  /** What is applied, or wanted, is another share. */
  off: number | null;
  /** What is applied cannot be read. */
  unread: number | null;
  /** The sources cannot be read. */
  stale: number | null;
  /** The probes do not answer, or a rule that must have data has none. */
  noData: number | null;
}

export const CALM: Trouble = { off: null, unread: null, stale: null, noData: null };

/** Why a release is held. A closed list. */
export const HELD_REASONS = [
  "manual",
  "preflight",
  "router",
  "drift",
  "no_data",
  "stale",
  "inconclusive",
  "review",
  "shared_cause",
  "backup_unhealthy",
  "restart",
  "automation_off",
] as const;

export type HeldReason = (typeof HELD_REASONS)[number];

/** Finished articles since the share began. */
export interface Samples {
  candidate: number;
  control: number;
}

export interface Preflight {
  name: "preflight";
}

export interface Shifting {
  name: "shifting";
  /** Which of the plan's steps; the checks are 0. */
  step: number;
  /** What was wanted before. */
  from: number;
  /** How often it was sent, and how long until it is sent again if it came to nothing. */
  tries: number;
  retryInMs: number;
  /** After a restart nothing is sent before one look finds nothing wrong. */
  clean: boolean;
}

export interface Observing {
  name: "observing";
  step: number;
  /** By the clock on the wall: samples are counted from here. */
  sinceMs: number;
  /** The time that counts: everything could be seen, and the share was right. */
  countedMs: number;
  samples: Samples;
}

export interface Retained {
  name: "retained";
}

/** What a release can be held in, and goes on with. */
export type Running = Preflight | Shifting | Observing | Retained;

export interface Held {
  name: "held";
  reason: HeldReason;
  /** In words, with the figure where there is one. */
  said: string;
  over: Running;
}

/** Sent again after so long, as long as it is not done. */
interface Retried {
  tries: number;
  retryInMs: number;
}

export type Phase =
  | { name: "draft" }
  | Running
  | Held
  | { name: "completed"; retired: boolean }
  | ({ name: "rolling_back" } & Retried)
  | { name: "verifying" }
  | { name: "rolled_back" }
  | { name: "cancelled" }
  | ({ name: "rollback_failed"; closed: boolean } & Retried);

export const PHASES = [
  "draft",
  "preflight",
  "shifting",
  "observing",
  "held",
  "retained",
  "completed",
  "rolling_back",
  "verifying",
  "rolled_back",
  "cancelled",
  "rollback_failed",
] as const satisfies readonly Phase["name"][];

/** All lengths of time in milliseconds. */
export const LIMITS = {
  /** For the answers of the checks: a smoke job makes an article. */
  preflightMs: 15 * 60_000,
  /** For the balancer to show a share that was sent, in either direction, and to be readable at all. */
  routerMs: 60_000,
  /** How long a share may be another than the wanted one. */
  driftMs: 10_000,
  /** How long sources and probes may be silent. */
  silentMs: 60_000,
  /** How long evidence is waited for before somebody is asked. */
  inconclusiveMs: 72 * 3_600_000,
  verifyMs: 10 * 60_000,
  /** After a start: nothing advances before this much was seen. */
  startMs: 5 * 60_000,
  /** Within this time a healthy answer of the backup still holds. */
  backupFreshMs: 30_000,
  /** For the backup to answer: two tries of two seconds. */
  backupAskMs: 5000,
  backupMisses: 3,
  /** Between two looks: what passed beyond it was not looked at, and does not count. */
  lookMs: 60_000,
  retryMs: 1000,
  retryMsMax: 30_000,
  undoMs: 600_000,
  coolDownMs: 15 * 60_000,
  /** Within this time a second automatic rollback switches the automatic actions off. */
  automaticMs: 24 * 3_600_000,
} as const;

/** A release that nobody has started yet. */
export const drafted = (
  plan: Plan,
  {
    id,
    createdMs,
    createdBy,
    linkedTo = null,
  }: Pick<Release, "id" | "createdMs" | "createdBy"> & Partial<Pick<Release, "linkedTo">>,
): Release => ({
  id,
  plan,
  linkedTo,
  createdMs,
  createdBy,
  revision: 0,
  phase: { name: "draft" },
  enteredMs: createdMs,
  forMs: 0,
  applied: null,
  fullMs: null,
  trouble: CALM,
  waived: [],
  told: [],
  askedMs: null,
  alarmed: false,
  restarted: false,
  undoneBy: null,
});

const CHECKS_ONLY: PlanStep = { weight: 0, holdMs: 0, articles: 0 };

export const stepOf = ({ plan }: Release, step: number): PlanStep => plan.steps[step] ?? CHECKS_ONLY;

export const isLastStep = ({ plan }: Release, step: number): boolean => step === plan.steps.length - 1;

/** Percent that the environment under release is to have; null where the release does not say. */
export function wantedWeight(release: Release, phase: Phase = release.phase): number | null {
  switch (phase.name) {
    case "shifting":
    case "observing":
      return stepOf(release, phase.step).weight;
    case "retained":
    case "completed":
      return 100;
    case "held":
      return wantedWeight(release, phase.over);
    case "rollback_failed":
      return phase.closed ? null : 0;
    case "draft":
    case "cancelled":
    case "rolled_back":
      return null;
    default:
      return 0;
  }
}

/** Whether it has a say in who gets the work; at most one release has. */
export function isLive({ phase }: Release): boolean {
  switch (phase.name) {
    case "draft":
    case "completed":
    case "rolled_back":
    case "cancelled":
      return false;
    case "rollback_failed":
      return !phase.closed;
    default:
      return true;
  }
}

/** What it does, or goes on with once it is not held any more; null where it neither runs nor will again. */
export function running({ phase }: Release): Running | null {
  switch (phase.name) {
    case "held":
      return phase.over;
    case "preflight":
    case "shifting":
    case "observing":
    case "retained":
      return phase;
    default:
      return null;
  }
}

/** Whether the environment under release has work of this release's, or by somebody's hand, that a rollback takes back. */
export function exposed(release: Release): boolean {
  const now = running(release);
  if (now === null) return release.phase.name === "completed" && !release.phase.retired;
  return now.name !== "preflight" || (release.applied ?? 0) > 0;
}
