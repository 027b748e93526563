import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { count, dollars, type Endpoint, time } from "./endpoint";
import { rangeQuery, rangeReply } from "./range";

const source = z.object({
  path: z.string().describe("`http` for documents that were pushed"),
  kind: z.string(),
  environment: z.enum(ENVIRONMENTS).nullable(),
  state: z
    .enum(["ok", "waiting", "retrying", "failing"])
    .describe("waiting: the file is not there yet; retrying: half-written; failing: see last_error"),
  silent: z
    .boolean()
    .describe("nothing new for 24 hours, although it is followed or was pushed, and reading it goes well"),
  last_read: time.nullable(),
  last_change: time.nullable(),
  last_error: z.object({ message: z.string(), time }).nullable(),
  accepted: count,
  updated: count,
  duplicates: count,
  rejected: count.describe("of the last document; in a file of lines, of all"),
  rejections: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .describe("of the last document, at most 50"),
  notices: z.array(z.string()),
});

export type Source = z.output<typeof source>;

export const sources = {
  method: "GET",
  path: "/api/sources",
  permission: "read",
  summary: "Where the figures come from, and how reading them goes",
  query: z.object({}),
  reply: z.object({ sources: z.array(source) }),
} as const satisfies Endpoint;

export type SourcesReply = z.output<typeof sources.reply>;

const side = z.object({ id: z.string(), time, cost_usd: dollars });

export const reconciliation = {
  method: "GET",
  path: "/api/reconciliation",
  permission: "read",
  summary: "Runs that stand in two sources, how they differ, and what stayed single",
  query: rangeQuery,
  reply: rangeReply.extend({
    pairs: z.array(
      z.object({
        article: z.string(),
        topic: z.string(),
        execution: side,
        article_cost: side,
        difference_usd: dollars.describe("article cost minus execution; the article cost is what counts"),
        apart_s: z.number(),
      }),
    ),
    single_executions: z
      .array(side.extend({ agent: z.string().nullable(), topic: z.string().nullable() }))
      .describe("article-making executions without a line"),
    single_article_costs: z.array(side.extend({ topic: z.string() })),
    totals: z
      .object({ pairs: count, single_executions: count, single_article_costs: count })
      .describe("of all; the lists end at 500"),
  }),
} as const satisfies Endpoint;

export type ReconciliationReply = z.output<typeof reconciliation.reply>;
