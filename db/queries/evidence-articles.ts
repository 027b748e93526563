import { sql } from "kysely";
import type { Db } from "@/db/schema";
import { JOB_MS } from "@/lib/domain/failed-job";
import type { Stretch } from "./evidence-jobs";

/** What one finished article was; null where it is not known. */
export interface ArticleFigures {
  endMs: number;
  costNano: number | null;
  humanNano: number | null;
  seconds: number | null;
}

/** The newest articles that were finished in a stretch, in order of their end, with their figures as everywhere else. */
export async function articleFigures(db: Db, stretch: Stretch, limit: number): Promise<ArticleFigures[]> {
  const articles = [...(await ofLines(db, stretch, limit)), ...(await ofLone(db, stretch, limit))];
  return articles.sort((a, b) => a.endMs - b.endMs).slice(-limit);
}

/** The dollars of an article are its line's; human work is its executions'. */
function ofLines(db: Db, { environment, sinceMs, untilMs }: Stretch, limit: number) {
  return db
    .selectFrom("article_cost")
    .select(({ selectFrom, fn }) => [
      "at_ms as endMs",
      "cost_nano as costNano",
      selectFrom("execution")
        .whereRef("execution.line_id", "=", "article_cost.id")
        .select(sql<number | null>`sum(execution.human_nano)`.as("human"))
        .as("humanNano"),
      fn
        .coalesce(
          "article_cost.seconds",
          selectFrom("execution")
            .whereRef("execution.line_id", "=", "article_cost.id")
            .select(sql<number | null>`sum(execution.seconds)`.as("seconds")),
        )
        .as("seconds"),
    ])
    .where("article_at_ms", ">=", sinceMs - JOB_MS)
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .where("article_environment", environment === "" ? "is" : "=", environment || null)
    .orderBy("article_at_ms", "desc")
    .limit(limit)
    .execute();
}

function ofLone(db: Db, { environment, sinceMs, untilMs }: Stretch, limit: number) {
  return db
    .selectFrom("execution")
    .select([
      "end_ms as endMs",
      sql<number | null>`case when cost_known = 1 then cost_nano end`.as("costNano"),
      "human_nano as humanNano",
      "seconds",
    ])
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .where("at_ms", ">=", sinceMs - JOB_MS)
    .where("end_ms", ">=", sinceMs)
    .where("end_ms", "<=", untilMs)
    .where("environment", environment === "" ? "is" : "=", environment || null)
    .orderBy("at_ms", "desc")
    .limit(limit)
    .execute();
}
