import { z } from "zod";
import { count, dollars, type Endpoint, ratio, type Table, time } from "./endpoint";
import { bucketQuery, bucketReply } from "./range";

export const trends = {
  method: "GET",
  path: "/api/trends",
  permission: "read",
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
        }),
      )
      .describe("oldest first; a bucket without records is absent"),
  }),
} as const satisfies Endpoint;

export type TrendsReply = z.output<typeof trends.reply>;

export const trendsTable = ({ series }: TrendsReply): Table =>
  series.map(({ article_time_s, ...row }) => ({
    ...row,
    article_time_p50_s: article_time_s.p50,
    article_time_p95_s: article_time_s.p95,
  }));
