import { z } from "zod";
import { count, type Endpoint, ratio, type Table, time } from "./endpoint";
import { bucketQuery, bucketReply } from "./range";

const bins = z
  .array(z.object({ bin: z.int(), count }))
  .describe("log-bucketed histogram of seconds: bin b holds values in (1.04^(b-1), 1.04^b]");

/** Percentiles in milliseconds. Fewer than 20 samples have no p95, fewer than 100 no p99: then n and the largest say it. */
const percentiles = z.object({
  count,
  p50: ratio,
  p95: ratio,
  p99: ratio,
  max: ratio.describe("the largest sample, exact"),
});

export type Percentiles = z.output<typeof percentiles>;

export const latency = {
  method: "GET",
  path: "/api/latency",
  permission: "read",
  csv: true,
  summary: "How long things take, in milliseconds; successes only",
  query: bucketQuery.extend({
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .default("rag")
      .describe("rag, article, llm, telemetry, a component, or a name of the pipeline's own"),
  }),
  reply: bucketReply.extend({
    name: z.string(),
    names: z.array(z.string()).describe("all names that have samples in this period"),
    total: percentiles,
    series: z
      .array(percentiles.extend({ time, bins }))
      .describe("oldest first; a bucket without samples is absent"),
  }),
} as const satisfies Endpoint;

export type LatencyQuery = z.output<typeof latency.query>;
export type LatencyReply = z.output<typeof latency.reply>;

export const latencyTable = ({ name, series }: LatencyReply): Table =>
  series.map(({ time: at, bins: _, ...row }) => ({ time: at, name, ...row }));
