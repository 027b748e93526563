import type { Finding } from "./finding";
import { LIMITS, type Samples } from "./release";
import type { Rule } from "./rule";

/** Everything that one step of a release is decided on. Its shell gathers it; nothing else is looked at. */
export interface Look {
  /** The clock on the wall: written beside what happens, never counted from. */
  nowMs: number;
  /** Time since the previous step, by the monotonic clock; 0 at the first step of a process. */
  elapsedMs: number;
  /** Since the process began to look, by the monotonic clock. */
  uptimeMs: number;
  commands: readonly Command[];
  traffic: TrafficLook;
  findings: readonly RuleFinding[];
  /** Since `sinceMs` of the share that is observed. */
  samples: Samples;
  /** Whether the sources could be read. */
  readable: boolean;
  /** Whether the probes of the environment under release gave an answer, whatever it said. */
  probed: boolean;
  /** Whether the environment under release serves nothing at all: then any other is better. */
  candidateDown: boolean;
  /** Of the preflight, or while a rollback is verified: of that. */
  checks: readonly Check[];
  backup: Backup;
  /** Whether releases may be rolled back without a person. */
  automation: boolean;
  guards: Guards;
}

/** All shares are percent of the environment under release, whichever colour it has. */
export interface TrafficLook {
  /** Read back from the balancer; null where nothing could be read, or nobody gets work. */
  applied: number | null;
  /** What is wanted, as the traffic has stored it. */
  wanted: number;
  /** Whether a change is on its way. */
  moving: boolean;
  /** The newest change since this release was started, where that is a rollback; whoever made it, by whichever way. */
  rolledBack: { actor: string; reason: string | null } | null;
}

/** What a rule says of the environment under release. */
export interface RuleFinding {
  rule: Rule;
  finding: Finding;
  /** Whether the other environment has the same fault, so that the release is not to blame. */
  sharedCause: boolean;
}

export interface Check {
  name: string;
  state: "passed" | "failed" | "running";
  said: string;
}

/** The environment that everything goes back to. */
export interface Backup {
  /** As it answered last; null where it has no address to ask. */
  healthy: boolean | null;
  /** How long ago that was, by the monotonic clock; null where it never was asked in this process. */
  ageMs: number | null;
  /** How often in a row it has not answered well. */
  misses: number;
  said: string;
}

/** What stands against starting a release. */
export interface Guards {
  /** Of the plan under the rules in force now. */
  planHash: string;
  /** Whether another release is live. */
  anotherLive: boolean;
  /** Why its version may not be started by everybody; null where it may. */
  quarantined: string | null;
  /** Whether the last automatic rollback is less than a quarter of an hour ago. */
  coolingDown: boolean;
  /** What is asked for before a start and is not there yet, each in words. */
  missing: readonly string[];
  /** Automatic rollbacks of the last 24 hours. */
  automaticRollbacks: number;
}

export const VERBS = ["start", "pause", "resume", "promote", "abort", "rollback", "retire", "close"] as const;

export type Verb = (typeof VERBS)[number];

/** What a person asks for. */
export interface Command {
  verb: Verb;
  actor: string;
  reason: string | null;
  /** Whether the actor may do what only an administrator may. */
  admin: boolean;
  /** Of `start`: the plan that was seen. */
  planHash?: string;
  /** Of `rollback`: also where the backup does not look healthy. */
  confirm?: boolean;
}

/** The time that counts since the previous step: none where a clock went back, none beyond what was looked at. */
export const passedMs = ({ elapsedMs }: Look): number =>
  Number.isFinite(elapsedMs) ? Math.min(LIMITS.lookMs, Math.max(0, elapsedMs)) : 0;

export const failing = ({ finding, rule }: RuleFinding): boolean =>
  finding.verdict === "fail" && !rule.dryRun;

/** Whether a rule can stop a release at all; the others only tell people, or switch a flag. */
export const stops = ({ rule }: RuleFinding): boolean =>
  rule.action.kind === "rollback" || rule.action.kind === "hold" || rule.action.kind === "review";

/** The rules that fail and can stop a release, by name. */
export const inTheWay = ({ findings }: Look): string[] =>
  findings.filter((one) => stops(one) && failing(one)).map(({ rule }) => rule.name);

/** The first command of that kind that nothing stands against; null where there is none. */
export const asked = (
  { commands }: Look,
  verb: Verb,
  allowed: (command: Command) => boolean = () => true,
): Command | null => commands.find((command) => command.verb === verb && allowed(command)) ?? null;
