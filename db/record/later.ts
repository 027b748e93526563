import type { Tx } from "@/db/schema";
import type { Attribution } from "@/lib/domain/assignment";
import type { Recorded } from "./batch";
import type { Attributing } from "./reception";
import { RollupSums } from "./rollup-sums";
import { addRollups } from "./rollups";

interface Told {
  identity: string;
  at_ms: number;
  /** The empty string where none is known. */
  environment: string;
  content: string;
}

/** What a batch means for what is stored, decided before anything is written. */
interface Changes<R> {
  recorded: Recorded;
  /** Rows to be written: new ones, and new versions of stored ones. */
  writes: R[];
  /** Stored rows as they were before their new version. */
  replaced: R[];
}

/**
 * Compares rows of a kind that carries no age with those stored: where two disagree, the later arrival wins. An
 * environment that was known stays while none is told; only what is new is attributed.
 */
function laterWins<R extends Told>(
  batch: readonly R[],
  stored: readonly R[],
  attributed: Attribution,
): Changes<R> {
  const known = new Map(stored.map((row) => [row.identity, row]));
  const latest = new Map(batch.map((row) => [row.identity, row]));
  const changes: Changes<R> = {
    recorded: { accepted: 0, updated: 0, duplicates: batch.length - latest.size },
    writes: [],
    replaced: [],
  };
  for (const [identity, told] of latest) {
    const before = known.get(identity);
    const environment = before ? before.environment : (attributed({ key: null, atMs: told.at_ms }) ?? "");
    const next = told.environment === "" ? { ...told, environment } : told;
    if (before && next.content === before.content && next.environment === before.environment) {
      changes.recorded.duplicates += 1;
      continue;
    }
    changes.recorded[before ? "updated" : "accepted"] += 1;
    changes.writes.push(next);
    if (before) changes.replaced.push(before);
  }
  return changes;
}

/** How rows of one kind are found, written and counted. */
interface Kept<R> {
  stored(tx: Tx, rows: readonly R[]): Promise<readonly R[]>;
  upsert(tx: Tx, rows: readonly R[]): Promise<unknown>;
  add(sums: RollupSums, rows: readonly R[], sign: 1 | -1): void;
}

/** Stores rows of such a kind with their rollups. Idempotent: of two versions of one the later arrival counts. */
export async function recordLater<R extends Told>(
  tx: Tx,
  rows: readonly R[],
  { calendar, attributed }: Attributing,
  { stored, upsert, add }: Kept<R>,
): Promise<Recorded> {
  const { recorded, writes, replaced } = laterWins(rows, await stored(tx, rows), attributed);
  if (writes.length === 0) return recorded;
  await upsert(tx, writes);
  const sums = new RollupSums(calendar);
  add(sums, replaced, -1);
  add(sums, writes, 1);
  await addRollups(tx, sums, replaced.length > 0);
  return recorded;
}
