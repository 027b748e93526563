import type { Db, Tx } from "@/db/schema";
import type { TrafficChangeRow, TrafficRow } from "@/db/schema-traffic";
import type { Environment } from "@/lib/domain/environment";

/** Who has the traffic as it is stored; null before the first start. */
export async function trafficRow(db: Db | Tx): Promise<TrafficRow | null> {
  return (await db.selectFrom("traffic").selectAll().where("id", "=", 1).executeTakeFirst()) ?? null;
}

/** The change of an epoch; null where there was none. */
export async function trafficChange(db: Db | Tx, epoch: number): Promise<TrafficChangeRow | null> {
  const change = db.selectFrom("traffic_change").selectAll().where("epoch", "=", epoch);
  return (await change.executeTakeFirst()) ?? null;
}

/** The epoch of the first rollback after that one; null where there was none. */
export async function rollbackAfter(db: Db, epoch: number): Promise<number | null> {
  const first = db
    .selectFrom("traffic_change")
    .select("epoch")
    .where("kind", "=", "rollback")
    .where("epoch", ">", epoch)
    .orderBy("epoch")
    .limit(1);
  return (await first.executeTakeFirst())?.epoch ?? null;
}

/** The newest changes, newest first. */
export const trafficChanges = (db: Db, limit: number): Promise<TrafficChangeRow[]> =>
  db.selectFrom("traffic_change").selectAll().orderBy("epoch", "desc").limit(limit).execute();

/** Confirmed changes of a period, oldest first: the marks on a time axis. */
export const changesBetween = (db: Db, fromMs: number, toMs: number): Promise<TrafficChangeRow[]> =>
  db
    .selectFrom("traffic_change")
    .selectAll()
    .where("state", "=", "confirmed")
    .where("finished_ms", ">=", fromMs)
    .where("finished_ms", "<", toMs)
    .orderBy("epoch")
    .limit(500)
    .execute();

/** How many jobs each environment was given since a change. */
export async function assignedSince(db: Db, epoch: number): Promise<Record<Environment, number>> {
  const rows = await db
    .selectFrom("assignment")
    .select(({ fn }) => ["environment", fn.countAll<number>().as("count")])
    .where("epoch", ">=", epoch)
    .groupBy("environment")
    .execute();
  const of = (environment: Environment) => rows.find((row) => row.environment === environment)?.count ?? 0;
  return { blue: of("blue"), green: of("green") };
}

/** The last job that a split gave to an environment after a moment; null where it was given none. */
export async function lastAssignedMs(
  db: Db,
  environment: Environment,
  afterMs: number,
): Promise<number | null> {
  const row = await db
    .selectFrom("assignment")
    .select(({ fn }) => fn.max("at_ms").as("at_ms"))
    .where("environment", "=", environment)
    .where("epoch", ">=", 0)
    .where("at_ms", ">", afterMs)
    .executeTakeFirst();
  return row?.at_ms ?? null;
}
