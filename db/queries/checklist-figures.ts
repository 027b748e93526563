import { sql } from "kysely";
import type { Db } from "@/db/schema";
import type { Environment } from "@/lib/domain/environment";

/** Figures that evidence of releases asks for. What belongs to no environment is the environment's, too. */
const withNone = (environment: Environment): string[] => [environment, ""];

const HOUR_MS = 3_600_000;

/** The names of which a latency was told since a moment, by whole hours. */
export async function releaseLatencyNames(
  db: Db,
  environment: Environment,
  sinceMs: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom("latency_hour")
    .select("name")
    .distinct()
    .where("start_ms", ">", sinceMs - HOUR_MS)
    .where("environment", "in", withNone(environment))
    .orderBy("name")
    .execute();
  return rows.map(({ name }) => name);
}

/** How many errors that count were critical since a moment. */
export async function criticalErrors(db: Db, environment: Environment, sinceMs: number): Promise<number> {
  const { count } = await db
    .selectFrom("error_event")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("at_ms", ">=", sinceMs)
    .where("severity", "=", "critical")
    .where("counted", "=", 1)
    .where("environment", "in", withNone(environment))
    .executeTakeFirstOrThrow();
  return count;
}

/** When the newest execution began; null where none was ever read. */
export async function newestExecutionMs(db: Db): Promise<number | null> {
  const newest = db.selectFrom("execution").select("at_ms").orderBy("at_ms", "desc").limit(1);
  return (await newest.executeTakeFirst())?.at_ms ?? null;
}

/** How many of its intervals a result speaks for, until another comes. */
const INTERVALS = 3;

/** Components of an environment that were down at a moment or became so since: a look into an index for each. */
export async function componentsDown(db: Db, environment: Environment, sinceMs: number): Promise<string[]> {
  const mine = sql`component = health_component.component and environment = health_component.environment`;
  const became = sql<boolean>`exists (
    select 1 from health_result
    where ${mine} and changed = 1 and at_ms >= ${sinceMs} and status = 'unhealthy'
  )`;
  const was = sql<boolean>`(
    select status = 'unhealthy' and at_ms + ${INTERVALS} * interval_ms > ${sinceMs} from health_result
    where ${mine} and at_ms < ${sinceMs} order by at_ms desc, id desc limit 1
  )`;
  const rows = await db
    .selectFrom("health_component")
    .select("component")
    .where("environment", "=", environment)
    .where(({ or }) => or([became, was]))
    .orderBy("component")
    .execute();
  return rows.map(({ component }) => component);
}

/** Receivers that a notification has reached, since ever. */
export async function receiversReached(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("notification")
    .select("receiver")
    .distinct()
    .where("state", "=", "sent")
    .execute();
  return rows.map(({ receiver }) => receiver);
}
