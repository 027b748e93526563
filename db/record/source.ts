import { sql } from "kysely";
import type { Tx } from "@/db/schema";
import type { Rejection } from "@/lib/domain/record";
import type { Recorded } from "./batch";

/** How many rejections of the last document are kept to be shown. */
const SHOWN_MAX = 50;

export interface SourceKey {
  /** Absolute path of a watched file, or `http`. */
  path: string;
  kind: string;
}

export interface SourceReading extends SourceKey, Recorded {
  atMs: number;
  /** How far the follower has read; null where documents are read whole. Stored with the records it speaks of. */
  position: string | null;
  /** Whether it changed although it may hold nothing that was kept. */
  alive?: boolean;
  rejections: readonly Rejection[];
  notices: readonly string[];
}

/** Notes a document that was read, in the transaction that stores its records. */
export async function noteReading(tx: Tx, reading: SourceReading): Promise<void> {
  const counts = {
    accepted: reading.accepted,
    updated: reading.updated,
    duplicates: reading.duplicates,
    rejected: reading.rejections.length,
  };
  const latest = {
    position: reading.position,
    last_read_ms: reading.atMs,
  };
  const told = {
    rejections: JSON.stringify(reading.rejections.slice(0, SHOWN_MAX)),
    notices: JSON.stringify(reading.notices.slice(0, SHOWN_MAX)),
  };
  // A file that is read on says nothing again of the lines before: what was wrong with them stays to be seen, and
  // adds up. A document that is read again says all of it again.
  const readOn = reading.position !== null;
  const silent = readOn && reading.rejections.length + reading.notices.length === 0;
  const changed =
    reading.alive || counts.accepted + counts.updated > 0 ? { last_change_ms: reading.atMs } : {};
  await tx
    .insertInto("source")
    .values({
      path: reading.path,
      kind: reading.kind,
      last_change_ms: null,
      last_error: null,
      last_error_ms: null,
      ...counts,
      ...latest,
      ...told,
      ...changed,
    })
    .onConflict((conflict) =>
      conflict.columns(["path", "kind"]).doUpdateSet({
        ...latest,
        ...(silent ? {} : told),
        ...changed,
        accepted: sql<number>`source.accepted + excluded.accepted`,
        updated: sql<number>`source.updated + excluded.updated`,
        duplicates: sql<number>`source.duplicates + excluded.duplicates`,
        rejected: readOn ? sql<number>`source.rejected + excluded.rejected` : counts.rejected,
      }),
    )
    .execute();
}

/** Notes that a source cannot be read. What was read before stays. */
export async function noteFailure(
  tx: Tx,
  { path, kind }: SourceKey,
  message: string,
  atMs: number,
): Promise<void> {
  const failure = { last_error: message, last_error_ms: atMs };
  const never = {
    position: null,
    last_read_ms: null,
    last_change_ms: null,
    accepted: 0,
    updated: 0,
    duplicates: 0,
    rejected: 0,
    rejections: "[]",
    notices: "[]",
  };
  await tx
    .insertInto("source")
    .values({ path, kind, ...never, ...failure })
    .onConflict((conflict) => conflict.columns(["path", "kind"]).doUpdateSet(failure))
    .execute();
}
