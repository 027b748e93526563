import type { Insertable } from "kysely";
import type { ArticleCostPartTable, ArticleCostTable, CallTable, ExecutionTable, Tx } from "@/db/schema";
import type { Calendar } from "@/lib/domain/time";
import { addExecutions, knownExecutions } from "./executions";
import { addLines, knownLines } from "./lines";
import { type Cluster, clusters, rePair, type Touch } from "./pairing";
import { RollupSums } from "./rollup-sums";
import { addRollups } from "./rollups";
import { units } from "./units";

export type NewCall = Omit<Insertable<CallTable>, "execution_id" | "seq">;

/** An execution that is priced and attributed, with the age of the document that holds it. */
export interface NewExecution {
  row: Omit<Insertable<ExecutionTable>, "id" | "line_id">;
  calls: readonly NewCall[];
  /** UTC microseconds; -1 where the document does not say. */
  updatedMicros: number;
}

export interface NewLine {
  row: Omit<Insertable<ArticleCostTable>, "id" | "article_at_ms" | "article_environment">;
  parts: readonly Omit<Insertable<ArticleCostPartTable>, "article_cost_id" | "seq">[];
}

export interface Batch {
  executions: readonly NewExecution[];
  lines: readonly NewLine[];
}

/** How many records were new, changed what was known, or said nothing new. */
export interface Recorded {
  accepted: number;
  updated: number;
  duplicates: number;
}

/**
 * Stores a batch with its rollups. Idempotent: a record that is already there counts once.
 *
 * What is touched is taken out of the rollups, changed, paired anew and put back, all in the caller's transaction.
 */
export async function recordTelemetry(tx: Tx, batch: Batch, calendar: Calendar): Promise<Recorded> {
  const executions = await knownExecutions(tx, batch.executions);
  const lines = await knownLines(tx, batch.lines);
  const recorded = { accepted: 0, updated: 0, duplicates: 0 };
  for (const verdict of [...executions.verdicts, ...lines.verdicts]) recorded[verdict] += 1;
  if (recorded.accepted + recorded.updated === 0) {
    await addExecutions(tx, executions);
    return recorded;
  }
  const touches: Touch[] = [...executions.touches, ...lines.touches];
  const old = affected(await clusters(tx, touches), executions.changedIds, [
    ...lines.changedIds,
    ...executions.leftLineIds,
  ]);
  const sums = new RollupSums(calendar);
  sums.add(await units(tx, old.executionIds, old.lineIds), -1);
  const newIds = { executions: await addExecutions(tx, executions), lines: await addLines(tx, lines) };
  const found = await clusters(tx, touches);
  for (const cluster of found) await rePair(tx, cluster);
  const now = affected(found, [...old.executionIds, ...newIds.executions], [...old.lineIds, ...newIds.lines]);
  sums.add(await units(tx, now.executionIds, now.lineIds), 1);
  await addRollups(tx, sums, old.executionIds.length + old.lineIds.length > 0);
  return recorded;
}

/** Ids, each once, of all that clusters hold and of what is named beside them. */
function affected(found: readonly Cluster[], executionIds: readonly number[], lineIds: readonly number[]) {
  return {
    executionIds: [
      ...new Set([...executionIds, ...found.flatMap((cluster) => cluster.executions.map(({ id }) => id))]),
    ],
    lineIds: [...new Set([...lineIds, ...found.flatMap((cluster) => cluster.lines.map(({ id }) => id))])],
  };
}
