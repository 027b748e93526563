import type { Slice } from "@/db/queries/rollups";
import { figuresOf } from "@/db/queries/summary";
import type { Figures } from "@/lib/contract/summary";
import type { Finding } from "@/lib/domain/finding";
import { judge } from "@/lib/domain/judge";
import type { Rule } from "@/lib/domain/rule";
import type { Wording } from "@/lib/domain/threshold-rule";
import type { App } from "@/lib/server/app";
import type { Question } from "./question";
import { inMs, inPercent, inSeconds, inTimes, inUsd, plain } from "./wording";

interface SummaryMetric {
  wording: Wording;
  of: (figures: Figures) => { value: number | null; n: number };
}

/** What is counted or added up is known also where it is nothing. */
const total = (wording: Wording, value: (figures: Figures) => number | null): SummaryMetric => ({
  wording,
  of: (figures) => ({ value: value(figures), n: Math.max(1, figures.samples.runs) }),
});

const mean = (
  wording: Wording,
  value: (figures: Figures) => number | null,
  n: (samples: Figures["samples"]) => number,
): SummaryMetric => ({ wording, of: (figures) => ({ value: value(figures), n: n(figures.samples) }) });

const METRICS: Readonly<Record<string, SummaryMetric>> = {
  error_rate: mean(
    inPercent("error rate"),
    (f) => f.error_rate,
    (n) => n.error_rate,
  ),
  gate_pass_rate: mean(
    inPercent("gate pass rate"),
    (f) => f.gate_pass_rate,
    (n) => n.gate_pass_rate,
  ),
  executions: total(plain("runs"), (f) => f.executions),
  articles: total(plain("articles"), (f) => f.articles),
  llm_calls: total(plain("calls of models"), (f) => f.llm_calls),
  "tokens.input": total(plain("input tokens"), (f) => f.tokens.input),
  "tokens.output": total(plain("output tokens"), (f) => f.tokens.output),
  "tokens.total": total(plain("tokens"), (f) => f.tokens.total),
  cost_usd: total(inUsd("cost"), (f) => f.cost_usd),
  human_hours: total(plain("human hours"), (f) => f.human_hours),
  human_cost_usd: total(inUsd("human value"), (f) => f.human_cost_usd),
  mean_roi_multiplier: mean(
    inTimes("mean of ROI multipliers"),
    (f) => f.mean_roi_multiplier,
    (n) => n.mean_roi_multiplier,
  ),
  loaded_cost_per_article_usd: mean(
    inUsd("loaded cost per article"),
    (f) => f.loaded_cost_per_article_usd,
    (n) => n.cost_per_article_usd,
  ),
  tokens_per_article: mean(
    plain("tokens per article"),
    (f) => f.tokens_per_article,
    (n) => n.tokens_per_article,
  ),
  cost_per_word_usd: mean(
    inUsd("cost per word"),
    (f) => f.cost_per_word_usd,
    (n) => n.cost_per_word_usd,
  ),
  chart_embedding_rate: mean(
    inPercent("share of charts embedded"),
    (f) => f.chart_embedding_rate,
    (n) => n.chart_embedding_rate,
  ),
  validator_pass_rate: mean(
    inPercent("share that passes the validator"),
    (f) => f.validator_pass_rate,
    (n) => n.validator_pass_rate,
  ),
  "rag_latency_ms.p50": mean(
    inMs("median of RAG"),
    (f) => f.rag_latency_ms.p50,
    (n) => n.rag_latency_ms,
  ),
  "rag_latency_ms.p95": mean(
    inMs("p95 of RAG"),
    (f) => f.rag_latency_ms.p95,
    (n) => n.rag_latency_ms,
  ),
  "rag_latency_ms.p99": mean(
    inMs("p99 of RAG"),
    (f) => f.rag_latency_ms.p99,
    (n) => n.rag_latency_ms,
  ),
  "article_time_s.p50": mean(
    inSeconds("median time of an article"),
    (f) => f.article_time_s.p50,
    (n) => n.article_time_s,
  ),
  "article_time_s.p95": mean(
    inSeconds("p95 of the time of an article"),
    (f) => f.article_time_s.p95,
    (n) => n.article_time_s,
  ),
};

/**
 * A figure of the summary over a rule's window, from the rollups: by whole hours, and beyond three days by whole days, so
 * that a window may reach up to that much further back.
 */
export async function summaryFinding(app: App, rule: Rule, question: Question): Promise<Finding> {
  const metric = METRICS[rule.metric];
  if (metric === undefined) return judge(null);
  const { value, n } = metric.of(await figuresOf(app.store.db, sliceOf(app, question)));
  return judge({ kind: "figure", value, n, threshold: rule, wording: metric.wording });
}

const HOURS_MS_MAX = 3 * 86_400_000;

export function sliceOf(app: App, { environment, sinceMs, nowMs }: Question): Slice {
  const bucket = nowMs - sinceMs > HOURS_MS_MAX ? "day" : "hour";
  const fromMs = app.calendar().floorMs(sinceMs, bucket);
  return { fromMs, toMs: nowMs + 1, bucket, environment: environment ?? "" };
}
