import { inChunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import type { StoredCall, StoredExecution, StoredLine, Unit } from "@/lib/domain/unit";
import type { NewCall, NewExecution, NewLine } from "./batch";

/** Reads the units that these executions and lines belong to, whole: a line brings all of its executions. */
export async function units(
  tx: Tx,
  executionIds: readonly number[],
  lineIds: readonly number[],
): Promise<Unit[]> {
  const named = await executionRows(tx, "id", executionIds);
  const withLines = [...new Set([...lineIds, ...named.flatMap((row) => row.line_id ?? [])])];
  const belonging = await executionRows(tx, "line_id", withLines);
  const lone = named.filter((row) => row.line_id === null);
  const calls = await callsOf(
    tx,
    [...lone, ...belonging].map((row) => row.id),
  );
  const lines = await linesOf(tx, withLines);
  const matesOf = Map.groupBy(belonging, (row) => row.line_id);
  const loneUnits = lone.map((row): Unit => {
    const execution = storedExecution(row, calls.get(row.id) ?? [], row.environment ?? "");
    return { ...place(execution), isArticle: execution.isArticle, line: null, executions: [execution] };
  });
  const lineUnits = lines.map(({ row, line }): Unit => {
    const mates = matesOf.get(row.id) ?? [];
    const environment = row.article_environment ?? "";
    const executions = mates.map((mate) =>
      storedExecution(mate, calls.get(mate.id) ?? [], mate.environment ?? environment),
    );
    return { atMs: row.article_at_ms, environment, isArticle: true, line, executions };
  });
  return [...loneUnits, ...lineUnits];
}

/** A new execution as it counts while no line belongs to it. */
export function newExecutionUnit({ row, calls }: NewExecution): Unit {
  const execution = storedExecution(row, calls.map(storedCall), row.environment ?? "");
  return { ...place(execution), isArticle: execution.isArticle, line: null, executions: [execution] };
}

/** A new line as it counts while no execution belongs to it. */
export const newLineUnit = ({ row, parts }: NewLine): Unit => ({
  atMs: row.at_ms,
  environment: row.environment ?? "",
  isArticle: true,
  line: storedLine(row, parts),
  executions: [],
});

const place = ({ atMs, environment }: StoredExecution) => ({ atMs, environment });

const executionRows = (tx: Tx, column: "id" | "line_id", ids: readonly number[]) =>
  inChunks(ids, (piece) => tx.selectFrom("execution").selectAll().where(column, "in", piece).execute());

/** A row as the domain counts it. */
export const storedExecution = (
  row: NewExecution["row"],
  calls: readonly StoredCall[],
  environment: string,
): StoredExecution => ({
  atMs: row.at_ms,
  environment,
  isArticle: row.is_article === 1,
  humanNano: row.human_nano,
  humanMicroHours: row.human_micro_hours,
  words: row.words,
  seconds: row.seconds,
  costNano: row.cost_nano,
  costKnown: row.cost_known === 1,
  calls,
});

export const storedCall = (row: NewCall): StoredCall => ({
  agent: row.agent,
  model: row.model,
  provider: row.provider,
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  totalTokens: row.total_tokens,
  costNano: row.cost_nano,
  costOrigin: row.cost_origin,
});

export const storedLine = (row: NewLine["row"], parts: NewLine["parts"]): StoredLine => ({
  parts: parts.map(({ agent, model, provider, cost_nano }) => ({
    agent,
    model,
    provider,
    costNano: cost_nano,
  })),
  costNano: row.cost_nano,
  seconds: row.seconds,
  words: row.words,
  characters: row.characters,
  editorialScore: row.editorial_score,
  validatorPassed: row.validator_passed === null ? null : row.validator_passed === 1,
});

async function callsOf(tx: Tx, executionIds: readonly number[]): Promise<Map<number, StoredCall[]>> {
  const rows = await inChunks(executionIds, (piece) =>
    tx.selectFrom("call").selectAll().where("execution_id", "in", piece).execute(),
  );
  const calls = Map.groupBy(rows, (row) => row.execution_id);
  return new Map([...calls].map(([id, mine]) => [id, mine.map(storedCall)]));
}

async function linesOf(tx: Tx, lineIds: readonly number[]) {
  const rows = await inChunks(lineIds, (piece) =>
    tx.selectFrom("article_cost").selectAll().where("id", "in", piece).execute(),
  );
  const parts = await inChunks(lineIds, (piece) =>
    tx
      .selectFrom("article_cost_part")
      .selectAll()
      .where("article_cost_id", "in", piece)
      .orderBy("seq")
      .execute(),
  );
  const partsOf = Map.groupBy(parts, (part) => part.article_cost_id);
  return rows.map((row) => ({ row, line: storedLine(row, partsOf.get(row.id) ?? []) }));
}
