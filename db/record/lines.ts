import { sql } from "kysely";
import { inChunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import type { Attribution } from "@/lib/domain/assignment";
import type { Added, NewLine, Recorded } from "./batch";
import type { Touch } from "./pairing";
import { type Identified, insertion, withIds } from "./rows";

interface Known {
  id: number;
  identity: string;
  content: string;
  environment: string | null;
}

/** What a batch's article-costs lines mean for what is stored, decided before anything is written. */
export interface LineChanges {
  verdicts: (keyof Recorded)[];
  inserts: NewLine[];
  updates: { id: number; next: NewLine }[];
  changedIds: number[];
  touches: Touch[];
}

/** Compares a batch with what is stored. Lines carry no age: of two that disagree the later arrival wins. */
export async function knownLines(
  tx: Tx,
  batch: readonly NewLine[],
  attributed: Attribution,
): Promise<LineChanges> {
  const stored = new Map((await storedBy(tx, batch)).map((row) => [row.identity, row]));
  const changes: LineChanges = { verdicts: [], inserts: [], updates: [], changedIds: [], touches: [] };
  for (const [identity, versions] of Map.groupBy(batch, (line) => line.row.identity)) {
    const known = stored.get(identity);
    const latest = versions.at(-1);
    if (!latest) continue;
    for (const _ of versions.slice(1)) changes.verdicts.push("duplicates");
    changes.verdicts.push(known ? compare(changes, known, latest) : insert(changes, latest, attributed));
  }
  return changes;
}

function insert(changes: LineChanges, next: NewLine, attributed: Attribution): "accepted" {
  const { row } = next;
  const environment = row.environment ?? attributed({ key: row.topic_key, atMs: row.at_ms });
  changes.inserts.push({ ...next, row: { ...row, environment } });
  changes.touches.push({ side: "line", topicKey: next.row.topic_key, atMs: next.row.at_ms });
  return "accepted";
}

function compare(changes: LineChanges, known: Known, next: NewLine): "updated" | "duplicates" {
  const environment = next.row.environment ?? known.environment;
  if (next.row.content === known.content && environment === known.environment) return "duplicates";
  changes.updates.push({ id: known.id, next: { ...next, row: { ...next.row, environment } } });
  changes.changedIds.push(known.id);
  changes.touches.push({ side: "line", topicKey: next.row.topic_key, atMs: next.row.at_ms });
  return "updated";
}

const storedBy = (tx: Tx, batch: readonly NewLine[]): Promise<Known[]> =>
  inChunks(
    batch.map((line) => line.row.identity),
    (piece) =>
      tx
        .selectFrom("article_cost")
        .select(["id", "identity", "content", "environment"])
        .where("identity", "in", piece)
        .execute(),
  );

/** Writes the changes; gives the new lines with their ids. */
export async function addLines(tx: Tx, { inserts, updates }: LineChanges): Promise<Added<NewLine>[]> {
  for (const { id, next } of updates) {
    await tx.updateTable("article_cost").set(unpaired(next)).where("id", "=", id).execute();
    await tx.deleteFrom("article_cost_part").where("article_cost_id", "=", id).execute();
  }
  const added = withIds(inserts, await insertLines(tx, inserts.map(unpaired)));
  const written = [...added, ...updates.map(({ id, next }) => ({ id, record: next }))];
  await insertParts(
    tx,
    written.flatMap(({ id, record }) =>
      record.parts.map((part, seq) => ({ article_cost_id: id, seq, ...part })),
    ),
  );
  return added;
}

const insertLines = insertion<"article_cost", Identified>("article_cost", sql`returning id, identity`);
const insertParts = insertion("article_cost_part");

/** What a line counts as by itself; pairing corrects it where it has executions. */
const unpaired = ({ row }: NewLine) => ({
  ...row,
  article_at_ms: row.at_ms,
  article_environment: row.environment,
});
