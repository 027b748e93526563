import { type AliasedRawBuilder, sql } from "kysely";
import type { Db } from "@/db/schema";
import { RUN_FIELDS, type RunFacts, USAGE_FIELDS, type UsageFacts } from "@/lib/domain/facts";
import type { Period } from "@/lib/domain/range";

/** Which rollup answers, and for what. `environment` undefined means all, with those that have none. */
export interface Slice extends Period {
  environment?: string | undefined;
}

/** One select expression a field: the sum of it, 0 of nothing. */
export const summed = <F extends string>(fields: readonly F[]): AliasedRawBuilder<number, F>[] =>
  fields.map((field) => sql<number>`coalesce(sum(${sql.ref(field)}), 0)`.as(field));

const USAGE_SUMS = summed(USAGE_FIELDS);
const RUN_SUMS = summed(RUN_FIELDS);

/** Rows of one rollup within a slice. The bucket of the slice picks the table; a total is the same from either. */
export function usageRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db.selectFrom(`usage_${bucket}`).where("start_ms", ">=", fromMs).where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

export function runRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db.selectFrom(`run_${bucket}`).where("start_ms", ">=", fromMs).where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

export function articleTimeRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db
    .selectFrom(`article_time_${bucket}`)
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

export const usageSums = (db: Db, slice: Slice): Promise<UsageFacts> =>
  usageRows(db, slice).select(USAGE_SUMS).executeTakeFirstOrThrow();

export const runSums = (db: Db, slice: Slice): Promise<RunFacts> =>
  runRows(db, slice).select(RUN_SUMS).executeTakeFirstOrThrow();

export const usageSeries = (db: Db, slice: Slice, by: "provider" | "model" | "agent" | "environment") =>
  usageRows(db, slice)
    .select([`${by} as key`, "start_ms"])
    .select(USAGE_SUMS)
    .groupBy(["start_ms", by])
    .orderBy("start_ms")
    .orderBy(by)
    .execute();

export const costSeries = (db: Db, slice: Slice) =>
  usageRows(db, slice)
    .select(["start_ms", sql<number>`sum(cost_nano)`.as("cost_nano")])
    .groupBy("start_ms")
    .orderBy("start_ms")
    .execute();

export const runSeries = (db: Db, slice: Slice) =>
  runRows(db, slice).select("start_ms").select(RUN_SUMS).groupBy("start_ms").orderBy("start_ms").execute();
