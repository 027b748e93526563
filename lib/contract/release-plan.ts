import { z } from "zod";
import { durationMs, isDuration } from "@/lib/domain/duration";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { GUARD_METRICS, type PlanWish } from "@/lib/domain/release-plan";
import { REQUIREMENTS, type Requirement } from "@/lib/domain/requirement";
import { SEVERITIES } from "@/lib/domain/rule";
import { count, type Endpoint, time } from "./endpoint";

export const environment = z.enum(ENVIRONMENTS);
export const percent = z.int().min(0).max(100);
export const ms = z.number().nonnegative().describe("milliseconds");
const duration = z.string().refine(isDuration, "a duration such as 15s, 5m or 1h");
const version = z.string().trim().min(1).max(200);

const guard = z.object({
  metric: z.enum(GUARD_METRICS),
  limit: z.number().gt(1).max(100).describe("how many times worse than the other environment: 1.25"),
  action: z.enum(["hold", "rollback"]),
});

/** What somebody wants to release. Whether the steps make a plan is `planned`'s to say. */
export const wish = z.object({
  version,
  environment,
  steps: z
    .array(
      z.object({
        weight: percent,
        hold: duration.describe("how long at least, by a clock that stands while nothing can be seen"),
        articles: z
          .int()
          .min(0)
          .max(10_000)
          .describe("finished ones on each side; at 100 % on the new one alone"),
      }),
    )
    .min(1)
    .max(20)
    .optional()
    .describe("0, then 50 and 100 % for an hour and eight articles each, unless given"),
  backup_hold: duration.optional().describe("from 100 % on; 24h unless given"),
  guards: z.array(guard).max(GUARD_METRICS.length).optional(),
  requires: z
    .array(z.enum(REQUIREMENTS))
    .max(REQUIREMENTS.length)
    .optional()
    .describe("beside what the settings ask of every release"),
});

export type ReleaseWish = z.output<typeof wish>;

/** What HTTP asks for, in the domain's words. */
export const planWishOf = (
  { steps, backup_hold, ...rest }: ReleaseWish,
  requires: readonly Requirement[],
): PlanWish => ({
  version: rest.version,
  environment: rest.environment,
  requires,
  ...(rest.guards === undefined ? {} : { guards: rest.guards }),
  ...(backup_hold === undefined ? {} : { backupHoldMs: durationMs(backup_hold) }),
  ...(steps === undefined
    ? {}
    : { steps: steps.map(({ hold, ...step }) => ({ ...step, holdMs: durationMs(hold) })) }),
});

const planStep = z.object({ weight: percent, hold_ms: ms, articles: count });

export const plan = z.object({
  version: z.string(),
  environment,
  steps: z.array(planStep).describe("the first has weight 0: the checks before any traffic"),
  backup_hold_ms: ms,
  guards: z.array(guard),
  requires: z
    .array(z.enum(REQUIREMENTS))
    .describe("checklist and titles before it starts, validation and smoke tests by its checks"),
});

export const backup = z.object({
  environment,
  version: z.string().nullable(),
  ready: z.enum(["ready", "unhealthy", "unknown"]).describe("unknown: asked before anything goes back"),
  said: z.string(),
  checked_at: time.nullable(),
  misses: count.describe("how often in a row it has not answered well"),
  until: time.nullable().describe("when its time is over, if nothing stops the clock; null before 100 %"),
});

export const quarantine = z.object({
  version: z.string(),
  since: time,
  release: z.string(),
  rule: z.string().nullable(),
  said: z.string(),
  report: z.string().nullable().describe("of /api/rollbacks"),
});

const planReply = z.object({
  plan,
  plan_hash: z.string().describe("of the plan and the rules in force; a start carries it"),
  steps: z.array(
    planStep.extend({
      starts_at: time.nullable().describe("null where an earlier step never ends"),
      ends_at: time.nullable().describe("null where too few articles come"),
      waits_for: z.enum(["time", "articles"]).describe("what takes longer"),
      expected: z
        .object({ candidate: z.number(), control: z.number() })
        .describe("articles until then, if the days are like the last seven"),
    }),
  ),
  backup_until: time.nullable(),
  articles_per_day: z.number().nonnegative().describe("of the last seven days, both environments"),
  rules: z.array(
    z.object({
      name: z.string(),
      severity: z.enum(SEVERITIES),
      action: z.string(),
      dry_run: z.boolean(),
      samples: z.number().nullable().describe("expected in its longest step; null: nothing reports them"),
      evidence: z.enum(["enough", "not_enough", "no_source"]),
      false_alarm: z
        .number()
        .nullable()
        .describe("odds over all steps that it trips on a healthy version; null where not known"),
    }),
  ),
  backup,
  rehearsal: z
    .object({ done: z.boolean(), ms: ms.nullable(), said: z.string() })
    .describe("the present weight written and read back"),
  quarantine: quarantine.nullable(),
  obstacles: z.array(z.string()).describe("what a start would be refused for now"),
});

export type ReleasePlanReply = z.output<typeof planReply>;

export const releasePlan = {
  method: "POST",
  path: "/api/releases/plan",
  permission: "operate",
  summary: "What a release would do: times, samples to expect, odds, rehearsal. Changes nothing",
  query: z.object({}),
  body: wish,
  reply: planReply,
} as const satisfies Endpoint;
