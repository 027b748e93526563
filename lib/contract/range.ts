import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { RANGES } from "@/lib/domain/range";
import { time } from "./endpoint";

const BUCKETS = ["hour", "day"] as const;

const moment = z
  .string()
  .min(1)
  .max(40)
  .describe("ISO 8601; without an offset it is read in the reporting zone");

/** What every reading endpoint takes. */
export const rangeQuery = z.object({
  from: moment.optional(),
  to: moment.optional().describe("not included"),
  range: z
    .enum(RANGES)
    .optional()
    .describe(
      "default 30d; month is the calendar month so far; auto is 30d, or all where the last 30 days are empty but older records exist",
    ),
  environment: z.enum(ENVIRONMENTS).optional(),
});

export type RangeQuery = z.output<typeof rangeQuery>;

export const bucketQuery = rangeQuery.extend({
  bucket: z.enum(BUCKETS).optional().describe("default: hour up to 72 hours, else day"),
});

/** What every ranged reply carries: the period, widened to whole buckets of the reporting zone. */
export const rangeReply = z.object({
  from: time,
  to: time.describe("not included"),
  timezone: z.string(),
});

export const bucketReply = rangeReply.extend({ bucket: z.enum(BUCKETS) });

/** Newest first; `cursor` of the answer asks for the page after it. */
export const pageQuery = rangeQuery.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const pageReply = rangeReply.extend({ total: z.int(), cursor: z.string().nullable() });
