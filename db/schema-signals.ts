import type { Generated, Selectable } from "kysely";
import type { QualityFacts } from "@/lib/domain/facts";
import type { ErrorClass, HealthStatus } from "@/lib/domain/signals";

/** How the pipeline is doing: health, latency, resources, errors, quality. Units as in `schema.ts`. */
export interface SignalSchema {
  health_result: HealthResultTable;
  health_component: HealthComponentTable;
  latency_sample: LatencySampleTable;
  resource_sample: ResourceSampleTable;
  error_event: ErrorEventTable;
  quality_run: QualityRunTable;
  evaluation: EvaluationTable;
  health_hour: HealthRollup;
  health_day: HealthRollup;
  latency_hour: LatencyRollup;
  latency_day: LatencyRollup;
  resource_hour: ResourceRollup;
  resource_day: ResourceRollup;
  error_hour: ErrorRollup;
  error_day: ErrorRollup;
  failure_hour: FailureRollup;
  failure_day: FailureRollup;
  quality_hour: QualityRollup;
  quality_day: QualityRollup;
}

/** What every record of these tables has; `environment` is the empty string where it has none. */
interface SignalTable {
  id: Generated<number>;
  identity: string;
  at_ms: number;
  environment: string;
}

/** One component's result of one check. It holds until the next one, at most three intervals. */
export interface HealthResultTable extends SignalTable {
  component: string;
  received_ms: number;
  /** How often such a result was due when it came. */
  interval_ms: number;
  status: HealthStatus;
  available: number | null;
  fallback: string | null;
  latency_us: number | null;
  error: string | null;
  query_test: string | null;
  version: string | null;
  details: string;
  /** Whether its status is not that of the one before it. Derived. */
  changed: number;
  content: string;
}

/** Of each component the result that was received last. Derived. */
export interface HealthComponentTable {
  component: string;
  environment: string;
  result_id: number;
}

export interface LatencySampleTable extends SignalTable {
  name: string;
  /** Whole microseconds. */
  value_us: number;
}

export interface ResourceSampleTable extends SignalTable {
  memory_bytes: number | null;
  /** Thousandths of a core. */
  cpu_milli: number | null;
}

export interface ErrorEventTable extends SignalTable {
  class: ErrorClass;
  /** The empty string where it has none. */
  kind: string;
  fingerprint: string;
  message: string;
  detail: string | null;
  component: string | null;
  job: string | null;
  /** What tells one job's errors from another's; the empty string where no job is named. */
  job_key: string;
  severity: "error" | "critical";
  /** Whether it is a failure at all: what the caller cancelled is none. */
  counted: number;
  /** Whether it begins a failed job: those that follow it soon belong to the same one. Derived. */
  opens: number;
  content: string;
}

export interface QualityRunTable extends SignalTable {
  timestamp_text: string;
  gates_passed: number | null;
  gates_failed: number | null;
  draft_valid: number | null;
  chart_embedded: number | null;
  regenerations: number | null;
  charts: number | null;
  charts_passed: number | null;
  details: string;
  content: string;
}

export interface EvaluationTable extends SignalTable {
  filename: string;
  score_milli: number;
  details: string;
  content: string;
}

/** Time in which a component was in each state, as far as results say so: the newest result counts when the next one is there. */
export interface HealthRollup {
  start_ms: number;
  component: string;
  environment: string;
  results: number;
  up_ms: number;
  degraded_ms: number;
  down_ms: number;
}

/** How many samples fell into histogram bin `bin` (of seconds), and the largest of them. */
export interface LatencyRollup {
  start_ms: number;
  environment: string;
  name: string;
  bin: number;
  count: number;
  max_us: number;
}

export interface ResourceRollup {
  start_ms: number;
  environment: string;
  memory_samples: number;
  memory_bytes: number;
  memory_max: number;
  cpu_samples: number;
  cpu_milli: number;
  cpu_milli_max: number;
}

export interface ErrorRollup {
  start_ms: number;
  environment: string;
  class: string;
  kind: string;
  fingerprint: string;
  count: number;
}

/** Failed jobs that no error names. Those that have a name are counted when asked: a later success takes them back. */
export interface FailureRollup {
  start_ms: number;
  environment: string;
  failed: number;
}

export interface QualityRollup extends QualityFacts {
  start_ms: number;
  environment: string;
}

export type HealthResultRow = Selectable<HealthResultTable>;
export type ErrorEventRow = Selectable<ErrorEventTable>;
export type QualityRunRow = Selectable<QualityRunTable>;
export type EvaluationRow = Selectable<EvaluationTable>;
