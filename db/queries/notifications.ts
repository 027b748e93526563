import type { Db, Tx } from "@/db/schema";
import type { NotificationRow } from "@/db/schema-alerts";

/** A clock that was put back must not keep anything waiting for longer than a retry ever does. */
const WAIT_MS_MAX = 3_600_000;

/**
 * What is to be sent now: the oldest of each receiver that is still pending, so that each is told in order. One that
 * waits for its next attempt keeps those after it waiting, too.
 */
export async function dueNotifications(db: Db | Tx, nowMs: number): Promise<NotificationRow[]> {
  const oldest = db
    .selectFrom("notification")
    .select(({ fn }) => fn.min("id").as("id"))
    .where("state", "=", "pending")
    .groupBy("receiver");
  const rows = await db
    .selectFrom("notification")
    .selectAll()
    .where("id", "in", oldest)
    .orderBy("id")
    .execute();
  return rows.filter(({ next_ms }) => next_ms <= nowMs || next_ms > nowMs + WAIT_MS_MAX);
}

/** The delivery log, newest first. */
export const notificationLog = (db: Db, limit: number): Promise<NotificationRow[]> =>
  db.selectFrom("notification").selectAll().orderBy("id", "desc").limit(limit).execute();

/** How many are not sent yet. */
export async function pendingNotifications(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom("notification")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("state", "=", "pending")
    .executeTakeFirstOrThrow();
  return count;
}

/** Who was told something, or is to be, by its key. */
export const receiversTold = async (db: Db, key: string): Promise<string[]> =>
  (await db.selectFrom("notification").select("receiver").where("key", "=", key).execute()).map(
    ({ receiver }) => receiver,
  );
