import type { Db } from "@/db/schema";
import type { Extent } from "@/lib/domain/range";

/** The first and the last day of which anything is stored. */
export async function extent(db: Db): Promise<Extent> {
  const run = await edges(db, "run_day");
  const usage = await edges(db, "usage_day");
  if (run === null || usage === null) return run ?? usage;
  return { firstMs: Math.min(run.firstMs, usage.firstMs), lastMs: Math.max(run.lastMs, usage.lastMs) };
}

async function edges(db: Db, table: "run_day" | "usage_day"): Promise<Extent> {
  const row = await db
    .selectFrom(table)
    .select(({ fn }) => [fn.min("start_ms").as("first"), fn.max("start_ms").as("last")])
    .executeTakeFirstOrThrow();
  return row.first === null ? null : { firstMs: row.first, lastMs: row.last };
}
