import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { count, countOrNull, dollars, type Endpoint, ratio, type Table, time } from "./endpoint";
import { call } from "./executions";
import { pageQuery, pageReply } from "./range";

const article = z.object({
  id: z.string(),
  topic: z.string().nullable(),
  time,
  environment: z.enum(ENVIRONMENTS).nullable(),
  cost_usd: dollars,
  cost_known: z.boolean().describe("false where a model had no price, so that cost_usd is a lower bound"),
  estimated_cost_usd: dollars,
  cost_by: z
    .array(z.object({ agent: z.string(), model: z.string(), provider: z.string(), cost_usd: dollars }))
    .describe("dearest first"),
  tokens: z.object({ input: countOrNull, output: countOrNull, total: countOrNull }),
  llm_calls: count,
  reported_calls: count,
  words: countOrNull,
  words_estimated: z.boolean().describe("true where words are characters ÷ 6"),
  seconds: ratio,
  gates: z
    .object({ passed: countOrNull, failed: countOrNull })
    .describe("failed is null where a source gives no total"),
  validator_passed: z.boolean().nullable(),
  editorial_score: ratio,
  human_hours: ratio,
  human_cost_usd: ratio,
  roi_multiplier: ratio,
  sources: z.array(z.enum(["execution-roi", "article-costs"])),
});

export type Article = z.output<typeof article>;

export const articles = {
  method: "GET",
  path: "/api/articles",
  permission: "read",
  csv: true,
  summary: "Articles, newest first",
  query: pageQuery,
  reply: pageReply.extend({ articles: z.array(article) }),
} as const satisfies Endpoint;

export type ArticlesReply = z.output<typeof articles.reply>;

export const articleDetail = {
  method: "GET",
  path: "/api/articles/{id}",
  permission: "read",
  summary: "One article with its executions and their calls",
  query: z.object({}),
  reply: article.extend({
    executions: z.array(
      z.object({
        id: z.string(),
        execution_id: z.string(),
        agent: z.string().nullable(),
        time,
        cost_usd: dollars,
      }),
    ),
    calls: z.array(call).describe("in the order in which they were made"),
  }),
} as const satisfies Endpoint;

export type ArticleDetail = z.output<typeof articleDetail.reply>;

export const articlesTable = (reply: ArticlesReply): Table =>
  reply.articles.map(({ cost_by: _, tokens, gates, sources, ...row }) => ({
    ...row,
    input_tokens: tokens.input,
    output_tokens: tokens.output,
    total_tokens: tokens.total,
    gates_passed: gates.passed,
    gates_failed: gates.failed,
    sources: sources.join(" "),
  }));
