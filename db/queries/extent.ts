import type { Db } from "@/db/schema";
import type { Extent } from "@/lib/domain/range";

/** The first and the last day of which anything is stored. Whatever counts anywhere counts as a run or execution, too. */
export async function extent(db: Db): Promise<Extent> {
  const row = await db
    .selectFrom("run_day")
    .select(({ fn }) => [fn.min("start_ms").as("first"), fn.max("start_ms").as("last")])
    .executeTakeFirstOrThrow();
  return row.first === null ? null : { firstMs: row.first, lastMs: row.last };
}
