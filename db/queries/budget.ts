import type { Db } from "@/db/schema";
import type { Spent } from "@/lib/domain/budget";
import { costSeries, type Slice } from "./rollups";

/** What was spent in each bucket in which anything was recorded, oldest first. */
export const spentIn = async (db: Db, slice: Slice): Promise<Spent[]> =>
  (await costSeries(db, slice)).map(({ start_ms, cost_nano }) => ({ startMs: start_ms, nano: cost_nano }));

/** The first day on which a call was recorded; null while there is none. */
export async function firstSpentMs(db: Db): Promise<number | null> {
  const { first } = await db
    .selectFrom("usage_day")
    .select(({ fn }) => fn.min<number | null>("start_ms").as("first"))
    .executeTakeFirstOrThrow();
  return first;
}
