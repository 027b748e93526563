import type { WatchedRule } from "./alert-rule";
import { BUDGET_SHARES } from "./budget";
import { runbookSection } from "./docs-links";
import { ERROR_FLOORS } from "./error-lanes";
import { GATE_COLLAPSE, GATE_REVIEW } from "./gate-rule";
import { SAMPLES_MIN } from "./log-ratio";
import { SLOWDOWN_MAX } from "./slowdown-rule";
import { MEMORY_BYTES, RAG_LATENCY_MS } from "./targets";

const BUDGET_RULE_NAMES = ["budget-50", "budget-80", "budget-100"] as const;

/** Rules that hold without being written; a rule of the settings with such a name changes only what it says. */
export const DEFAULT_RULE_NAMES = [
  "api-error-rate",
  "rag-latency",
  "memory",
  "quality",
  "quality-collapse",
  "slowdown",
  "negative-roi",
  "telemetry-overhead",
  ...BUDGET_RULE_NAMES,
] as const;

export type DefaultRuleName = (typeof DEFAULT_RULE_NAMES)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a rule is that does not say otherwise. The cool-down is the one after an automatic rollback. */
export const ORDINARY = {
  clearThreshold: null,
  windowMs: DAY_MS,
  forMs: 0,
  clearForMs: 5 * MINUTE_MS,
  minSamples: 1,
  minErrors: null,
  noData: "show",
  action: { kind: "notify" },
  dryRun: false,
  mustHaveData: false,
  automatic: true,
  renotifyMs: 4 * HOUR_MS,
  cooldownMs: 15 * MINUTE_MS,
} as const satisfies Partial<WatchedRule>;

type Given = Omit<WatchedRule, "name">;

const [HALF, MOST, ALL] = BUDGET_SHARES;

/**
 * A part of the calendar month's budget is spent. Told once: it stays so until the month is over, and then begins anew.
 * The window is as long as a month is at most; what counts is the calendar.
 */
const BUDGET: Omit<Given, "severity" | "threshold"> = {
  ...ORDINARY,
  ...{ metric: "budget_share", op: ">=", windowMs: 31 * DAY_MS, renotifyMs: null },
};

const DEFAULTS: Record<DefaultRuleName, Given> = {
  // The pipeline's alert of 5 %, judged by two lanes over jobs: the main one needs twenty and five errors among them. It
  // waits for nothing more, because the lanes have weighed the evidence already.
  "api-error-rate": {
    ...ORDINARY,
    ...{ severity: "critical", metric: "error_rate", op: ">", threshold: ERROR_FLOORS.threshold },
    ...{ minSamples: ERROR_FLOORS.samplesMin, minErrors: ERROR_FLOORS.errorsMin },
    ...{ clearForMs: 10 * MINUTE_MS, renotifyMs: HOUR_MS },
    action: { kind: "rollback" },
  },
  // The p95 of a probe every 15 s: five minutes are 20 samples. The probe goes on while the flag is off, and ten minutes
  // under 400 ms end the firing, and so switch it on again.
  "rag-latency": {
    ...ORDINARY,
    ...{ severity: "high", metric: "rag_latency_p95_ms", op: ">", threshold: RAG_LATENCY_MS.max },
    ...{ clearThreshold: 400, windowMs: 5 * MINUTE_MS, clearForMs: 10 * MINUTE_MS, minSamples: 20 },
    action: { kind: "set_flag", flag: "rag", enabled: false },
  },
  // Warns well before the target of 2 GB, and not twice for one saw-tooth of a garbage collector.
  memory: {
    ...ORDINARY,
    ...{ severity: "medium", metric: "memory_bytes", op: ">", threshold: MEMORY_BYTES.warning },
    ...{ clearThreshold: 1_400_000_000, windowMs: MINUTE_MS, forMs: MINUTE_MS },
  },
  // Eight of ten gates pass, seven of ten ask for review.
  quality: {
    ...ORDINARY,
    ...{ severity: "low", metric: "gate_pass_rate", op: "<", threshold: GATE_REVIEW.passRateMin },
    ...{
      minSamples: GATE_REVIEW.gatesMin,
      clearForMs: 30 * MINUTE_MS,
      renotifyMs: DAY_MS,
      action: { kind: "review" },
    },
  },
  // A trigger of the deployment plan: 17 of 25.
  "quality-collapse": {
    ...ORDINARY,
    ...{ severity: "critical", metric: "gate_pass_rate", op: "<", threshold: GATE_COLLAPSE.passRateMin },
    ...{
      minSamples: GATE_COLLAPSE.gatesMin,
      clearForMs: 30 * MINUTE_MS,
      renotifyMs: HOUR_MS,
      action: { kind: "rollback" },
    },
  },
  // A trigger of the deployment plan: the median against the other environment's over a week, else against 600 s.
  slowdown: {
    ...ORDINARY,
    ...{ severity: "critical", metric: "article_time_ratio", op: ">", threshold: SLOWDOWN_MAX },
    ...{ windowMs: 7 * DAY_MS, minSamples: SAMPLES_MIN, clearForMs: 30 * MINUTE_MS, renotifyMs: HOUR_MS },
    action: { kind: "rollback" },
  },
  // A trigger of the deployment plan. As for every figure of articles, fewer than eight say nothing.
  "negative-roi": {
    ...ORDINARY,
    ...{ severity: "critical", metric: "roi_multiplier", op: "<", threshold: 1 },
    ...{
      minSamples: SAMPLES_MIN,
      clearForMs: 30 * MINUTE_MS,
      renotifyMs: HOUR_MS,
      action: { kind: "rollback" },
    },
  },
  // What logging may cost the pipeline. With the flag off there is nothing to measure any more: it stays off until a
  // person switches it on, and the alert says no data.
  "telemetry-overhead": {
    ...ORDINARY,
    ...{ severity: "high", metric: "telemetry_latency_p95_ms", op: ">", threshold: 50 },
    ...{ windowMs: 5 * MINUTE_MS, clearForMs: 10 * MINUTE_MS, minSamples: 20 },
    action: { kind: "set_flag", flag: "telemetry", enabled: false },
  },
  "budget-50": { ...BUDGET, severity: "low", threshold: HALF },
  "budget-80": { ...BUDGET, severity: "medium", threshold: MOST },
  "budget-100": { ...BUDGET, severity: "high", threshold: ALL },
};

/** Whether a rule holds only where the settings name a budget. */
export const isOfBudget = (name: string): boolean => BUDGET_RULE_NAMES.some((known) => known === name);

/** The default rules, in the order in which they are shown. */
export const DEFAULT_RULES: readonly WatchedRule[] = DEFAULT_RULE_NAMES.map((name) => ({
  name,
  ...DEFAULTS[name],
}));

/** Where the runbook says what to do about a rule, as an address in the interface. */
export const runbookOf = (rule: string): string =>
  runbookSection(DEFAULT_RULE_NAMES.some((name) => name === rule) ? rule : "a-rule-of-your-own");
