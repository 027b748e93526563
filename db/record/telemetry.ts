import type { Tx } from "@/db/schema";
import type { Unit } from "@/lib/domain/unit";
import type { Added, Batch, NewExecution, NewLine, Recorded } from "./batch";
import { addExecutions, knownExecutions } from "./executions";
import { addLines, knownLines } from "./lines";
import { type Cluster, clusters, rePair, type Touch } from "./pairing";
import type { Attributing } from "./reception";
import { RollupSums } from "./rollup-sums";
import { addRollups } from "./rollups";
import { newExecutionUnit, newLineUnit, units } from "./units";

/**
 * Stores a batch with its rollups. Idempotent: a record that is already there counts once.
 *
 * What is touched is taken out of the rollups, changed, paired anew and put back, all in the caller's transaction.
 */
export async function recordTelemetry(
  tx: Tx,
  batch: Batch,
  { calendar, attributed }: Attributing,
): Promise<Recorded> {
  const executions = await knownExecutions(tx, batch.executions, attributed);
  const lines = await knownLines(tx, batch.lines, attributed);
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
  sums.addUnits(await units(tx, old.executionIds, old.lineIds), -1);
  const added = { executions: await addExecutions(tx, executions), lines: await addLines(tx, lines) };
  const found = await clusters(tx, touches);
  for (const cluster of found) await rePair(tx, cluster);
  const now = affected(found, old.executionIds, old.lineIds);
  sums.addUnits(await units(tx, now.executionIds, now.lineIds), 1);
  sums.addUnits(alone(added, now), 1);
  await addRollups(tx, sums, old.executionIds.length + old.lineIds.length > 0);
  return recorded;
}

/** What is new and in no cluster: it counts as it came, and need not be read back. */
function alone(
  added: { executions: Added<NewExecution>[]; lines: Added<NewLine>[] },
  read: Affected,
): Unit[] {
  const executionIds = new Set(read.executionIds);
  const lineIds = new Set(read.lineIds);
  return [
    ...added.executions
      .filter(({ id }) => !executionIds.has(id))
      .map(({ record }) => newExecutionUnit(record)),
    ...added.lines.filter(({ id }) => !lineIds.has(id)).map(({ record }) => newLineUnit(record)),
  ];
}

interface Affected {
  executionIds: number[];
  lineIds: number[];
}

/** Ids, each once, of all that clusters hold and of what is named beside them. */
function affected(
  found: readonly Cluster[],
  executionIds: readonly number[],
  lineIds: readonly number[],
): Affected {
  return {
    executionIds: [
      ...new Set([...executionIds, ...found.flatMap((cluster) => cluster.executions.map(({ id }) => id))]),
    ],
    lineIds: [...new Set([...lineIds, ...found.flatMap((cluster) => cluster.lines.map(({ id }) => id))])],
  };
}
