import type { Db } from "@/db/schema";
import type { ReconciliationReply } from "@/lib/contract/sources";
import { usd } from "@/lib/domain/money";
import type { Period } from "@/lib/domain/range";
import { isoTime } from "./money";

/** How many rows each list shows; the totals count all. */
const LISTED_MAX = 500;

interface Question extends Period {
  environment?: string | undefined;
}

type Lists = Pick<ReconciliationReply, "pairs" | "single_executions" | "single_article_costs" | "totals">;

/** Which runs stand in both sources, how far their dollars differ, and what has no counterpart. Newest first. */
export async function reconciled(db: Db, question: Question): Promise<Lists> {
  const paired = await pairs(db, question);
  const executions = await singleExecutions(db, question);
  const lines = await singleLines(db, question);
  return {
    pairs: paired.slice(0, LISTED_MAX),
    single_executions: executions.slice(0, LISTED_MAX),
    single_article_costs: lines.slice(0, LISTED_MAX),
    totals: {
      pairs: paired.length,
      single_executions: executions.length,
      single_article_costs: lines.length,
    },
  };
}

const side = (row: { identity: string; at_ms: number; cost_nano: number }) => ({
  id: row.identity,
  time: isoTime(row.at_ms),
  cost_usd: usd(row.cost_nano),
});

async function pairs(db: Db, question: Question): Promise<Lists["pairs"]> {
  const rows = await linesIn(db, question)
    .innerJoin("execution", "execution.line_id", "article_cost.id")
    .select(["article_cost.identity", "article_cost.topic", "article_cost.at_ms", "article_cost.cost_nano"])
    .select([
      "execution.identity as own_identity",
      "execution.at_ms as own_at_ms",
      "execution.end_ms",
      "execution.cost_nano as own_cost_nano",
    ])
    .orderBy("article_at_ms", "desc")
    .execute();
  return rows.map((row) => ({
    article: row.identity,
    topic: row.topic,
    execution: side({ identity: row.own_identity, at_ms: row.own_at_ms, cost_nano: row.own_cost_nano }),
    article_cost: side(row),
    difference_usd: usd(row.cost_nano - row.own_cost_nano),
    apart_s: Math.abs(row.at_ms - row.end_ms) / 1000,
  }));
}

async function singleExecutions(
  db: Db,
  { fromMs, toMs, environment }: Question,
): Promise<Lists["single_executions"]> {
  const rows = db
    .selectFrom("execution")
    .select(["identity", "at_ms", "cost_nano", "agent", "topic"])
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs)
    .orderBy("at_ms", "desc");
  const found = await (environment === undefined
    ? rows
    : rows.where("environment", "=", environment)
  ).execute();
  return found.map((row) => ({ ...side(row), agent: row.agent, topic: row.topic }));
}

async function singleLines(db: Db, question: Question): Promise<Lists["single_article_costs"]> {
  const rows = await linesIn(db, question)
    .leftJoin("execution", "execution.line_id", "article_cost.id")
    .where("execution.id", "is", null)
    .select(["article_cost.identity", "article_cost.at_ms", "article_cost.cost_nano", "article_cost.topic"])
    .orderBy("article_at_ms", "desc")
    .execute();
  return rows.map((row) => ({ ...side(row), topic: row.topic }));
}

function linesIn(db: Db, { fromMs, toMs, environment }: Question) {
  const rows = db
    .selectFrom("article_cost")
    .where("article_at_ms", ">=", fromMs)
    .where("article_at_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("article_environment", "=", environment);
}
