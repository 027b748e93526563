import { sql } from "kysely";
import { inChunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import type { Attribution } from "@/lib/domain/assignment";
import type { Added, NewExecution, Recorded } from "./batch";
import type { Touch } from "./pairing";
import { type Identified, insertion, withIds } from "./rows";

interface Known {
  id: number;
  identity: string;
  content: string;
  environment: string | null;
  updated_micros: number;
  topic_key: string | null;
  end_ms: number;
  line_id: number | null;
}

/** What a batch's executions mean for what is stored, decided before anything is written. */
export interface ExecutionChanges {
  verdicts: (keyof Recorded)[];
  inserts: NewExecution[];
  updates: { id: number; next: NewExecution }[];
  /** Executions that a later document shows unchanged: nothing older may overwrite them from now on. */
  seen: { id: number; updatedMicros: number }[];
  changedIds: number[];
  leftLineIds: number[];
  touches: Touch[];
}

/** Compares a batch with what is stored. Of two documents that disagree the later one wins; equal: the later arrival. */
export async function knownExecutions(
  tx: Tx,
  batch: readonly NewExecution[],
  attributed: Attribution,
): Promise<ExecutionChanges> {
  const stored = new Map((await storedBy(tx, batch)).map((row) => [row.identity, row]));
  const changes: ExecutionChanges = {
    verdicts: [],
    inserts: [],
    updates: [],
    seen: [],
    changedIds: [],
    leftLineIds: [],
    touches: [],
  };
  for (const [identity, versions] of Map.groupBy(batch, (execution) => execution.row.identity)) {
    const known = stored.get(identity);
    const latest = latestOf(versions);
    for (const _ of versions.slice(1)) changes.verdicts.push("duplicates");
    changes.verdicts.push(known ? compare(changes, known, latest) : insert(changes, latest, attributed));
  }
  return changes;
}

const latestOf = (versions: readonly NewExecution[]): NewExecution =>
  versions.reduce((latest, next) => (next.updatedMicros >= latest.updatedMicros ? next : latest));

/** Only what is new is attributed: the same document again says nothing new, whatever has moved since. */
function insert(changes: ExecutionChanges, next: NewExecution, attributed: Attribution): "accepted" {
  const { row } = next;
  const environment = row.environment ?? attributed({ key: row.topic_key ?? null, atMs: row.end_ms });
  changes.inserts.push({ ...next, row: { ...row, environment } });
  touch(changes, next.row.topic_key, next.row.end_ms);
  return "accepted";
}

function compare(changes: ExecutionChanges, known: Known, next: NewExecution): "updated" | "duplicates" {
  const environment = next.row.environment ?? known.environment;
  const same = next.row.content === known.content && environment === known.environment;
  if (next.updatedMicros > known.updated_micros)
    changes.seen.push({ id: known.id, updatedMicros: next.updatedMicros });
  if (same || next.updatedMicros < known.updated_micros) return "duplicates";
  changes.updates.push({ id: known.id, next: { ...next, row: { ...next.row, environment } } });
  changes.changedIds.push(known.id);
  if (known.line_id !== null) changes.leftLineIds.push(known.line_id);
  touch(changes, known.topic_key, known.end_ms);
  touch(changes, next.row.topic_key, next.row.end_ms);
  return "updated";
}

function touch(changes: ExecutionChanges, topicKey: string | null | undefined, atMs: number): void {
  if (topicKey != null) changes.touches.push({ side: "execution", topicKey, atMs });
}

const storedBy = (tx: Tx, batch: readonly NewExecution[]): Promise<Known[]> =>
  inChunks(
    batch.map((execution) => execution.row.identity),
    (piece) =>
      tx
        .selectFrom("execution")
        .innerJoin("execution_seen", "execution_seen.execution_id", "execution.id")
        .select([
          "id",
          "identity",
          "content",
          "environment",
          "updated_micros",
          "topic_key",
          "end_ms",
          "line_id",
        ])
        .where("identity", "in", piece)
        .execute(),
  );

/** Writes the changes; gives the new executions with their ids. */
export async function addExecutions(
  tx: Tx,
  { inserts, updates, seen }: ExecutionChanges,
): Promise<Added<NewExecution>[]> {
  for (const { id, next } of updates) {
    await tx
      .updateTable("execution")
      .set({ ...next.row, line_id: null })
      .where("id", "=", id)
      .execute();
    await tx.deleteFrom("call").where("execution_id", "=", id).execute();
  }
  const rows = inserts.map(({ row }) => row);
  const added = withIds(inserts, await insertExecutions(tx, rows));
  const written = [...added, ...updates.map(({ id, next }) => ({ id, record: next }))];
  await insertCalls(
    tx,
    written.flatMap(({ id, record }) =>
      record.calls.map((call, seq) => ({ execution_id: id, seq, ...call })),
    ),
  );
  await insertSeen(tx, [
    ...seen.map(({ id, updatedMicros }) => ({ execution_id: id, updated_micros: updatedMicros })),
    ...added.map(({ id, record }) => ({ execution_id: id, updated_micros: record.updatedMicros })),
  ]);
  return added;
}

const insertExecutions = insertion<"execution", Identified>("execution", sql`returning id, identity`);
const insertCalls = insertion("call");
const insertSeen = insertion(
  "execution_seen",
  sql`on conflict (execution_id) do update set updated_micros = excluded.updated_micros`,
);
