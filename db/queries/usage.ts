import type { Db } from "@/db/schema";
import type { Dimension, UsageReply, UsageRow } from "@/lib/contract/usage";
import { NO_USAGE, USAGE_FIELDS, type UsageFacts } from "@/lib/domain/facts";
import { usd } from "@/lib/domain/money";
import { isoTime, knownTokens } from "./money";
import { type Slice, usageSeries } from "./rollups";

/** Calls, tokens and cost by one dimension: per bucket oldest first, and in total dearest first. Reads rollups only. */
export async function usageBy(
  db: Db,
  slice: Slice,
  by: Dimension,
): Promise<Pick<UsageReply, "totals" | "series">> {
  const rows = await usageSeries(db, slice, by);
  const totals = [...Map.groupBy(rows, (row) => row.key)]
    .map(([key, mine]) => ({ key, ...added(mine) }))
    .sort((a, b) => b.cost_nano - a.cost_nano || b.total_tokens - a.total_tokens || (a.key < b.key ? -1 : 1));
  return {
    totals: totals.map(usageRow),
    series: rows.map((row) => ({ time: isoTime(row.start_ms), ...usageRow(row) })),
  };
}

function added(rows: readonly UsageFacts[]): UsageFacts {
  const sum = { ...NO_USAGE };
  for (const row of rows) for (const field of USAGE_FIELDS) sum[field] += row[field];
  return sum;
}

function usageRow(row: UsageFacts & { key: string }): UsageRow {
  const known = (sum: number) => knownTokens(sum, row);
  return {
    key: row.key === "" ? "none" : row.key,
    calls: row.calls,
    reported_calls: row.token_calls,
    input_tokens: known(row.input_tokens),
    output_tokens: known(row.output_tokens),
    total_tokens: known(row.total_tokens),
    cost_usd: usd(row.cost_nano),
    estimated_cost_usd: usd(row.estimated_nano),
    unpriced_calls: row.unpriced_calls,
  };
}
