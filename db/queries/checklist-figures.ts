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

/** Components that were down since a moment, each once. */
export async function componentsDown(db: Db, environment: Environment, sinceMs: number): Promise<string[]> {
  const rows = await db
    .selectFrom("health_component")
    .innerJoin("health_result", (join) =>
      join
        .onRef("health_result.component", "=", "health_component.component")
        .onRef("health_result.environment", "=", "health_component.environment"),
    )
    .select("health_component.component")
    .distinct()
    .where("health_component.environment", "=", environment)
    .where("health_result.at_ms", ">=", sinceMs)
    .where("health_result.status", "=", "unhealthy")
    .orderBy("health_component.component")
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
