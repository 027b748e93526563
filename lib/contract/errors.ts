import { z } from "zod";
import { ERROR_CLASSES, ERROR_KINDS } from "@/lib/domain/signals";
import { count, type Endpoint, ratio, type Table, time } from "./endpoint";
import { bucketQuery, bucketReply } from "./range";

export const ERROR_GROUPINGS = ["class", "kind", "environment"] as const;

export type ErrorGrouping = (typeof ERROR_GROUPINGS)[number];

const errorKind = z.enum(ERROR_KINDS).nullable();

const group = z.object({
  fingerprint: z.string().describe("the same for errors that differ only in numbers, ids, paths and quotes"),
  class: z.enum(ERROR_CLASSES),
  kind: errorKind,
  message: z.string().describe("of the newest, redacted"),
  detail: z.string().nullable().describe("of the newest: its traceback, redacted"),
  severity: z.enum(["error", "critical"]),
  component: z.string().nullable(),
  job: z.string().nullable(),
  environment: z.string().nullable(),
  count: count.describe("within the period"),
  first_seen: time.describe("of all that is stored"),
  last_seen: time.describe("of all that is stored"),
  trend: z.array(z.object({ time, count })),
});

export type ErrorGroup = z.output<typeof group>;

export const errors = {
  method: "GET",
  path: "/api/errors",
  permission: "read",
  csv: true,
  summary: "What went wrong in the pipeline: counted by class and kind, grouped by what is the same",
  query: bucketQuery.extend({ group: z.enum(ERROR_GROUPINGS).default("class") }),
  reply: bucketReply.extend({
    group: z.enum(ERROR_GROUPINGS),
    count: count.describe("errors within the period"),
    error_rate: ratio.describe("failed jobs ÷ finished jobs; null where nothing tells of errors"),
    failed_jobs: count,
    finished_jobs: count.describe("articles, and failed jobs that made none"),
    rate_limited: count.describe("errors of kind rate_limit; they are in the rate, too"),
    classes: z.array(
      z.object({
        class: z.enum(ERROR_CLASSES),
        count,
        kinds: z.array(z.object({ kind: errorKind, count })),
      }),
    ),
    series: z
      .array(z.object({ time, key: z.string().describe("`none` where there is none"), count }))
      .describe("errors by bucket and group, oldest first"),
    jobs: z
      .array(z.object({ time, failed_jobs: count, finished_jobs: count, error_rate: ratio }))
      .describe("oldest first; a bucket in which no job ended is absent"),
    latest: z.array(group).describe("at most 50, the one seen last first"),
  }),
} as const satisfies Endpoint;

export type ErrorsQuery = z.output<typeof errors.query>;
export type ErrorsReply = z.output<typeof errors.reply>;

export const errorsTable = ({ latest }: ErrorsReply): Table =>
  latest.map(({ trend: _, detail: __, ...row }) => row);
