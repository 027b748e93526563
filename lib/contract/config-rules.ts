import { z } from "zod";
import { durationFrom, listOf, matching, name, numberFrom, oneOf, section, unique } from "./config-parts";

/** Rules that hold without being written; a rule of the file with such a name overrides only what it says. */
export const DEFAULT_RULES = [
  "api-error-rate",
  "rag-latency",
  "memory",
  "quality",
  "quality-collapse",
  "slowdown",
  "negative-roi",
  "telemetry-overhead",
] as const;

/** What a rule can look at: the figures of the summary, those of a sample stream, and a probe's state. */
export const RULE_METRICS = [
  "error_rate",
  "rag_latency_p95_ms",
  "memory_bytes",
  "cpu_cores",
  "gate_pass_rate",
  "roi_multiplier",
  "cost_per_article_usd",
  "article_time_ratio",
  "telemetry_latency_p95_ms",
  "probe_status",
  "executions",
  "articles",
  "llm_calls",
  "tokens.input",
  "tokens.output",
  "tokens.total",
  "cost_usd",
  "human_hours",
  "human_cost_usd",
  "mean_roi_multiplier",
  "loaded_cost_per_article_usd",
  "tokens_per_article",
  "cost_per_word_usd",
  "chart_embedding_rate",
  "validator_pass_rate",
  "rag_latency_ms.p50",
  "rag_latency_ms.p95",
  "rag_latency_ms.p99",
  "article_time_s.p50",
  "article_time_s.p95",
] as const;

const action = z.discriminatedUnion(
  "kind",
  [
    section({ kind: z.literal("none") }),
    section({ kind: z.literal("notify") }),
    section({ kind: z.literal("review") }),
    section({ kind: z.literal("hold") }),
    section({ kind: z.literal("set_flag"), flag: name, enabled: z.boolean("true or false") }),
    section({ kind: z.literal("rollback") }),
  ],
  { error: "none, notify, review, hold, set_flag, rollback" },
);

const SIZE = /^\d+(?:\.\d+)? ?(?:kB|MB|GB)$/;
const THRESHOLD = "a number (0.05 is 5 %), or a size such as 1.5 GB";
const threshold = z.union([z.number(), matching(THRESHOLD, (text) => SIZE.test(text))], THRESHOLD);

const rule = section({
  name,
  severity: oneOf(["critical", "high", "medium", "low"]).optional(),
  metric: oneOf(RULE_METRICS).optional(),
  op: oneOf([">", ">=", "<", "<="]).optional(),
  threshold: threshold.optional(),
  window: durationFrom("1s", "720h").optional(),
  for: durationFrom("0s", "720h").optional(),
  clear_for: durationFrom("0s", "720h").optional(),
  min_samples: numberFrom(0, 1_000_000).optional(),
  no_data: oneOf(["show", "ok", "alert", "keep"]).optional(),
  action: action.optional(),
});

const NEEDED = ["severity", "metric", "op", "threshold"] as const;
const isDefault = (ruleName: string): boolean => DEFAULT_RULES.some((known) => known === ruleName);

const complete = rule.check(({ value, issues }) => {
  if (isDefault(value.name)) return;
  for (const key of NEEDED) {
    if (value[key] !== undefined) continue;
    const message = `a value: "${value.name}" is a rule of your own (the given ones: ${DEFAULT_RULES.join(", ")})`;
    issues.push({ code: "custom", input: undefined, path: [key], message });
  }
});

export const rules = listOf(complete).check(unique("name"));
