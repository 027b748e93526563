import type { Db, Tx } from "@/db/schema";
import type { QuarantineRow, ReleaseEventRow, ReleaseRow } from "@/db/schema-releases";
import { type Environment, other } from "@/lib/domain/environment";
import { exposed, type Release } from "@/lib/domain/release";

/** The release of a row as its last step left it. */
export const releaseOf = ({ body }: Pick<ReleaseRow, "body">): Release => JSON.parse(body) as Release;

/** A stored release; null where there is none of that id. */
export async function releaseRow(db: Db | Tx, id: string): Promise<ReleaseRow | null> {
  return (await db.selectFrom("release").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The release that has a say in the traffic; null where none has. */
export async function liveReleaseRow(db: Db | Tx): Promise<ReleaseRow | null> {
  return (await db.selectFrom("release").selectAll().where("live", "=", 1).executeTakeFirst()) ?? null;
}

/** What the live release goes back to while it has work to give back; null where there is no such release. */
export async function releaseBackup(db: Db | Tx): Promise<Environment | null> {
  const row = await liveReleaseRow(db);
  if (row === null) return null;
  const release = releaseOf(row);
  return exposed(release) ? other(release.plan.environment) : null;
}

/** The newest release that nothing can be added to but its end: completed, with its old environment not retired. */
export async function completedReleaseRow(db: Db | Tx): Promise<ReleaseRow | null> {
  const newest = db
    .selectFrom("release")
    .selectAll()
    .where("started_epoch", "is not", null)
    .orderBy("started_epoch", "desc")
    .limit(1);
  const row = await newest.executeTakeFirst();
  return row === undefined || row.state !== "completed" ? null : row;
}

/** The release that was ended by the rollback of that epoch; null where it ended none. */
export async function releaseBefore(db: Db, epoch: number): Promise<ReleaseRow | null> {
  const row = await db
    .selectFrom("release")
    .selectAll()
    .where("started_epoch", "is not", null)
    .orderBy("started_epoch", "desc")
    .limit(1)
    .executeTakeFirst();
  const ended = row !== undefined && row.live === 0 && (row.started_epoch ?? 0) < epoch;
  return ended && row.state === "rolled_back" ? row : null;
}

/** Releases, newest first. */
export const releaseRows = (db: Db, limit: number): Promise<ReleaseRow[]> =>
  db
    .selectFrom("release")
    .selectAll()
    .orderBy("created_ms", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

/** The timeline of a release, oldest first. */
export const releaseTimeline = (db: Db | Tx, id: string): Promise<ReleaseEventRow[]> =>
  db.selectFrom("release_event").selectAll().where("release_id", "=", id).orderBy("id").execute();

/** When releases went back by themselves, of those not longer ago than that; a moment to come is one, too. */
export async function automaticRollbacks(db: Db | Tx, sinceMs: number): Promise<number[]> {
  const rows = await db
    .selectFrom("release_event")
    .select("at_ms")
    .where("kind", "=", "rollback")
    .where("automatic", "=", 1)
    .where("at_ms", ">", sinceMs)
    .orderBy("id")
    .execute();
  return rows.map(({ at_ms }) => at_ms);
}

/** Why a version may not be started by everybody; null where it may. */
export async function quarantineOf(db: Db | Tx, version: string): Promise<QuarantineRow | null> {
  const row = db.selectFrom("quarantine").selectAll().where("version", "=", version);
  return (await row.executeTakeFirst()) ?? null;
}

/** Versions that went back by themselves, newest first. */
export const quarantines = (db: Db): Promise<QuarantineRow[]> =>
  db.selectFrom("quarantine").selectAll().orderBy("since_ms", "desc").limit(200).execute();
