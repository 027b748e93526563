import { attributionOf } from "@/db/queries/attribution";
import type { Recorded } from "@/db/record/batch";
import { recordErrors } from "@/db/record/errors";
import { recordEvaluations } from "@/db/record/evaluations";
import { recordHealth } from "@/db/record/health";
import { recordLatency } from "@/db/record/latency";
import { recordQualityRuns } from "@/db/record/quality-runs";
import type { Reception } from "@/db/record/reception";
import { recordResources } from "@/db/record/resources";
import { recordTelemetry } from "@/db/record/telemetry";
import type { Tx } from "@/db/schema";
import type { Topic } from "@/lib/contract/live";
import type { Job } from "@/lib/domain/assignment";
import type { Environment } from "@/lib/domain/environment";
import { topicKey } from "@/lib/domain/record";
import type { SourceRecord } from "@/lib/ingest/parse";
import { type Policy, preparedExecution, preparedLine } from "./prepare";

type RecordKind = SourceRecord["kind"];

/** What changes on screen with a record. */
const CHANGED: Readonly<Record<RecordKind, readonly Topic[]>> = {
  execution: ["summary", "usage", "trends", "articles", "executions", "reconciliation", "latency", "errors"],
  "article-cost": [
    "summary",
    "usage",
    "trends",
    "articles",
    "executions",
    "reconciliation",
    "latency",
    "errors",
    "quality",
  ],
  health: ["health", "latency", "summary"],
  latency: ["latency", "summary"],
  resource: ["resources"],
  error: ["errors", "summary", "health"],
  "quality-run": ["quality", "summary"],
  evaluation: ["quality", "summary"],
};

/** The topics of the records' kinds, each once. */
export const changedBy = (records: readonly SourceRecord[]): Topic[] => [
  ...new Set([...new Set(records.map(({ kind }) => kind))].flatMap((kind) => CHANGED[kind])),
];

export interface Told extends Reception {
  /** How old the document is that holds the records, in UTC microseconds; null where it does not say. */
  updatedMicros: number | null;
  policy: Policy;
}

/** The jobs of records that nobody has said the environment of. Samples of health, time and use belong to no job. */
function jobsOf(records: readonly SourceRecord[], { environment, receivedMs }: Told): Job[] {
  if (environment !== "") return [];
  return records.flatMap((one): Job[] => {
    switch (one.kind) {
      case "execution":
        return [{ key: one.topic === null ? null : topicKey(one.topic), atMs: one.endMs }];
      case "article-cost":
        return [{ key: topicKey(one.topic), atMs: one.atMs }];
      case "error":
        return one.environment === null
          ? [{ key: one.job === null ? null : topicKey(one.job), atMs: one.atMs ?? receivedMs }]
          : [];
      case "quality-run":
      case "evaluation":
        return [{ key: null, atMs: one.atMs }];
      default:
        return [];
    }
  });
}

/** Stores records of any kind with their rollups, in the caller's transaction. Idempotent. */
export async function record(tx: Tx, records: readonly SourceRecord[], from: Told): Promise<Recorded> {
  const told = { ...from, attributed: await attributionOf(tx, jobsOf(records, from)) };
  const of = <K extends RecordKind>(kind: K) =>
    records.filter((one): one is Extract<SourceRecord, { kind: K }> => one.kind === kind);
  const environment = told.environment === "" ? null : (told.environment as Environment);
  const telemetry = {
    executions: of("execution").map((one) =>
      preparedExecution(one, told.updatedMicros, environment, told.policy),
    ),
    lines: of("article-cost").map((one) => preparedLine(one, environment)),
  };
  const outcomes = [
    await recordTelemetry(tx, telemetry, told),
    await recordHealth(tx, of("health"), told),
    await recordLatency(tx, of("latency"), told),
    await recordResources(tx, of("resource"), told),
    await recordErrors(tx, of("error"), told),
    await recordQualityRuns(tx, of("quality-run"), told),
    await recordEvaluations(tx, of("evaluation"), told),
  ];
  const total = (of: keyof Recorded) => outcomes.reduce((sum, outcome) => sum + outcome[of], 0);
  return { accepted: total("accepted"), updated: total("updated"), duplicates: total("duplicates") };
}
