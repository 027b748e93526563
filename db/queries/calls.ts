import { inChunks } from "@/db/chunks";
import type { CallRow, Db } from "@/db/schema";
import type { Call } from "@/lib/contract/executions";
import { usd } from "@/lib/domain/money";
import { isoTime } from "./money";

/** The calls of these executions, by execution, each in the order in which they were made. */
export async function callsOf(db: Db, executionIds: readonly number[]): Promise<Map<number, CallRow[]>> {
  const rows = await inChunks(executionIds, (piece) =>
    db
      .selectFrom("call")
      .selectAll()
      .where("execution_id", "in", piece)
      .orderBy("execution_id")
      .orderBy("seq")
      .execute(),
  );
  return Map.groupBy(rows, (row) => row.execution_id);
}

export const callReply = (row: CallRow, execution: string): Call => ({
  execution,
  time: row.at_ms === null ? null : isoTime(row.at_ms),
  agent: row.agent,
  stage: row.stage,
  model: row.model,
  provider: row.provider,
  input_tokens: row.input_tokens,
  output_tokens: row.output_tokens,
  total_tokens: row.total_tokens,
  cached_tokens: row.cache_read_tokens + row.cache_write_tokens,
  cost_usd: usd(row.cost_nano),
  cost_origin: row.cost_origin,
  price: row.price === null ? null : JSON.parse(row.price),
  seconds: row.seconds,
});

const reported = (row: CallRow): boolean => row.input_tokens !== null && row.output_tokens !== null;

/** What a run's calls add up to; tokens are null where no call reported any. */
export function callTotals(rows: readonly CallRow[]) {
  const known = rows.filter(reported);
  const sum = (field: "input_tokens" | "output_tokens" | "total_tokens") =>
    known.length === 0 ? null : known.reduce((total, row) => total + (row[field] ?? 0), 0);
  const estimated = rows.filter((row) => row.cost_origin === "estimated");
  return {
    llm_calls: rows.length,
    reported_calls: known.length,
    tokens: { input: sum("input_tokens"), output: sum("output_tokens"), total: sum("total_tokens") },
    estimated_cost_usd: usd(estimated.reduce((total, row) => total + row.cost_nano, 0)),
  };
}
