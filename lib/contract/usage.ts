import { z } from "zod";
import { count, countOrNull, dollars, type Endpoint, type Table, time } from "./endpoint";
import { bucketQuery, bucketReply } from "./range";

export const DIMENSIONS = ["provider", "model", "agent", "environment"] as const;

export type Dimension = (typeof DIMENSIONS)[number];

const usageRow = z.object({
  key: z.string().describe("`none` where a record has no environment"),
  calls: count,
  reported_calls: count.describe("calls that reported tokens; the token figures cover these"),
  input_tokens: countOrNull,
  output_tokens: countOrNull,
  total_tokens: countOrNull,
  cost_usd: dollars,
  estimated_cost_usd: dollars,
  unpriced_calls: count,
});

export type UsageRow = z.output<typeof usageRow>;

export const usage = {
  method: "GET",
  path: "/api/usage",
  permission: "read",
  csv: true,
  summary: "Calls, tokens and cost by provider, model, agent or environment",
  query: bucketQuery.extend({ by: z.enum(DIMENSIONS).default("provider") }),
  reply: bucketReply.extend({
    by: z.enum(DIMENSIONS),
    totals: z.array(usageRow).describe("dearest first"),
    series: z.array(usageRow.extend({ time })).describe("oldest first; a bucket without calls is absent"),
  }),
} as const satisfies Endpoint;

export type UsageQuery = z.output<typeof usage.query>;
export type UsageReply = z.output<typeof usage.reply>;

export const usageTable = ({ by, series }: UsageReply): Table =>
  series.map(({ key, time: at, ...row }) => ({ time: at, [by]: key, ...row }));
