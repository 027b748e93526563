import { z } from "zod";
import { ARTICLE_STATES, CHECK_STATES, RUN_KINDS, RUN_STATES } from "@/lib/domain/test-run";
import { count, type Endpoint, time } from "./endpoint";

const amount = z.number().nonnegative();

const run = z.object({
  id: z.string(),
  kind: z.enum(RUN_KINDS),
  state: z.enum(RUN_STATES).describe("interrupted: the process that ran it is gone"),
  started_by: z.string(),
  started_at: time,
  finished_at: time.nullable(),
  cancelled_by: z.string().nullable(),
  said: z.string().describe('what came of it, in a few words: "3 of 3 articles, $1.46, 24 s"'),
  checks: z
    .array(
      z.object({
        item: z.string(),
        text: z.string(),
        state: z.enum(CHECK_STATES).describe("unknown: nothing measures it"),
        said: z.string().describe("its figure, or what is missing"),
        at: time.nullable(),
        ms: amount.nullable().describe("how long the look took"),
      }),
    )
    .describe("of a validation"),
  articles: z
    .array(
      z.object({
        topic: z.string(),
        state: z.enum(ARTICLE_STATES),
        started_at: time.nullable(),
        seconds: amount.nullable(),
        cost_usd: amount.nullable().describe("null: not known, or not run"),
        article: z.string().nullable().describe("of /api/articles; null where none arrived"),
        output: z.string().nullable().describe("the last lines, without secrets; of the newest run only"),
        said: z.string().describe("why it failed, or what is to be known of it"),
      }),
    )
    .describe("of a smoke test"),
  totals: z
    .object({
      passed: count,
      of: count,
      cost_usd: amount.nullable(),
      cost_known: z.boolean().describe("false where cost_usd is a lower bound"),
      seconds: amount.nullable(),
    })
    .nullable()
    .describe("of a smoke test"),
});

export type ReleaseRun = z.output<typeof run>;

const reply = z.object({
  smoke: z
    .object({ by: z.enum(["command", "webhook", "demo"]), topics: z.array(z.string()) })
    .nullable()
    .describe("what would write the articles; null where the settings name nothing"),
  possible: z.boolean().describe("whether this release can be tested as it stands"),
  runs: z.array(run).describe("newest first, at most 20"),
});

export type RunsReply = z.output<typeof reply>;

export const releaseRuns = {
  method: "GET",
  path: "/api/releases/{id}/runs",
  permission: "read",
  summary: "Validations and smoke tests of a release, newest first, as far as they have come",
  query: z.object({}),
  reply,
} as const satisfies Endpoint;

export const releaseRunStart = {
  method: "POST",
  path: "/api/releases/{id}/runs",
  permission: "operate",
  summary: "Starts a validation or smoke tests. 409 while one runs, or where it cannot be tested",
  query: z.object({}),
  body: z.object({ kind: z.enum(RUN_KINDS) }),
  reply,
} as const satisfies Endpoint;

export const releaseRunCancel = {
  method: "POST",
  path: "/api/releases/{id}/runs/{run}/cancel",
  permission: "operate",
  summary: "Ends a run at once: what it has started is killed. 409 where it has ended",
  query: z.object({}),
  body: z.object({}),
  reply,
} as const satisfies Endpoint;
