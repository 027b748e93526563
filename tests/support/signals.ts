import type { IngestReply } from "@/lib/contract/ingest";
import type { Environment } from "@/lib/domain/environment";
import type { ErrorRecord, LatencyRecord } from "@/lib/domain/signals";
import type { SourceRecord } from "@/lib/ingest/parse";
import type { App } from "@/lib/server/app";
import { ingest } from "@/lib/server/ingest";

/** An error as a parser would give it, with what a test does not care about filled in. */
export const madeError = (wishes: Partial<ErrorRecord> & Pick<ErrorRecord, "identityText">): ErrorRecord => ({
  kind: "error",
  environment: null,
  atMs: null,
  errorClass: "other",
  errorKind: null,
  severity: "error",
  message: "it broke",
  detail: null,
  fingerprint: "f1",
  component: null,
  job: null,
  line: null,
  ...wishes,
});

export const madeLatency = (atMs: number, valueMs: number, ordinal = 0, name = "rag"): LatencyRecord => ({
  kind: "latency",
  environment: null,
  atMs,
  timeText: new Date(atMs).toISOString(),
  name,
  valueMs,
  ordinal,
});

/** Stores records as if a parser had just read them: of a followed file where a generation is given, else pushed. */
export const told = (
  app: App,
  records: SourceRecord[],
  { environment = null, generation }: { environment?: Environment | null; generation?: string } = {},
): Promise<IngestReply> =>
  ingest(
    app,
    {
      source: { path: "http", kind: "errors" },
      environment,
      position: null,
      ...(generation === undefined ? {} : { generation }),
    },
    { records, rejections: [], notices: [], lastUpdatedMicros: null, malformed: null },
  );
