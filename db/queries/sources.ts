import type { Db } from "@/db/schema";

/** What is stored of every source that was ever read. */
export const sourceRows = (db: Db) =>
  db.selectFrom("source").selectAll().orderBy("path").orderBy("kind").execute();

export type SourceRow = Awaited<ReturnType<typeof sourceRows>>[number];

/** Where a follower stopped; null where it has never read the file. */
export async function sourcePosition(db: Db, path: string, kind: string): Promise<string | null> {
  const row = await db
    .selectFrom("source")
    .select("position")
    .where("path", "=", path)
    .where("kind", "=", kind)
    .executeTakeFirst();
  return row?.position ?? null;
}

/** How much is stored. */
export async function storedCounts(
  db: Db,
): Promise<{ executions: number; llm_calls: number; articles: number }> {
  const row = await db
    .selectFrom("run_day")
    .select(({ fn }) => [
      fn.sum<number | null>("executions").as("executions"),
      fn.sum<number | null>("articles").as("articles"),
    ])
    .executeTakeFirstOrThrow();
  const calls = await db
    .selectFrom("usage_day")
    .select(({ fn }) => fn.sum<number | null>("calls").as("calls"))
    .executeTakeFirstOrThrow();
  return { executions: row.executions ?? 0, articles: row.articles ?? 0, llm_calls: calls.calls ?? 0 };
}
