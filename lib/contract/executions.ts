import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { count, countOrNull, dollars, type Endpoint, ratio, type Table, time } from "./endpoint";
import { pageQuery, pageReply } from "./range";

export const call = z.object({
  execution: z.string().describe("id of the execution that made it"),
  time: time.nullable(),
  agent: z.string(),
  stage: z.string().nullable(),
  model: z.string(),
  provider: z.string(),
  input_tokens: countOrNull,
  output_tokens: countOrNull,
  total_tokens: countOrNull,
  cached_tokens: count.describe("input tokens that were read from or written to a cache"),
  cost_usd: dollars,
  cost_origin: z.enum(["recorded", "estimated", "unpriced", "free"]),
  price: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe("the rates of an estimate, dollars per million tokens"),
  seconds: ratio,
});

export type Call = z.output<typeof call>;

const execution = z.object({
  id: z.string(),
  execution_id: z.string(),
  agent: z.string().nullable(),
  topic: z.string().nullable(),
  time,
  environment: z.enum(ENVIRONMENTS).nullable(),
  models: z.array(z.string()),
  llm_calls: count,
  reported_calls: count,
  tokens: z.object({ input: countOrNull, output: countOrNull, total: countOrNull }),
  cost_usd: dollars,
  cost_known: z.boolean(),
  estimated_cost_usd: dollars,
  human_hours: ratio,
  human_cost_usd: ratio,
  roi_multiplier: ratio,
  article: z.string().nullable().describe("id of the article it made or helped to make"),
});

export type Execution = z.output<typeof execution>;

export const executions = {
  method: "GET",
  path: "/api/executions",
  permission: "read",
  csv: true,
  summary: "Runs of agents, newest first",
  query: pageQuery,
  reply: pageReply.extend({ executions: z.array(execution) }),
} as const satisfies Endpoint;

export type ExecutionsReply = z.output<typeof executions.reply>;

export const executionDetail = {
  method: "GET",
  path: "/api/executions/{id}",
  permission: "read",
  summary: "One run with its calls",
  query: z.object({}),
  reply: execution.extend({
    start_text: z.string().describe("the time as the source wrote it"),
    calls: z.array(call),
  }),
} as const satisfies Endpoint;

export type ExecutionDetail = z.output<typeof executionDetail.reply>;

export const executionsTable = (reply: ExecutionsReply): Table =>
  reply.executions.map(({ tokens, models, ...row }) => ({
    ...row,
    models: models.join(" "),
    input_tokens: tokens.input,
    output_tokens: tokens.output,
    total_tokens: tokens.total,
  }));
