import { z } from "zod";
import { count, type Endpoint, ratio, type Table, time } from "./endpoint";
import { bucketQuery, bucketReply } from "./range";

const used = z.object({
  memory_samples: count,
  memory_bytes: ratio.describe("mean"),
  memory_max_bytes: ratio,
  cpu_samples: count,
  cpu_cores: ratio.describe("mean"),
  cpu_max_cores: ratio,
});

export const resources = {
  method: "GET",
  path: "/api/resources",
  permission: "read",
  csv: true,
  summary: "Memory and processor use of the pipeline against its targets",
  query: bucketQuery,
  reply: bucketReply.extend({
    targets: z.object({
      memory_bytes: z.number().describe("what it may use at most"),
      memory_warn_bytes: z.number(),
      cpu_cores: z.number(),
    }),
    latest: z
      .object({ time, memory_bytes: ratio, cpu_cores: ratio })
      .nullable()
      .describe("the newest sample of all, also where it lies outside the period"),
    total: used,
    series: z.array(used.extend({ time })).describe("oldest first; a bucket without samples is absent"),
  }),
} as const satisfies Endpoint;

export type ResourcesReply = z.output<typeof resources.reply>;

export const resourcesTable = ({ series }: ResourcesReply): Table =>
  series.map(({ time: at, ...row }) => ({ time: at, ...row }));
