import { sql } from "kysely";
import type { Db } from "@/db/schema";
import type { HealthResultRow } from "@/db/schema-signals";
import type { HealthHistoryReply } from "@/lib/contract/health";
import type { Period } from "@/lib/domain/range";
import { percentiles } from "./latency";
import { isoTime } from "./money";

/** A component within one environment; the empty string is none. */
export interface HealthSeries {
  component: string;
  environment: string;
}

/** Of each component and environment the result that was received last. */
export const currentResults = (db: Db): Promise<HealthResultRow[]> =>
  db
    .selectFrom("health_component")
    .innerJoin("health_result", "health_result.id", "health_component.result_id")
    .selectAll("health_result")
    .orderBy("health_result.component")
    .orderBy("health_result.environment")
    .execute();

/** What is told of a series beside what holds now. Times are UTC milliseconds. */
export interface SeriesPast extends HealthSeries {
  firstMs: number;
  /** Of the newest result that said something else than the one before it. */
  changedMs: number;
  /** The newest result, which speaks until now. */
  newest: Pick<HealthResultRow, "at_ms" | "interval_ms" | "status">;
  lastError: { message: string; atMs: number } | null;
}

/** The past of every series of these environments, in one statement: a look into an index for each figure. */
export async function seriesPasts(db: Db, environments: readonly string[]): Promise<SeriesPast[]> {
  const edge = (order: "asc" | "desc", condition = sql<boolean>`1 = 1`) =>
    sql<number>`(
      select id from health_result
      where component = health_component.component and environment = health_component.environment and ${condition}
      order by at_ms ${sql.raw(order)}, id ${sql.raw(order)} limit 1
    )`;
  const rows = await db
    .selectFrom((from) =>
      from
        .selectFrom("health_component")
        .select([
          "component",
          "environment",
          edge("asc").as("first_id"),
          edge("desc").as("newest_id"),
          edge("desc", sql`changed = 1`).as("changed_id"),
          edge("desc", sql`error is not null`).as("error_id"),
        ])
        .where("environment", "in", [...environments])
        .as("series"),
    )
    .innerJoin("health_result as first", "first.id", "series.first_id")
    .innerJoin("health_result as newest", "newest.id", "series.newest_id")
    .innerJoin("health_result as changed", "changed.id", "series.changed_id")
    .leftJoin("health_result as failed", "failed.id", "series.error_id")
    .select([
      "series.component",
      "series.environment",
      "first.at_ms as firstMs",
      "newest.at_ms",
      "newest.interval_ms",
      "newest.status",
      "changed.at_ms as changedMs",
      "failed.error",
      "failed.at_ms as failedMs",
    ])
    .execute();
  return rows.map(({ component, environment, firstMs, changedMs, error, failedMs, ...newest }) => ({
    component,
    environment,
    firstMs,
    changedMs,
    newest,
    lastError: error === null || failedMs === null ? null : { message: error, atMs: failedMs },
  }));
}

/** A period of whole buckets in some environments. */
export interface HealthSlice extends Period {
  environments: readonly string[];
}

/** Known time and results of every component (or of one) by bucket, over these environments. Reads a rollup. */
export function uptimeRows(db: Db, { fromMs, toMs, bucket, environments }: HealthSlice, component?: string) {
  const rows = db
    .selectFrom(`health_${bucket}`)
    .select(({ fn }) => [
      "component",
      "start_ms",
      fn.sum<number>("results").as("results"),
      fn.sum<number>("up_ms").as("up_ms"),
      fn.sum<number>("degraded_ms").as("degraded_ms"),
      fn.sum<number>("down_ms").as("down_ms"),
    ])
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs)
    .where("environment", "in", [...environments])
    .groupBy(["component", "start_ms"]);
  return (component === undefined ? rows : rows.where("component", "=", component)).execute();
}

export type UptimeRow = Awaited<ReturnType<typeof uptimeRows>>[number];

const CHANGES_MAX = 200;

/** When the state of a component changed, newest first. */
export const stateChanges = (db: Db, { fromMs, toMs, environments }: HealthSlice, component: string) =>
  db
    .selectFrom("health_result")
    .select(["at_ms", "environment", "status", "error"])
    .where("component", "=", component)
    .where("environment", "in", [...environments])
    .where("changed", "=", 1)
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs)
    .orderBy("at_ms", "desc")
    .orderBy("id", "desc")
    .limit(CHANGES_MAX)
    .execute();

/** Which of the known versions was told last, within these environments; null where no check says one. */
export async function newestVersion(db: Db, environments: readonly string[]): Promise<string | null> {
  const row = await db
    .selectFrom("health_component")
    .innerJoin("health_result", "health_result.id", "health_component.result_id")
    .select("version")
    .where("health_result.environment", "in", [...environments])
    .where("version", "is not", null)
    .orderBy("received_ms", "desc")
    .orderBy("health_result.id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? null;
}

/** How quick a component was by bucket, in milliseconds, oldest first. Successes only. */
export async function componentLatency(
  db: Db,
  { fromMs, toMs, bucket, environments }: HealthSlice,
  component: string,
): Promise<HealthHistoryReply["latency"]> {
  const rows = await db
    .selectFrom(`latency_${bucket}`)
    .select(["start_ms as startMs", "bin", "count", "max_us as maxUs"])
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs)
    .where("environment", "in", [...environments])
    .where("name", "=", component)
    .orderBy("start_ms")
    .execute();
  return [...Map.groupBy(rows, (row) => row.startMs)].map(([startMs, mine]) => ({
    time: isoTime(startMs),
    ...percentiles(mine),
  }));
}
