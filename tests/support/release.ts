import type { Finding } from "@/lib/domain/finding";
import { drafted, type Phase, type Release } from "@/lib/domain/release";
import type { Effect, Stepped } from "@/lib/domain/release-effect";
import type { Command, Look, RuleFinding, TrafficLook, Verb } from "@/lib/domain/release-look";
import { type Plan, type PlanWish, planned } from "@/lib/domain/release-plan";
import { step } from "@/lib/domain/release-step";
import type { Rule } from "@/lib/domain/rule";

export const NOW = Date.UTC(2026, 10, 23, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function plan(wish: Partial<PlanWish> = {}): Plan {
  const made = planned({ version: "sprint-15", environment: "green", ...wish });
  if ("mistake" in made) throw new Error(made.mistake);
  return made;
}

export const release = (phase: Phase = { name: "draft" }, more: Partial<Release> = {}): Release => ({
  ...drafted(plan(), { id: "one", createdMs: NOW, createdBy: "ada" }),
  phase,
  ...more,
});

export const shifting = (more: Partial<Phase & { name: "shifting" }> = {}) => ({
  name: "shifting" as const,
  step: 1,
  from: 0,
  tries: 0,
  retryInMs: 1000,
  clean: true,
  ...more,
});

export const observing = (more: Partial<Phase & { name: "observing" }> = {}) => ({
  name: "observing" as const,
  step: 1,
  sinceMs: NOW,
  countedMs: 0,
  samples: { candidate: 0, control: 0 },
  ...more,
});

/** A share whose time and articles are there. */
export const ripe = (at = 1) =>
  observing({ step: at, countedMs: HOUR, samples: { candidate: 8, control: 8 } });

export const heldOver = (
  over: (Phase & { name: "held" })["over"],
  reason: (Phase & { name: "held" })["reason"] = "manual",
) => ({ name: "held" as const, reason, said: "so", over });

/** A look at which nothing is wrong, a second after the one before. */
export const look = (
  weight: number,
  { traffic, ...more }: Partial<Omit<Look, "traffic">> & { traffic?: Partial<TrafficLook> } = {},
): Look => ({
  nowMs: NOW,
  elapsedMs: 1000,
  uptimeMs: 24 * HOUR,
  commands: [],
  traffic: { applied: weight, wanted: weight, moving: false, rolledBack: null, ...traffic },
  findings: [],
  samples: { candidate: 8, control: 8 },
  readable: true,
  probed: true,
  candidateDown: false,
  checks: [],
  backup: { healthy: true, ageMs: 12_000, misses: 0, said: "answers" },
  automation: true,
  guards: {
    planHash: "seen",
    anotherLive: false,
    quarantined: null,
    coolingDown: false,
    missing: [],
    automaticRollbacks: 0,
  },
  ...more,
});

export const command = (verb: Verb, more: Partial<Command> = {}): Command => ({
  verb,
  actor: "ada",
  reason: null,
  admin: false,
  planHash: "seen",
  ...more,
});

export const rule = (name: string, more: Partial<Rule> = {}): Rule => ({
  name,
  severity: "critical",
  metric: "error_rate",
  op: ">",
  threshold: 0.05,
  clearThreshold: null,
  windowMs: HOUR,
  forMs: 0,
  clearForMs: 0,
  minSamples: 20,
  noData: "show",
  action: { kind: "rollback" },
  dryRun: false,
  mustHaveData: false,
  ...more,
});

const WORDS = "5 of 20 jobs failed (25 %, limit 5 %)";

export const says = (
  verdict: Finding["verdict"],
  more: Partial<Rule> = {},
  sharedCause = false,
): RuleFinding => ({
  rule: rule("api-error-rate", more),
  finding: { verdict, value: 0.25, n: 20, k: 5, interval: null, said: WORDS },
  sharedCause,
});

/** Looks again and again, a second or so each, until the release stands still or the looks are over. */
export function played(from: Release, looks: readonly Look[]): Stepped {
  let last: Stepped = { release: from, effects: [], answers: [] };
  for (const one of looks) last = step(last.release, one);
  return last;
}

export const kinds = ({ effects }: Stepped): string[] =>
  effects.map((effect) => (effect.kind === "record" ? `record ${effect.entry.kind}` : effect.kind));

export const entry = ({ effects }: Stepped) => {
  const found = effects.find((effect) => effect.kind === "record");
  if (found === undefined) throw new Error("nothing was recorded");
  return (found as Effect & { kind: "record" }).entry;
};
