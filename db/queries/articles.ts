import type { Db } from "@/db/schema";
import type { ArticlesReply } from "@/lib/contract/articles";
import { type ArticleParts, articlesFrom } from "./article-reply";
import { type Cursor, cursorFrom, pageOf } from "./cursor";
import type { PageQuestion } from "./executions";
import { runSums } from "./rollups";

type Page = Pick<ArticlesReply, "total" | "cursor" | "articles">;

/**
 * Articles of a period, newest first: article-costs lines, and article-making executions that have no line.
 * Each side gives its newest by its own index, so that the cost is that of a page and not of the period.
 */
export async function articlePage(db: Db, question: PageQuestion): Promise<Page> {
  const before = cursorFrom(question.cursor) ?? { atMs: question.toMs, identity: "" };
  const { articles: total } = await runSums(db, question);
  const rows = [
    ...(await newestLines(db, question, before)),
    ...(await newestLone(db, question, before)),
  ].sort((a, b) => b.at_ms - a.at_ms || (a.identity < b.identity ? 1 : -1));
  const { page, cursor } = pageOf(rows, question.limit);
  return { total, cursor, articles: await articlesFrom(db, page) };
}

async function newestLines(db: Db, question: PageQuestion, before: Cursor): Promise<ArticleParts[]> {
  const { fromMs, toMs, environment, limit } = question;
  const lines = db
    .selectFrom("article_cost")
    .select(["id", "identity", "article_at_ms"])
    .where("article_at_ms", ">=", fromMs)
    .where("article_at_ms", "<", Math.min(toMs, before.atMs + 1))
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple("article_at_ms", "identity"), "<", tuple(before.atMs, before.identity)),
    );
  const named = environment === undefined ? lines : lines.where("article_environment", "=", environment);
  const newest = await named
    .orderBy("article_at_ms", "desc")
    .orderBy("identity", "desc")
    .limit(limit + 1)
    .execute();
  return newest.map(({ id, identity, article_at_ms }) => ({
    at_ms: article_at_ms,
    identity,
    line_id: id,
    execution_id: null,
  }));
}

async function newestLone(db: Db, question: PageQuestion, before: Cursor): Promise<ArticleParts[]> {
  const { fromMs, toMs, environment, limit } = question;
  const lone = db
    .selectFrom("execution")
    .select(["id", "identity", "at_ms"])
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", Math.min(toMs, before.atMs + 1))
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple("at_ms", "identity"), "<", tuple(before.atMs, before.identity)),
    );
  const named = environment === undefined ? lone : lone.where("environment", "=", environment);
  const newest = await named
    .orderBy("at_ms", "desc")
    .orderBy("identity", "desc")
    .limit(limit + 1)
    .execute();
  return newest.map(({ id, identity, at_ms }) => ({ at_ms, identity, line_id: null, execution_id: id }));
}
