import type { Attribution } from "@/lib/domain/assignment";
import type { Recorded } from "./batch";

interface Told {
  identity: string;
  at_ms: number;
  /** The empty string where none is known. */
  environment: string;
  content: string;
}

/** What a batch means for what is stored, decided before anything is written. */
export interface Changes<R> {
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
export function laterWins<R extends Told>(
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
