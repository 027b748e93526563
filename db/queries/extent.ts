import { sql } from "kysely";
import type { Db } from "@/db/schema";
import type { Extent } from "@/lib/domain/range";

/** Whatever is stored counts in one of these; each gives its ends by its key. */
const DAYS = ["run_day", "quality_day", "error_day", "latency_day", "health_day", "resource_day"] as const;

const ends = (table: (typeof DAYS)[number]) => sql<{
  days: string;
  first: number | null;
  last: number | null;
}>`
  select ${sql.lit(table)} as days,
    (select min(start_ms) from ${sql.table(table)}) as first,
    (select max(start_ms) from ${sql.table(table)}) as last`;

const EVERY = sql<{ days: string; first: number | null; last: number | null }>`${sql.join(
  DAYS.map(ends),
  sql` union all `,
)}`;

/** The first and the last day of which anything is stored, and the last one of a run. */
export async function extent(db: Db): Promise<Extent> {
  const { rows } = await EVERY.execute(db);
  const firsts = rows.flatMap(({ first }) => first ?? []);
  const lasts = rows.flatMap(({ last }) => last ?? []);
  if (firsts.length === 0) return null;
  return {
    firstMs: Math.min(...firsts),
    lastMs: Math.max(...lasts),
    lastRunMs: rows.find(({ days }) => days === "run_day")?.last ?? null,
  };
}
