import type { ArticleCostRecord, ExecutionRecord, Parsed } from "@/lib/domain/record";
import type {
  ErrorRecord,
  EvaluationRecord,
  HealthRecord,
  LatencyRecord,
  QualityRunRecord,
  ResourceRecord,
} from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { parseAgentMetrics } from "./agent-metrics";
import { parseArticleCosts } from "./article-costs";
import { parseArticleEvals } from "./article-evals";
import { parseErrors } from "./errors";
import { parseExecutionRoi } from "./execution-roi";
import { firstKeys } from "./first-keys";
import { parseHealth } from "./health";
import { parseLatency } from "./latency";
import { looksLikeLog, parseLog } from "./log";
import { parseResources } from "./resources";

/** The formats that can be read. To add one: a parser, its name here, its record and its line in `parserOf`. */
export const KINDS = [
  "execution-roi",
  "article-costs",
  "agent-metrics",
  "article-evals",
  "health",
  "resources",
  "errors",
  "latency",
  "log",
] as const;

export type Kind = (typeof KINDS)[number];

interface RecordOf {
  "execution-roi": ExecutionRecord;
  "article-costs": ArticleCostRecord;
  "agent-metrics": QualityRunRecord;
  "article-evals": EvaluationRecord;
  health: HealthRecord;
  resources: ResourceRecord;
  errors: ErrorRecord;
  latency: LatencyRecord;
  log: ErrorRecord;
}

export type SourceRecord = RecordOf[Kind];

export interface Parser<R> {
  /** Total: whatever the text, it answers. `firstLine` is the number of the text's first line, where lines are read. */
  parse(text: string, zone: Zone, firstLine?: number): Parsed<R>;
  /**
   * A document is read whole; lines can be read on from where one stopped; so can entries, each of which is a line with
   * those after it that belong to it.
   */
  shape: "document" | "lines" | "entries";
  /** Whether a text whose first object has these keys looks like this format. */
  told(keys: ReadonlySet<string>): boolean;
}

const has =
  (...names: readonly string[]) =>
  (keys: ReadonlySet<string>): boolean =>
    names.every((name) => keys.has(name));

export const parserOf: { readonly [K in Kind]: Parser<RecordOf[K]> } = {
  "execution-roi": { parse: parseExecutionRoi, shape: "document", told: has("executions") },
  "article-costs": { parse: parseArticleCosts, shape: "lines", told: has("topic", "total_cost_usd") },
  "agent-metrics": { parse: parseAgentMetrics, shape: "document", told: has("runs") },
  "article-evals": {
    parse: parseArticleEvals,
    shape: "document",
    told: has("article_filename", "percentage"),
  },
  health: {
    parse: parseHealth,
    shape: "lines",
    told: (keys) => keys.has("status") && (keys.has("components") || keys.has("component")),
  },
  resources: {
    parse: parseResources,
    shape: "lines",
    told: (keys) => keys.has("memory_bytes") || keys.has("cpu_cores"),
  },
  errors: { parse: parseErrors, shape: "lines", told: has("class", "message") },
  latency: { parse: parseLatency, shape: "lines", told: has("name", "value_ms") },
  log: { parse: parseLog, shape: "entries", told: () => false },
};

/** The format of a text, told by the first of its keys; null where none fits. Its first 64 KiB are enough. */
export function kindOf(text: string): Kind | null {
  if (looksLikeLog(text)) return "log";
  const keys = firstKeys(text);
  return KINDS.find((kind) => parserOf[kind].told(keys)) ?? null;
}
