import type { BudgetReply } from "@/lib/contract/budget";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { LatencyReply } from "@/lib/contract/latency";
import type { QualityReply } from "@/lib/contract/quality";
import type { ResourcesReply } from "@/lib/contract/resources";
import type { TrendPoint, TrendsReply } from "@/lib/contract/trends";
import type { RuleMetric } from "@/lib/domain/rule-metrics";

interface Replies {
  errors: ErrorsReply;
  latency: LatencyReply;
  resources: ResourcesReply;
  quality: QualityReply;
  trends: TrendsReply;
  budget: BudgetReply;
}

export interface FigurePoint {
  time: string;
  value: number | null;
}

/** Where a rule's figure over time comes from, in the unit of its threshold. */
export type RuleSeries = {
  [From in keyof Replies]: {
    from: From;
    /** Of a latency. */
    name?: string;
    points: (reply: Replies[From]) => FigurePoint[];
  };
}[keyof Replies];

const trend = (value: (point: TrendPoint) => number | null): RuleSeries => ({
  from: "trends",
  points: ({ series }) => series.map((point) => ({ time: point.time, value: value(point) })),
});

const check = (rate: "gate_pass_rate" | "chart_embedding_rate" | "validator_pass_rate"): RuleSeries => ({
  from: "quality",
  points: ({ series }) => series.map((point) => ({ time: point.time, value: point[rate] })),
});

const latency = (name: string, percentile: "p50" | "p95" | "p99"): RuleSeries => ({
  from: "latency",
  name,
  points: ({ series }) => series.map((point) => ({ time: point.time, value: point[percentile] })),
});

const resource = (field: "memory_max_bytes" | "cpu_cores"): RuleSeries => ({
  from: "resources",
  points: ({ series }) => series.map((point) => ({ time: point.time, value: point[field] })),
});

const SERIES: Partial<Record<RuleMetric, RuleSeries>> = {
  error_rate: {
    from: "errors",
    points: ({ jobs }) => jobs.map(({ time, error_rate }) => ({ time, value: error_rate })),
  },
  rag_latency_p95_ms: latency("rag", "p95"),
  "rag_latency_ms.p50": latency("rag", "p50"),
  "rag_latency_ms.p95": latency("rag", "p95"),
  "rag_latency_ms.p99": latency("rag", "p99"),
  telemetry_latency_p95_ms: latency("telemetry", "p95"),
  memory_bytes: resource("memory_max_bytes"),
  cpu_cores: resource("cpu_cores"),
  gate_pass_rate: check("gate_pass_rate"),
  chart_embedding_rate: check("chart_embedding_rate"),
  validator_pass_rate: check("validator_pass_rate"),
  roi_multiplier: trend((point) => point.roi_multiplier),
  cost_per_article_usd: trend((point) => point.cost_per_article_usd),
  loaded_cost_per_article_usd: trend((point) => point.loaded_cost_per_article_usd),
  tokens_per_article: trend((point) => point.tokens_per_article),
  cost_per_word_usd: trend((point) => point.cost_per_word_usd),
  cost_usd: trend((point) => point.cost_usd),
  executions: trend((point) => point.executions),
  articles: trend((point) => point.articles),
  "article_time_s.p50": trend((point) => point.article_time_s.p50),
  "article_time_s.p95": trend((point) => point.article_time_s.p95),
  budget_share: {
    from: "budget",
    points: ({ days, limit_usd: limit }) =>
      days.map(({ time, cumulative_usd }) => ({
        time,
        value: limit === null ? null : cumulative_usd / limit,
      })),
  },
};

/**
 * The series that shows a rule's figure over time, to be asked of the alert's environment; null where none is stored: a
 * ratio of two environments, a probe's state, and sums that no series holds. A bucket of it is an hour or a day, and not
 * the rule's window: the figure now is the one of the alert.
 */
export const ruleSeries = (metric: string): RuleSeries | null => SERIES[metric as RuleMetric] ?? null;
