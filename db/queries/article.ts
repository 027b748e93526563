import type { Db } from "@/db/schema";
import type { ArticleDetail } from "@/lib/contract/articles";
import { usd } from "@/lib/domain/money";
import { type ArticleParts, type Assembled, articleReply, assembled } from "./article-reply";
import { callReply } from "./calls";
import { isoTime } from "./money";

/** One article with its executions and their calls in order; null where there is none of this id. */
export async function articleById(db: Db, identity: string): Promise<ArticleDetail | null> {
  const parts = await partsOf(db, identity);
  const [article] = parts === null ? [] : await assembled(db, [parts]);
  if (!article) return null;
  return { ...articleReply(article), executions: executionsOf(article), calls: callsInOrder(article) };
}

/** The id of an execution that has become part of an article names that article. */
async function partsOf(db: Db, identity: string): Promise<ArticleParts | null> {
  const execution = await db
    .selectFrom("execution")
    .select(["id", "at_ms", "line_id", "is_article"])
    .where("identity", "=", identity)
    .executeTakeFirst();
  if (execution && execution.line_id === null) {
    return execution.is_article === 1
      ? { at_ms: execution.at_ms, identity, line_id: null, execution_id: execution.id }
      : null;
  }
  const lines = db.selectFrom("article_cost").select(["id", "identity", "article_at_ms"]);
  const line = await (execution?.line_id
    ? lines.where("id", "=", execution.line_id)
    : lines.where("identity", "=", identity)
  ).executeTakeFirst();
  return line
    ? { at_ms: line.article_at_ms, identity: line.identity, line_id: line.id, execution_id: null }
    : null;
}

const executionsOf = ({ executions }: Assembled): ArticleDetail["executions"] =>
  executions.map(({ row }) => ({
    id: row.identity,
    execution_id: row.execution_id,
    agent: row.agent,
    time: isoTime(row.at_ms),
    cost_usd: usd(row.cost_nano),
  }));

/** By time where calls have one; calls without stay in the order of their record. */
function callsInOrder({ executions }: Assembled): ArticleDetail["calls"] {
  return executions
    .flatMap(({ row, calls }) =>
      calls.map((call) => ({ atMs: call.at_ms ?? row.at_ms, reply: callReply(call, row.identity) })),
    )
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ reply }) => reply);
}
