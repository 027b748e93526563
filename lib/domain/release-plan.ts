import { canonical } from "./canonical";
import type { Guard, Guarded } from "./economics-rule";
import type { Environment } from "./environment";
import type { Requirement } from "./requirement";
import type { Rule } from "./rule";

/** One share of new work, and what is to be seen before the next. */
export interface PlanStep {
  /** Percent of new work for the environment under release; 0 stands for the checks before any traffic. */
  weight: number;
  /** How long at least, by the clock of the release, which stands still while nothing can be seen. */
  holdMs: number;
  /** Finished articles at least: on each side, or of the new version alone where it has everything. */
  articles: number;
}

/** Figures that a plan can set a bound to. */
export const GUARD_METRICS = [
  "cost_per_article_usd",
  "roi_multiplier",
  "article_time_s",
] as const satisfies readonly Guarded[];

/** A bound on how much worse a figure may be than the other environment's at the same time. */
export interface PlanGuard extends Pick<Guard, "limit"> {
  metric: (typeof GUARD_METRICS)[number];
  action: "hold" | "rollback";
}

/** What a release is going to do. */
export interface Plan {
  version: string;
  environment: Environment;
  /** The first has weight 0, the last 100. */
  steps: readonly PlanStep[];
  /** From when everything is on the new version: for how long the old one stands ready. */
  backupHoldMs: number;
  guards: readonly PlanGuard[];
  /** What its start and its checks ask for; absent where they ask for nothing more. */
  requires?: readonly Requirement[];
}

export type PlanWish = Pick<Plan, "version" | "environment"> & Partial<Omit<Plan, "version" | "environment">>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MAX = 20;

const CHECKS: PlanStep = { weight: 0, holdMs: 0, articles: 0 };

/** The pipeline makes tens of articles a day, so that an hour alone proves nothing. */
export const DEFAULT_STEPS: readonly PlanStep[] = [
  CHECKS,
  { weight: 50, holdMs: HOUR_MS, articles: 8 },
  { weight: 100, holdMs: HOUR_MS, articles: 8 },
];

/** The plan of a wish, with the defaults for what it leaves open. A plan that begins with traffic gets its checks first. */
export function planned(wish: PlanWish): Plan | { mistake: string } {
  const steps = wish.steps ?? DEFAULT_STEPS;
  const whole = steps[0]?.weight === 0 ? steps : [CHECKS, ...steps];
  const mistake = mistakeIn(whole) ?? mistakeInGuards(wish.guards ?? []);
  if (mistake !== null) return { mistake };
  return {
    version: wish.version,
    environment: wish.environment,
    steps: whole,
    backupHoldMs: wish.backupHoldMs ?? DAY_MS,
    guards: wish.guards ?? [],
    ...(wish.requires === undefined || wish.requires.length === 0 ? {} : { requires: wish.requires }),
  };
}

function mistakeIn(steps: readonly PlanStep[]): string | null {
  if (steps.length < 2 || steps.length > STEPS_MAX) return `a plan has from 1 to ${STEPS_MAX - 1} shares`;
  if (steps.at(-1)?.weight !== 100) return "the last share is 100";
  let before = -1;
  for (const { weight, holdMs, articles } of steps) {
    if (!Number.isInteger(weight) || weight <= before) return "shares are whole percent, and each is larger";
    if (!Number.isInteger(articles) || articles < 0) return "articles are a whole number";
    if (!Number.isFinite(holdMs) || holdMs < 0) return "a share is held for no less than no time";
    if (weight === 0 && articles > 0) return "without traffic there are no articles to wait for";
    if (weight > 0 && holdMs === 0 && articles === 0) return `at ${weight} % there is nothing to wait for`;
    before = weight;
  }
  return null;
}

function mistakeInGuards(guards: readonly PlanGuard[]): string | null {
  const metrics = guards.map(({ metric }) => metric);
  if (new Set(metrics).size < metrics.length) return "a figure has one guard";
  return guards.every(({ limit }) => limit > 1) ? null : "a guard's limit is how many times worse, above 1";
}

/** What there was to see in the last seven days, from which the plan says what there will be. */
export interface Past {
  /** Finished articles a day, of both environments. */
  articlesPerDay: number;
  rules: readonly {
    rule: Rule;
    /** Samples a day of the rule's metric, of both environments; null where nothing reports it. */
    perDay: number | null;
    /** Whether they come with the work, and so with the share of it. A probe's do not. */
    byShare: boolean;
  }[];
}

