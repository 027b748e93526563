import type { EvidenceFamily } from "@/db/queries/evidence-environments";
import type { SourceKind } from "@/lib/contract/config";

/** What a metric is made of: which records, whose sources, and of a latency its name. */
export interface MetricSource {
  family: EvidenceFamily;
  name?: string;
  kinds: readonly SourceKind[];
}

const ARTICLES: readonly SourceKind[] = ["execution-roi", "article-costs"];

const LATENCY = (name: string): MetricSource => ({ family: "latency", name, kinds: ["latency", "health"] });
const RUNS: MetricSource = { family: "summary", kinds: ARTICLES };
const CHECKS: MetricSource = { family: "checks", kinds: ["agent-metrics", "article-costs"] };
const OF_ARTICLES: MetricSource = { family: "articles", kinds: ARTICLES };
const RESOURCES: MetricSource = { family: "resources", kinds: ["resources"] };

const SOURCES: Readonly<Record<string, MetricSource>> = {
  error_rate: { family: "jobs", kinds: ["log", "errors", ...ARTICLES] },
  gate_pass_rate: { family: "gates", kinds: ["agent-metrics"] },
  roi_multiplier: OF_ARTICLES,
  cost_per_article_usd: OF_ARTICLES,
  article_time_ratio: OF_ARTICLES,
  memory_bytes: RESOURCES,
  cpu_cores: RESOURCES,
  probe_status: { family: "probes", kinds: ["health"] },
  rag_latency_p95_ms: LATENCY("rag"),
  "rag_latency_ms.p50": LATENCY("rag"),
  "rag_latency_ms.p95": LATENCY("rag"),
  "rag_latency_ms.p99": LATENCY("rag"),
  telemetry_latency_p95_ms: { ...LATENCY("telemetry"), kinds: ["latency"] },
  chart_embedding_rate: CHECKS,
  validator_pass_rate: CHECKS,
  budget_share: { family: "budget", kinds: ARTICLES },
};

/** Where the evidence for a metric comes from. Whatever has no line of its own is a figure of the summary. */
export const sourceOfMetric = (metric: string): MetricSource => SOURCES[metric] ?? RUNS;
