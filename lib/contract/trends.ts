import { z } from "zod";
import { count, dollars, type Endpoint, ratio, type Table, time } from "./endpoint";
import { bucketQuery, bucketReply } from "./range";

const sums = z.object({
  article_cost_usd: dollars,
  roi_runs: count,
  roi_human_cost_usd: dollars,
  roi_cost_usd: dollars,
  token_articles: count,
  article_tokens: count,
  words: count,
  word_cost_usd: dollars,
});

export const trends = {
  method: "GET",
  path: "/api/trends",
  permission: "read",
  csv: true,
  summary: "How cost, return and output move over time",
  query: bucketQuery,
  reply: bucketReply.extend({
    series: z
      .array(
        z.object({
          time,
          executions: count,
          articles: count,
          cost_usd: dollars,
          roi_multiplier: ratio,
          cost_per_article_usd: ratio,
          loaded_cost_per_article_usd: ratio,
          tokens_per_article: ratio,
          cost_per_word_usd: ratio,
          article_time_s: z.object({ p50: ratio, p95: ratio }),
          sums: sums.describe("what the ratios are made of, so that days add up to weeks and months"),
          article_times: z
            .array(z.object({ bin: z.int(), count }))
            .describe("log-bucketed histogram of seconds: bin b holds values in (1.04^(b-1), 1.04^b]"),
        }),
      )
      .describe("oldest first; a bucket without records is absent"),
  }),
} as const satisfies Endpoint;

export type TrendsReply = z.output<typeof trends.reply>;
export type TrendPoint = TrendsReply["series"][number];

export const trendsTable = ({ series }: TrendsReply): Table =>
  series.map(({ article_time_s, article_times: _, sums: parts, ...row }) => ({
    ...row,
    ...parts,
    article_time_p50_s: article_time_s.p50,
    article_time_p95_s: article_time_s.p95,
  }));