/** The odds of an alarm on a healthy version after that many samples; null where they are not known. */
export type FalseAlarmOdds = (rule: Rule, samples: number) => number | null;

export interface StepForecast {
  weight: number;
  /** Null where an earlier step never ends: no articles come. */
  startsMs: number | null;
  endsMs: number | null;
  /** What takes longer. */
  waitsFor: "time" | "articles";
  /** Articles to expect until then. */
  samples: { candidate: number; control: number };
}

export interface RuleForecast {
  name: string;
  /** Samples to expect of the environment under release in its longest step; null where nothing reports them. */
  samples: number | null;
  /** Whether that is as much as the rule asks for. */
  evidence: "enough" | "not_enough" | "no_source";
  /** Over all steps together. */
  falseAlarm: number | null;
}

export interface Forecast {
  steps: StepForecast[];
  /** When the old environment is no longer kept ready; null where that cannot be said. */
  backupUntilMs: number | null;
  rules: RuleForecast[];
}

/** What a plan that starts now comes to, if the days are like the last seven. Expected values, not promises. */
export function forecast(plan: Plan, past: Past, nowMs: number, odds: FalseAlarmOdds): Forecast {
  const steps: StepForecast[] = [];
  let atMs: number | null = nowMs;
  for (const step of plan.steps) {
    const next = stepForecast(step, past.articlesPerDay, atMs);
    steps.push(next);
    atMs = next.endsMs;
  }
  const fullMs = steps.at(-1)?.startsMs ?? null;
  const backupUntilMs = fullMs === null || atMs === null ? null : Math.max(fullMs + plan.backupHoldMs, atMs);
  return { steps, backupUntilMs, rules: past.rules.map((fact) => ruleForecast(fact, steps, odds)) };
}

function stepForecast(
  { weight, holdMs, articles }: PlanStep,
  perDay: number,
  startsMs: number | null,
): StepForecast {
  const candidate = (perDay * weight) / 100;
  const control = perDay - candidate;
  const slowest = weight === 100 ? candidate : Math.min(candidate, control);
  const articlesMs = articles === 0 ? 0 : (articles / slowest) * DAY_MS;
  const lastsMs = Math.max(holdMs, articlesMs);
  const days = lastsMs / DAY_MS;
  const endless = !Number.isFinite(lastsMs);
  return {
    weight,
    startsMs,
    endsMs: startsMs === null || endless ? null : Math.round(startsMs + lastsMs),
    waitsFor: articlesMs > holdMs ? "articles" : "time",
    samples: endless
      ? { candidate: 0, control: 0 }
      : { candidate: candidate * days, control: control * days },
  };
}

function ruleForecast(
  { rule, perDay, byShare }: Past["rules"][number],
  steps: readonly StepForecast[],
  odds: FalseAlarmOdds,
): RuleForecast {
  const { name } = rule;
  if (perDay === null) return { name, samples: null, evidence: "no_source", falseAlarm: null };
  const counts = steps
    .filter(({ weight }) => weight > 0)
    .map(({ weight, startsMs, endsMs }) => {
      if (startsMs === null || endsMs === null) return 0;
      return Math.round(perDay * (byShare ? weight / 100 : 1) * ((endsMs - startsMs) / DAY_MS));
    });
  const samples = Math.max(0, ...counts);
  return {
    name,
    samples,
    evidence: samples >= Math.max(1, rule.minSamples) ? "enough" : "not_enough",
    falseAlarm: together(counts.map((count) => odds(rule, count))),
  };
}

/** The odds that at least one of several comes true; null where one is not known. */
function together(all: readonly (number | null)[]): number | null {
  let none = 1;
  for (const one of all) {
    if (one === null) return null;
    none *= 1 - one;
  }
  return 1 - none;
}

/**
 * A plan and the rules it is made under as one text, the same for the same content: what `plan_hash` is the hash of.
 * Moments and counts are not in it, because they differ with every look.
 */
export const planText = (plan: Plan, rules: readonly Rule[]): string =>
  canonical({ plan, rules: rules.toSorted((a, b) => (a.name < b.name ? -1 : 1)) });
