import { z } from "zod";
import { dollars, type Endpoint, type Table, time } from "./endpoint";

const share = z.number().nullable().describe("of the budget; null without one");

const shape = z.object({
  month: z.string().describe("2026-11"),
  from: time,
  to: time.describe("not included"),
  timezone: z.string(),
  bucket: z.literal("day"),
  limit_usd: dollars.nullable().describe("null where the settings name none"),
  spent_usd: dollars.describe("as /api/summary has it for these days"),
  spent_known: z.boolean().describe("false where calls without a price are in it: then it is at least that"),
  days_left: z.number().describe("whole days, and what is left of today as a part of it"),
  forecast_usd: dollars.nullable().describe("at the end of the month; null where too few days are known"),
  forecast_basis: z
    .object({ from: time, to: time, days: z.int(), daily_usd: dollars })
    .nullable()
    .describe("the whole days before today whose mean is expected of each day that is left"),
  share,
  forecast_share: share,
  thresholds: z
    .array(
      z.object({
        share: z.number(),
        limit_usd: dollars,
        reached_at: time.nullable().describe("the start of the hour in which it was; null while it is not"),
      }),
    )
    .describe("empty without a budget"),
  days: z
    .array(z.object({ time, cost_usd: dollars, cumulative_usd: dollars }))
    .describe("every day of the month up to today, also those on which nothing was spent"),
});

export const budget = {
  method: "GET",
  path: "/api/budget",
  permission: "read",
  csv: true,
  summary: "What this calendar month has cost, what it will, and how that stands to the budget",
  query: z.object({}),
  reply: shape,
} as const satisfies Endpoint;

export type BudgetReply = z.output<typeof shape>;

/** The same as a part of another reply. */
export const budgetPart = shape;

export const budgetTable = ({ days }: BudgetReply): Table => days;
