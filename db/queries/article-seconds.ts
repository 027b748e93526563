import { sql } from "kysely";
import type { Db } from "@/db/schema";
import type { Slice } from "./rollups";

/** Beyond this many articles the longest one is not looked for. */
const ARTICLES_MAX = 5000;

interface Timed {
  at_ms: number;
  seconds: number | null;
}

/**
 * The seconds of the longest article of each of these buckets, by the bucket's start. Read from the records, because
 * histograms know values within 2 % only; null where there are so many that this would take long.
 */
export async function longestArticles(
  db: Db,
  slice: Slice,
  startsMs: readonly number[],
): Promise<Map<number, number> | null> {
  if (startsMs.length === 0) return new Map();
  const articles = [...(await ofLines(db, slice)), ...(await ofLone(db, slice))];
  if (articles.length > ARTICLES_MAX) return null;
  const starts = [...new Set(startsMs)].sort((a, b) => a - b);
  const longest = new Map<number, number>();
  let index = 0;
  for (const { at_ms, seconds } of articles.sort((a, b) => a.at_ms - b.at_ms)) {
    while ((starts[index + 1] ?? Number.POSITIVE_INFINITY) <= at_ms) index += 1;
    const start = starts[index];
    if (start === undefined || seconds === null) continue;
    longest.set(start, Math.max(seconds, longest.get(start) ?? 0));
  }
  return longest;
}

/** Seconds of a line, else of its executions together. */
function ofLines(db: Db, { fromMs, toMs, environment }: Slice): Promise<Timed[]> {
  const rows = db
    .selectFrom("article_cost")
    .where("article_at_ms", ">=", fromMs)
    .where("article_at_ms", "<", toMs);
  return (environment === undefined ? rows : rows.where("article_environment", "=", environment))
    .select(({ selectFrom, fn }) => [
      "article_at_ms as at_ms",
      fn
        .coalesce(
          "article_cost.seconds",
          selectFrom("execution")
            .whereRef("execution.line_id", "=", "article_cost.id")
            .select(sql<number | null>`sum(execution.seconds)`.as("seconds")),
        )
        .as("seconds"),
    ])
    .limit(ARTICLES_MAX + 1)
    .execute();
}

function ofLone(db: Db, { fromMs, toMs, environment }: Slice): Promise<Timed[]> {
  const rows = db
    .selectFrom("execution")
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs);
  return (environment === undefined ? rows : rows.where("environment", "=", environment))
    .select(["at_ms", "seconds"])
    .limit(ARTICLES_MAX + 1)
    .execute();
}
