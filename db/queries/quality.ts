import type { Db } from "@/db/schema";
import { QUALITY_FIELDS, type QualityFacts } from "@/lib/domain/facts";
import { type Slice, summed } from "./rollups";

const QUALITY_SUMS = summed(QUALITY_FIELDS);

function qualityRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db
    .selectFrom(`quality_${bucket}`)
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

/** Everything that was checked in a slice. */
export const qualitySums = (db: Db, slice: Slice): Promise<QualityFacts> =>
  qualityRows(db, slice).select(QUALITY_SUMS).executeTakeFirstOrThrow();

/** As `qualitySums`, of each bucket in which something was checked, oldest first. */
export const qualitySeries = (db: Db, slice: Slice) =>
  qualityRows(db, slice)
    .select("start_ms")
    .select(QUALITY_SUMS)
    .groupBy("start_ms")
    .orderBy("start_ms")
    .execute();
