import { sql } from "kysely";
import type { CallRow, Db } from "@/db/schema";
import type { Execution, ExecutionDetail, ExecutionsReply } from "@/lib/contract/executions";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { type NanoUsd, usd } from "@/lib/domain/money";
import type { Period } from "@/lib/domain/range";
import { roiMultiplier } from "@/lib/domain/roi";
import { callReply, callsOf, callTotals } from "./calls";
import { cursorFrom, pageOf } from "./cursor";
import { isoTime, usdOrNull } from "./money";
import { runSums } from "./rollups";

export interface PageQuestion extends Period {
  environment?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

type Page = Pick<ExecutionsReply, "total" | "cursor" | "executions">;

/** Runs of a period, newest first. */
export async function executionPage(db: Db, question: PageQuestion): Promise<Page> {
  const cursor = cursorFrom(question.cursor);
  const toMs = Math.min(question.toMs, cursor === null ? question.toMs : cursor.atMs + 1);
  const all = inPeriod(db, { ...question, toMs });
  const { executions: total } = await runSums(db, question);
  const after =
    cursor === null
      ? all
      : all.where(({ eb, refTuple, tuple }) =>
          eb(refTuple("execution.at_ms", "execution.identity"), "<", tuple(cursor.atMs, cursor.identity)),
        );
  const rows = await selected(after)
    .orderBy("execution.at_ms", "desc")
    .orderBy("execution.identity", "desc")
    .limit(question.limit + 1)
    .execute();
  const { page, cursor: next } = pageOf(rows, question.limit);
  const calls = await callsOf(
    db,
    page.map((row) => row.id),
  );
  return {
    total,
    cursor: next,
    executions: page.map((row) => executionReply(row, calls.get(row.id) ?? [])),
  };
}

/** One run with its calls; null where there is none of this id. */
export async function executionById(db: Db, identity: string): Promise<ExecutionDetail | null> {
  const row = await selected(withLines(db)).where("execution.identity", "=", identity).executeTakeFirst();
  if (!row) return null;
  const calls = (await callsOf(db, [row.id])).get(row.id) ?? [];
  return {
    ...executionReply(row, calls),
    start_text: row.start_text,
    calls: calls.map((call) => callReply(call, identity)),
  };
}

function inPeriod(db: Db, { fromMs, toMs, environment }: PageQuestion) {
  const rows = withLines(db).where("execution.at_ms", ">=", fromMs).where("execution.at_ms", "<", toMs);
  return environment === undefined ? rows : rows.where(EFFECTIVE_ENVIRONMENT, "=", environment);
}

/** An execution without an environment of its own has that of the article it belongs to. */
const EFFECTIVE_ENVIRONMENT = sql<
  string | null
>`coalesce(execution.environment, article_cost.article_environment)`;

const withLines = (db: Db) =>
  db.selectFrom("execution").leftJoin("article_cost", "article_cost.id", "execution.line_id");

const selected = (rows: ReturnType<typeof withLines>) =>
  rows
    .selectAll("execution")
    .select(["article_cost.identity as line_identity", EFFECTIVE_ENVIRONMENT.as("effective_environment")]);

type ExecutionRow = Awaited<ReturnType<ReturnType<typeof selected>["execute"]>>[number];

function executionReply(row: ExecutionRow, calls: readonly CallRow[]): Execution {
  return {
    id: row.identity,
    execution_id: row.execution_id,
    agent: row.agent,
    topic: row.topic,
    time: isoTime(row.at_ms),
    environment: ENVIRONMENTS.find((name) => name === row.effective_environment) ?? null,
    models: [...new Set(calls.map((call) => call.model))],
    ...callTotals(calls),
    cost_usd: usd(row.cost_nano),
    cost_known: row.cost_known === 1,
    human_hours: row.human_micro_hours === null ? null : row.human_micro_hours / 1_000_000,
    human_cost_usd: usdOrNull(row.human_nano),
    roi_multiplier:
      row.human_nano === null || row.cost_known === 0
        ? null
        : roiMultiplier(row.human_nano as NanoUsd, row.cost_nano as NanoUsd),
    article: row.line_identity ?? (row.is_article === 1 ? row.identity : null),
  };
}
