import { type Orders, sortOf as sortAsked, sorted as sortedBy } from "@/lib/client/order";
import { added } from "@/lib/client/series";
import type { Dimension, UsageReply, UsageRow } from "@/lib/contract/usage";
import { nameOf } from "./grouping";

/** One line of the table. Null where a figure is not known. */
export interface Line {
  key: string;
  name: string;
  calls: number;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  costUsd: number | null;
  estimatedUsd: number;
  /** Of the cost of all lines. */
  share: number | null;
  costPer1kUsd: number | null;
  /** Cost in the period before; null where nothing was spent, or nothing is compared. */
  beforeUsd: number | null;
  unreportedCalls: number;
  unpricedCalls: number;
}

/** What the table can be sorted by, and the figure that it sorts by. */
const ORDERS: Orders<Line> = {
  name: ({ name }: Line) => name.toLowerCase(),
  calls: ({ calls }: Line) => calls,
  input_tokens: ({ inputTokens }: Line) => inputTokens,
  output_tokens: ({ outputTokens }: Line) => outputTokens,
  total_tokens: ({ totalTokens }: Line) => totalTokens,
  cost_usd: ({ costUsd }: Line) => costUsd,
  cost_per_1k: ({ costPer1kUsd }: Line) => costPer1kUsd,
  change: (line: Line) => spentMore(line),
};

/** Dollars more than in the period before. */
export const spentMore = ({ costUsd, beforeUsd }: Pick<Line, "costUsd" | "beforeUsd">): number | null =>
  costUsd === null ? null : costUsd - (beforeUsd ?? 0);

const DEAREST = "-cost_usd";

/** The sort that an address asks for; dearest first where it asks for none. */
export const sortOf = (text: string | null): string => sortAsked(ORDERS, text, DEAREST);

/** The lines of a reply, and what they add up to. What stopped since the period before stands there with zeros. */
export function linesOf({ by, totals }: UsageReply, before: UsageReply | null): { lines: Line[]; all: Line } {
  const spent = added(totals.map((row) => row.cost_usd)) ?? 0;
  const then = new Map(before?.totals.map((row) => [row.key, row.cost_usd]));
  const stopped = (before?.totals ?? []).filter(({ key }) => !totals.some((row) => row.key === key));
  const rows = [...totals, ...stopped.map(({ key }) => ({ ...NOTHING, key }))];
  const beforeAll = before === null ? null : added([...then.values()]);
  return {
    lines: rows.map((row) => lineOf(by, row, spent, then.get(row.key) ?? null)),
    all: { ...lineOf(by, { ...totals.reduce(plus, NOTHING), key: "" }, spent, beforeAll), name: "All" },
  };
}

export const sorted = (lines: readonly Line[], sort: string): Line[] => sortedBy(ORDERS, lines, sort);

const NOTHING: UsageRow = {
  key: "",
  calls: 0,
  reported_calls: 0,
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  cost_usd: 0,
  estimated_cost_usd: 0,
  unpriced_calls: 0,
};

function plus(sum: UsageRow, row: UsageRow): UsageRow {
  return {
    key: "",
    calls: sum.calls + row.calls,
    reported_calls: sum.reported_calls + row.reported_calls,
    input_tokens: added([sum.input_tokens, row.input_tokens]),
    output_tokens: added([sum.output_tokens, row.output_tokens]),
    total_tokens: added([sum.total_tokens, row.total_tokens]),
    cost_usd: sum.cost_usd + row.cost_usd,
    estimated_cost_usd: sum.estimated_cost_usd + row.estimated_cost_usd,
    unpriced_calls: sum.unpriced_calls + row.unpriced_calls,
  };
}

function lineOf(by: Dimension, row: UsageRow, spent: number, beforeUsd: number | null): Line {
  const reported = (tokens: number | null) => (row.reported_calls === 0 ? null : tokens);
  const totalTokens = reported(row.total_tokens);
  // All of it without a price is not the same as free.
  const costUsd =
    row.cost_usd === 0 && row.calls > 0 && row.unpriced_calls === row.calls ? null : row.cost_usd;
  const whole = row.reported_calls === row.calls && row.unpriced_calls === 0;
  return {
    key: row.key,
    name: nameOf(by, row.key),
    calls: row.calls,
    inputTokens: reported(row.input_tokens),
    outputTokens: reported(row.output_tokens),
    totalTokens,
    costUsd,
    estimatedUsd: row.estimated_cost_usd,
    share: spent === 0 || costUsd === null ? null : costUsd / spent,
    // Dollars of calls that told no tokens would be divided by the tokens of others.
    costPer1kUsd:
      whole && totalTokens !== null && totalTokens > 0 ? (row.cost_usd / totalTokens) * 1000 : null,
    beforeUsd,
    unreportedCalls: row.calls - row.reported_calls,
    unpricedCalls: row.unpriced_calls,
  };
}
