import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { FIRST_DAY_METRICS } from "@/lib/domain/first-day";
import { interval, side, verdict } from "./compare";
import { count, type Endpoint, ratio, time } from "./endpoint";

const environment = z.enum(ENVIRONMENTS);

const figure = z.object({
  metric: z.enum(FIRST_DAY_METRICS),
  candidate: side,
  control: side.describe("of the week before; of articles the mean of a day"),
  target: ratio.describe("null where it is held to nothing"),
  effect: ratio.describe("as /api/compare has it"),
  interval,
  verdict: verdict.nullable().describe("null of articles and memory, which are not judged against the other"),
});

const hour = z.object({
  time,
  articles: count,
  cost_per_article_usd: ratio,
  roi_multiplier: ratio,
  gate_pass_rate: ratio,
  error_rate: ratio,
  rag_latency_p95_ms: ratio,
  article_time_s: ratio,
  memory_bytes: ratio.describe("the peak"),
});

const mark = z.object({
  time,
  kind: z.enum(["release", "alert"]),
  said: z.string(),
  grave: z.boolean().describe("whether it is bad news"),
});

export const firstDay = {
  method: "GET",
  path: "/api/releases/{id}/first-24-hours",
  permission: "read",
  summary: "The first 24 hours of a release by the hour, against the other environment's week before",
  query: z.object({}),
  reply: z.object({
    id: z.string(),
    version: z.string(),
    environment,
    control: environment,
    timezone: z.string(),
    now: time,
    from: time.nullable().describe("when it had its first share; null before: then nothing else is there"),
    to: time.nullable().describe("24 hours later"),
    baseline: z.object({ from: time, to: time }).nullable(),
    figures: z.array(figure),
    hours: z.array(hour).describe("every hour that these 24 touch, also those to come"),
    marks: z
      .array(mark)
      .describe("what the release did, and what fired in its environment or in none; oldest first"),
  }),
} as const satisfies Endpoint;

export type FirstDayReply = z.output<typeof firstDay.reply>;
