import type { Environment } from "./environment";

/** What a health check can say of a component. Worse ones come later. */
export const HEALTH_STATUSES = ["healthy", "degraded", "unhealthy"] as const;

export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** One component's result of one health check. Null means that the check did not say. */
export interface HealthRecord {
  kind: "health";
  /** As the record itself says; null: as its reception says. */
  environment: Environment | null;
  component: string;
  /** UTC milliseconds of the check; null where it has no time of its own, so that its arrival counts. */
  atMs: number | null;
  /** The raw text of that time: a check that is told twice counts once. */
  timeText: string | null;
  status: HealthStatus;
  available: boolean | null;
  fallback: string | null;
  latencyMs: number | null;
  error: string | null;
  /** As JSON, whatever it was. */
  queryTest: string | null;
  version: string | null;
  /** All other fields as one JSON object, so that nothing that a check says is lost. */
  details: string;
}

/** A duration that the pipeline measured. Only successes are measured. */
export interface LatencyRecord {
  kind: "latency";
  /** As the record itself says; null: as its reception says. */
  environment: Environment | null;
  atMs: number;
  timeText: string;
  /** `rag`, `article`, `llm`, `telemetry`, or a name of the pipeline's own. */
  name: string;
  valueMs: number;
  /** How many equal samples stand before it in the same document: two alike are two. */
  ordinal: number;
}

/** What the pipeline's process used at a moment. At least one of both figures is known. */
export interface ResourceRecord {
  kind: "resource";
  /** As the record itself says; null: as its reception says. */
  environment: Environment | null;
  atMs: number;
  timeText: string;
  memoryBytes: number | null;
  cpuCores: number | null;
}

export const ERROR_CLASSES = ["integration", "llm_api", "file_io", "database", "other"] as const;

export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** `cancelled` is kept and shown, but is nobody's failure. */
export const ERROR_KINDS = [
  "rate_limit",
  "timeout",
  "flow",
  "rag",
  "roi",
  "chart",
  "save",
  "cancelled",
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

/** Something that went wrong in the pipeline. Texts are redacted already. */
export interface ErrorRecord {
  kind: "error";
  /** As the record itself says; null: as its reception says. */
  environment: Environment | null;
  /** Null where the line has no time: then its arrival counts. */
  atMs: number | null;
  errorClass: ErrorClass;
  errorKind: ErrorKind | null;
  severity: "error" | "critical";
  /** One line. */
  message: string;
  /** What belongs to it, such as a traceback. */
  detail: string | null;
  /** The same for errors that differ only in numbers, ids, paths and quoted texts. */
  fingerprint: string;
  component: string | null;
  job: string | null;
  /** What makes it itself within documents that are pushed: its own words, and which of several alike it is. */
  identityText: string;
  /** The line of the file at which it begins, from 1; null outside logs. */
  line: number | null;
}

/** One run of `agent_metrics.json`: what its agents delivered, and which checks that passed. Identity: `timestampText`. */
export interface QualityRunRecord {
  kind: "quality-run";
  atMs: number;
  timestampText: string;
  /** Both known, or both null. */
  gatesPassed: number | null;
  gatesFailed: number | null;
  draftValid: boolean | null;
  chartEmbedded: boolean | null;
  /** Of the draft and of the charts together; null where neither is told. */
  regenerations: number | null;
  charts: number | null;
  chartsPassed: number | null;
  /** What is shown of a run that failed: issues, predictions, what happened. */
  details: QualityRunDetails;
}

export interface QualityRunDetails {
  words: number | null;
  bannedPhrases: number | null;
  qualityIssues: string[];
  zoneViolations: number | null;
  /** What each agent's metrics say of the outcome, such as `Failed 2 gates`. */
  outcomes: { agent: string; predicted: string | null; actual: string }[];
}

/** One evaluation of `article_evals.json`. Identity: `filename` and `timestampText`. */
export interface EvaluationRecord {
  kind: "evaluation";
  atMs: number;
  timestampText: string;
  filename: string;
  /** 0 to 100. */
  percentage: number;
  scores: { name: string; score: number; remark: string | null }[];
}
