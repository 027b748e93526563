import type { Db } from "@/db/schema";

/** How far records had come at a moment: what is stored later has higher numbers, whatever its times say. */
export interface ArticleMark {
  lineId: number;
  executionId: number;
}

export async function articleMark(db: Db): Promise<ArticleMark> {
  const last = (table: "article_cost" | "execution") =>
    db
      .selectFrom(table)
      .select(({ fn }) => fn.max("id").as("id"))
      .executeTakeFirst();
  return { lineId: (await last("article_cost"))?.id ?? 0, executionId: (await last("execution"))?.id ?? 0 };
}

/** The id of the article on a topic that was stored since; by its line, else by its execution. Null: there is none yet. */
export async function articleSince(db: Db, topicKey: string, mark: ArticleMark): Promise<string | null> {
  const line = await db
    .selectFrom("article_cost")
    .select("identity")
    .where("topic_key", "=", topicKey)
    .where("id", ">", mark.lineId)
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (line !== undefined) return line.identity;
  const execution = await db
    .selectFrom("execution")
    .select("identity")
    .where("topic_key", "=", topicKey)
    .where("is_article", "=", 1)
    .where("id", ">", mark.executionId)
    .orderBy("id", "desc")
    .executeTakeFirst();
  return execution?.identity ?? null;
}
