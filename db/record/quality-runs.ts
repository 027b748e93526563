import { sql } from "kysely";
import { inChunks } from "@/db/chunks";
import { contentOf, identityOf } from "@/db/identity";
import type { Tx } from "@/db/schema";
import type { QualityRunRow } from "@/db/schema-signals";
import { type RunChecks, runFacts } from "@/lib/domain/checks";
import type { QualityRunRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import { recordLater } from "./later";
import type { Attributing } from "./reception";
import type { RollupSums } from "./rollup-sums";
import { insertion } from "./rows";

/** Stores runs with their rollups. Idempotent: of two versions of a run the later arrival counts. */
export function recordQualityRuns(
  tx: Tx,
  records: readonly QualityRunRecord[],
  reception: Attributing,
): Promise<Recorded> {
  const rows = records.map((record) => rowOf(record, reception.environment));
  return recordLater(tx, rows, reception, { stored: storedBy, upsert, add: addRuns });
}

type Row = Omit<QualityRunRow, "id">;

/** Adds what stored runs count for. */
export function addRuns(sums: RollupSums, rows: readonly Row[], sign: 1 | -1): void {
  for (const row of rows)
    sums.add("quality", row.at_ms, { environment: row.environment }, runFacts(checksOf(row)), {}, sign);
}

/** What a stored run says of its checks. */
export const checksOf = (row: Row): RunChecks => ({
  gatesPassed: row.gates_passed,
  gatesFailed: row.gates_failed,
  draftValid: flagged(row.draft_valid),
  chartEmbedded: flagged(row.chart_embedded),
  regenerations: row.regenerations,
  charts: row.charts,
  chartsPassed: row.charts_passed,
});

const flagged = (flag: number | null): boolean | null => (flag === null ? null : flag === 1);
const flag = (known: boolean | null): number | null => (known === null ? null : Number(known));

const rowOf = (record: QualityRunRecord, environment: string): Row => ({
  identity: identityOf(record.timestampText),
  at_ms: record.atMs,
  environment,
  timestamp_text: record.timestampText,
  gates_passed: record.gatesPassed,
  gates_failed: record.gatesFailed,
  draft_valid: flag(record.draftValid),
  chart_embedded: flag(record.chartEmbedded),
  regenerations: record.regenerations,
  charts: record.charts,
  charts_passed: record.chartsPassed,
  details: JSON.stringify(record.details),
  content: contentOf(record),
});

const storedBy = (tx: Tx, rows: readonly Row[]): Promise<QualityRunRow[]> =>
  inChunks(
    rows.map((row) => row.identity),
    (piece) => tx.selectFrom("quality_run").selectAll().where("identity", "in", piece).execute(),
  );

const upsert = insertion(
  "quality_run",
  sql`on conflict (identity) do update set
    at_ms = excluded.at_ms, environment = excluded.environment,
    gates_passed = excluded.gates_passed, gates_failed = excluded.gates_failed,
    draft_valid = excluded.draft_valid, chart_embedded = excluded.chart_embedded,
    regenerations = excluded.regenerations, charts = excluded.charts, charts_passed = excluded.charts_passed,
    details = excluded.details, content = excluded.content`,
);
