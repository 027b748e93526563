import { sql } from "kysely";
import { inChunks } from "@/db/chunks";
import { contentOf, identityOf } from "@/db/identity";
import type { Tx } from "@/db/schema";
import type { EvaluationRow } from "@/db/schema-signals";
import { evaluationFacts } from "@/lib/domain/checks";
import type { EvaluationRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import { recordLater } from "./later";
import type { Attributing } from "./reception";
import type { RollupSums } from "./rollup-sums";
import { insertion } from "./rows";

/** Stores evaluations with their rollups. Idempotent: of two versions of one the later arrival counts. */
export function recordEvaluations(
  tx: Tx,
  records: readonly EvaluationRecord[],
  reception: Attributing,
): Promise<Recorded> {
  const rows = records.map((record) => rowOf(record, reception.environment));
  return recordLater(tx, rows, reception, { stored: storedBy, upsert, add: addEvaluations });
}

type Row = Omit<EvaluationRow, "id">;

/** Adds what stored evaluations count for. */
export function addEvaluations(sums: RollupSums, rows: readonly Row[], sign: 1 | -1): void {
  for (const { at_ms, environment, score_milli } of rows)
    sums.add("quality", at_ms, { environment }, evaluationFacts(score_milli), {}, sign);
}

const rowOf = (record: EvaluationRecord, environment: string): Row => ({
  identity: identityOf(record.timestampText, record.filename),
  at_ms: record.atMs,
  environment,
  filename: record.filename,
  score_milli: Math.round(record.percentage * 1000),
  details: JSON.stringify(record.scores),
  content: contentOf(record),
});

const storedBy = (tx: Tx, rows: readonly Row[]): Promise<EvaluationRow[]> =>
  inChunks(
    rows.map((row) => row.identity),
    (piece) => tx.selectFrom("evaluation").selectAll().where("identity", "in", piece).execute(),
  );

const upsert = insertion(
  "evaluation",
  sql`on conflict (identity) do update set
    at_ms = excluded.at_ms, environment = excluded.environment, score_milli = excluded.score_milli,
    details = excluded.details, content = excluded.content`,
);
