import { sql } from "kysely";
import type { Db } from "@/db/schema";
import { NO_QUALITY, QUALITY_FIELDS, type QualityFacts, type RunFacts } from "@/lib/domain/facts";
import { runRows, type Slice, summed } from "./rollups";

/** Everything that is checked: of runs and evaluations, and of articles by their publication validator. */
export type CheckFacts = QualityFacts & Pick<RunFacts, "validated" | "validator_passed">;

const QUALITY_SUMS = summed(QUALITY_FIELDS);
const VALIDATOR_SUMS = summed(["validated", "validator_passed"]);

function qualityRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db
    .selectFrom(`quality_${bucket}`)
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

/** What was checked of runs and evaluations in a slice. The validator's sums are those of `runSums`. */
export const qualitySums = (db: Db, slice: Slice): Promise<QualityFacts> =>
  qualityRows(db, slice).select(QUALITY_SUMS).executeTakeFirstOrThrow();

/** Everything that was checked in a slice. */
export const checkSums = async (db: Db, slice: Slice): Promise<CheckFacts> => ({
  ...(await qualitySums(db, slice)),
  ...(await runRows(db, slice).select(VALIDATOR_SUMS).executeTakeFirstOrThrow()),
});

/** As `checkSums`, of each bucket in which something was checked, oldest first. */
export async function checkSeries(db: Db, slice: Slice): Promise<(CheckFacts & { start_ms: number })[]> {
  const quality = await qualityRows(db, slice)
    .select("start_ms")
    .select(QUALITY_SUMS)
    .groupBy("start_ms")
    .execute();
  const validated = await runRows(db, slice)
    .select("start_ms")
    .select(VALIDATOR_SUMS)
    .groupBy("start_ms")
    .having(sql<number>`sum(validated)`, ">", 0)
    .execute();
  const points = new Map(quality.map((row) => [row.start_ms, { ...row, validated: 0, validator_passed: 0 }]));
  for (const row of validated)
    points.set(row.start_ms, { ...NO_QUALITY, ...points.get(row.start_ms), ...row });
  return [...points.values()].sort((a, b) => a.start_ms - b.start_ms);
}
