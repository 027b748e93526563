import { sql } from "kysely";
import type { Db } from "@/db/schema";
import type { ArticlesReply } from "@/lib/contract/articles";
import { articlesFrom } from "./article-reply";
import { cursorFrom, cursorText } from "./cursor";
import type { PageQuestion } from "./executions";

type Page = Pick<ArticlesReply, "total" | "cursor" | "articles">;

/** Articles of a period, newest first: article-costs lines, and article-making executions that have no line. */
export async function articlePage(db: Db, question: PageQuestion): Promise<Page> {
  const cursor = cursorFrom(question.cursor);
  const all = both(db, question);
  const { total } = await db
    .selectFrom(all.as("article"))
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const named = db.selectFrom(all.as("article")).selectAll();
  const after =
    cursor === null
      ? named
      : named.where(({ eb, refTuple, tuple }) =>
          eb(refTuple("at_ms", "identity"), "<", tuple(cursor.atMs, cursor.identity)),
        );
  const rows = await after
    .orderBy("at_ms", "desc")
    .orderBy("identity", "desc")
    .limit(question.limit + 1)
    .execute();
  const page = rows.slice(0, question.limit);
  const last = page.at(-1);
  return {
    total,
    cursor:
      rows.length > page.length && last ? cursorText({ atMs: last.at_ms, identity: last.identity }) : null,
    articles: await articlesFrom(db, page),
  };
}

function both(db: Db, question: PageQuestion) {
  const lines = db
    .selectFrom("article_cost")
    .select([
      "article_at_ms as at_ms",
      "identity",
      sql<number | null>`article_cost.id`.as("line_id"),
      sql<number | null>`null`.as("execution_id"),
      "article_environment as environment",
    ])
    .where("article_at_ms", ">=", question.fromMs)
    .where("article_at_ms", "<", question.toMs);
  const lone = db
    .selectFrom("execution")
    .select([
      "at_ms",
      "identity",
      sql<number | null>`null`.as("line_id"),
      sql<number | null>`execution.id`.as("execution_id"),
      "environment",
    ])
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .where("at_ms", ">=", question.fromMs)
    .where("at_ms", "<", question.toMs);
  const { environment } = question;
  if (environment === undefined) return lines.unionAll(lone);
  return lines
    .where("article_environment", "=", environment)
    .unionAll(lone.where("environment", "=", environment));
}
