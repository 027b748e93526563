import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { HEALTH_STATUSES } from "@/lib/domain/signals";
import { count, type Endpoint, ratio, time } from "./endpoint";
import { rangeQuery, rangeReply } from "./range";

const status = z.enum(HEALTH_STATUSES);
const where = z.object({
  environment: z.enum(ENVIRONMENTS).optional().describe("default: the live one, with what is bound to none"),
});

/** A component as the outside sees it: what its last result said, whatever that was, under our own verdict. */
const component = z
  .looseObject({
    status,
    available: z
      .union([z.boolean(), z.number()])
      .nullable()
      .describe("null where the check did not say; a number where it counts what is available"),
    stale: z.literal(true).optional().describe("its last result is older than three intervals"),
    fallback: z.string().optional(),
    latency_ms: z.number().optional(),
    error: z.string().optional(),
    received: time.nullable(),
  })
  .describe("other fields are those of the check itself");

export type HealthComponent = z.output<typeof component>;

export const health = {
  method: "GET",
  path: "/health",
  permission: "open",
  summary:
    "How the pipeline is: 200 for healthy and degraded, 503 for unhealthy. As bad as its worst component",
  query: where,
  reply: z.object({
    status,
    version: z.string().nullable().describe("of the live release"),
    timestamp: time,
    components: z.record(z.string(), component),
  }),
} as const satisfies Endpoint;

export type HealthReply = z.output<typeof health.reply>;

export const healthOfComponent = {
  method: "GET",
  path: "/health/{component}",
  permission: "open",
  summary: "One component: 200 for healthy and degraded, 503 for unhealthy, 404 if it was never reported",
  query: where,
  reply: component,
} as const satisfies Endpoint;

/** Time in each state, in seconds. A result holds until the next one, at most three intervals; the rest is unknown. */
const uptime = z.object({
  up_s: z.number(),
  degraded_s: z.number(),
  down_s: z.number(),
  availability: ratio.describe("(up + degraded) ÷ (up + degraded + down)"),
});

const day = uptime.extend({ time, coverage: z.number().describe("known time ÷ time that has passed") });

export type HealthDay = z.output<typeof day>;

const overPeriod = uptime.extend({ coverage: z.number(), results: count });

const componentState = z.object({
  name: z.string(),
  environment: z.enum(ENVIRONMENTS).nullable(),
  status,
  stale: z.boolean(),
  available: z.boolean().nullable(),
  reported: z.boolean().describe("false: known, but nothing was ever received"),
  received: time.nullable(),
  since: time.nullable().describe("when its checks began to say what they say now"),
  interval_s: z.number(),
  latency_ms: ratio,
  fallback: z.string().nullable(),
  error: z.string().nullable().describe("of the last result"),
  last_error: z.object({ message: z.string(), time }).nullable(),
  version: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).describe("all other fields of the last result"),
  probe: z.enum(["http", "command", "file"]).nullable().describe("how it is asked; null where it is told"),
  uptime: overPeriod,
  days: z.array(day).describe("every day of the period, oldest first"),
});

export type ComponentState = z.output<typeof componentState>;

export const healthComponents = {
  method: "GET",
  path: "/api/health/components",
  permission: "read",
  summary: "Every component with its state, since when, and how available it was (default range 90d)",
  query: rangeQuery,
  reply: rangeReply.extend({
    status,
    live: z.enum(ENVIRONMENTS).describe("the environment that `/health` speaks of"),
    version: z.string().nullable(),
    components: z.array(componentState).describe("the worst first, then by name"),
  }),
} as const satisfies Endpoint;

export type HealthComponentsReply = z.output<typeof healthComponents.reply>;

export const healthHistory = {
  method: "GET",
  path: "/api/health/history",
  permission: "read",
  summary: "How one component was: when its state changed, how available it was, how quick",
  query: rangeQuery.extend({
    component: z.string().trim().min(1).max(200),
    bucket: z.enum(["hour", "day"]).optional().describe("default: hour up to 72 hours, else day"),
  }),
  reply: rangeReply.extend({
    component: z.string(),
    bucket: z.enum(["hour", "day"]),
    availability: ratio,
    coverage: z.number(),
    uptime: overPeriod,
    changes: z
      .array(
        z.object({
          time,
          environment: z.enum(ENVIRONMENTS).nullable(),
          status,
          error: z.string().nullable(),
        }),
      )
      .describe("newest first, at most 200"),
    series: z.array(day).describe("every bucket of the period, oldest first"),
    latency: z
      .array(z.object({ time, count, p50: ratio, p95: ratio, p99: ratio, max: ratio }))
      .describe("milliseconds; oldest first, a bucket without samples is absent"),
  }),
} as const satisfies Endpoint;

export type HealthHistoryQuery = z.output<typeof healthHistory.query>;
export type HealthHistoryReply = z.output<typeof healthHistory.reply>;
