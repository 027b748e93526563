import { inChunks } from "@/db/chunks";
import { storedCall, storedExecution, storedLine } from "@/db/record/units";
import type { CallRow, Db } from "@/db/schema";
import type { Article } from "@/lib/contract/articles";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { type NanoUsd, usd } from "@/lib/domain/money";
import { roiMultiplier } from "@/lib/domain/roi";
import { totals, type Unit } from "@/lib/domain/unit";
import { callsOf, callTotals } from "./calls";
import { isoTime, usdOrNull } from "./money";

/** What an article is made of: a line, or an execution, or (by the line's id) both. */
export interface ArticleParts {
  at_ms: number;
  identity: string;
  line_id: number | null;
  execution_id: number | null;
}

/** The articles of these parts, in their order. */
export async function articlesFrom(db: Db, parts: readonly ArticleParts[]): Promise<Article[]> {
  const found = await assembled(db, parts);
  return found.map(articleReply);
}

export type Assembled = Awaited<ReturnType<typeof assembled>>[number];

/** Each article's rows: its line with the parts of its dollars, its executions, and their calls in order. */
export async function assembled(db: Db, parts: readonly ArticleParts[]) {
  const lineIds = parts.flatMap((part) => part.line_id ?? []);
  const lines = await inChunks(lineIds, (piece) =>
    db.selectFrom("article_cost").selectAll().where("id", "in", piece).execute(),
  );
  const costs = await inChunks(lineIds, (piece) =>
    db
      .selectFrom("article_cost_part")
      .selectAll()
      .where("article_cost_id", "in", piece)
      .orderBy("seq")
      .execute(),
  );
  const executions = [
    ...(await inChunks(
      parts.flatMap((part) => part.execution_id ?? []),
      (piece) => db.selectFrom("execution").selectAll().where("id", "in", piece).execute(),
    )),
    ...(await inChunks(lineIds, (piece) =>
      db.selectFrom("execution").selectAll().where("line_id", "in", piece).orderBy("at_ms").execute(),
    )),
  ];
  const calls = await callsOf(
    db,
    executions.map((execution) => execution.id),
  );
  return parts.map((part) => {
    const mine = executions.filter((row) =>
      part.line_id === null ? row.id === part.execution_id : row.line_id === part.line_id,
    );
    return {
      identity: part.identity,
      atMs: part.at_ms,
      line: lines.find((line) => line.id === part.line_id) ?? null,
      costs: costs.filter((cost) => cost.article_cost_id === part.line_id),
      executions: mine.map((row) => ({ row, calls: calls.get(row.id) ?? [] })),
    };
  });
}

export function articleReply(article: Assembled): Article {
  const { line, executions } = article;
  const calls = executions.flatMap((execution) => execution.calls);
  const summed = totals(unitOf(article));
  const environment = line?.article_environment ?? executions[0]?.row.environment ?? null;
  const { estimated_cost_usd, ...usage } = callTotals(calls);
  return {
    id: article.identity,
    topic: line?.topic ?? executions.find(({ row }) => row.topic !== null)?.row.topic ?? null,
    time: isoTime(article.atMs),
    environment: ENVIRONMENTS.find((name) => name === environment) ?? null,
    cost_usd: usd(summed.costNano),
    cost_known: summed.costKnown,
    estimated_cost_usd: line === null ? estimated_cost_usd : 0,
    cost_by: costBy(article, calls),
    ...usage,
    words: summed.words,
    words_estimated: summed.wordsEstimated,
    seconds: summed.seconds,
    ...quality(line),
    human_hours: summed.humanMicroHours === null ? null : summed.humanMicroHours / 1_000_000,
    human_cost_usd: usdOrNull(summed.humanNano),
    roi_multiplier:
      summed.humanNano === null || !summed.costKnown
        ? null
        : roiMultiplier(summed.humanNano as NanoUsd, summed.costNano as NanoUsd),
    sources: [
      ...(executions.length > 0 ? (["execution-roi"] as const) : []),
      ...(line ? (["article-costs"] as const) : []),
    ],
  };
}

const quality = (line: Assembled["line"]) => ({
  gates: { passed: line?.gates_passed ?? null, failed: null },
  validator_passed: line?.validator_passed == null ? null : line.validator_passed === 1,
  editorial_score: line?.editorial_score ?? null,
});

type Spent = Pick<CallRow, "agent" | "model" | "provider" | "cost_nano">;

function costBy({ line, costs }: Assembled, calls: readonly CallRow[]): Article["cost_by"] {
  const spent: readonly Spent[] = line === null ? calls : costs;
  const groups = Map.groupBy(spent, ({ agent, model }) => `${agent}\0${model}`);
  return [...groups.values()]
    .flatMap(([first, ...rest]) =>
      first ? [{ first, nano: rest.reduce((sum, row) => sum + row.cost_nano, first.cost_nano) }] : [],
    )
    .sort((a, b) => b.nano - a.nano)
    .map(({ first, nano }) => ({
      agent: first.agent,
      model: first.model,
      provider: first.provider,
      cost_usd: usd(nano),
    }));
}

/** The rows as the domain counts them, so that an article's page and the rollups cannot disagree. */
function unitOf({ atMs, line, costs, executions }: Assembled): Unit {
  return {
    atMs,
    environment: "",
    isArticle: true,
    line: line && storedLine(line, costs),
    executions: executions.map(({ row, calls }) => storedExecution(row, calls.map(storedCall), "")),
  };
}
