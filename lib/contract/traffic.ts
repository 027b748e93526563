import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { HEALTH_STATUSES } from "@/lib/domain/signals";
import { CHANGE_KINDS } from "@/lib/domain/traffic";
import { count, type Endpoint, time } from "./endpoint";

const environment = z.enum(ENVIRONMENTS);
const percent = z.number().min(0).max(100);
const interval = z.object({ low: z.number(), high: z.number() }).nullable().describe("95 %, shares of one");
const reason = z.string().trim().max(500);

const place = z.object({
  version: z.string().nullable(),
  health: z.enum(HEALTH_STATUSES).nullable().describe("null where nothing is known of it"),
  desired_weight: percent.describe("percent of new work that it shall have"),
  commanded_weight: percent.nullable().describe("what was sent last"),
  applied_weight: percent
    .nullable()
    .describe("what was read from the balancer last, never the echo of what was sent"),
  observed: z
    .object({ share: z.number().nullable(), n: count, interval })
    .describe("counted since this split began: jobs that were assigned, else the balancer's own counters"),
});

const readiness = z
  .object({
    to: environment,
    version: z.string().nullable(),
    known_good: z
      .boolean()
      .describe("healthy within the last 30 s: a rollback to it needs no second question"),
    said: z.string(),
    checked_at: time.nullable(),
  })
  .nullable()
  .describe("what a rollback would do; null where there is nothing to undo");

const change = z.object({
  id: z.int(),
  kind: z.enum(CHANGE_KINDS),
  time,
  actor: z.string(),
  reason: z.string().nullable(),
  from: z.object({ blue: percent, green: percent }),
  to: z.object({ blue: percent, green: percent }),
  state: z.enum(["intended", "confirmed", "failed", "superseded"]),
  finished_at: time.nullable(),
  detail: z.string().nullable(),
});

export type TrafficChange = z.output<typeof change>;

const trafficReply = z.object({
  epoch: z.int().describe("rises with every change that is wanted; the ETag is made of it"),
  environments: z.object({ blue: place, green: place }),
  live: environment,
  previous: environment.nullable().describe("null before the first switch"),
  driver: z.enum(["state-file", "haproxy"]),
  sync: z
    .enum(["in_sync", "pending", "drifted", "unknown"])
    .describe("whether what is applied is what is wanted; drifted after 10 s"),
  unreadable: z.string().nullable().describe("why the balancer cannot be read"),
  remarks: z.array(z.string()).describe("what is unusual on the balancer, such as a server drained by hand"),
  read_at: time.nullable().describe("when the balancer was read last"),
  moving: z.object({ kind: z.enum(CHANGE_KINDS), actor: z.string(), since: time }).nullable(),
  rollback: readiness,
  undo: z
    .object({ report: z.string(), until: time })
    .nullable()
    .describe("a rollback by a person that can still be undone"),
  since: time.describe("since when this split is wanted"),
  updated_at: time,
  updated_by: z.string(),
});

export type TrafficReply = z.output<typeof trafficReply>;

/** The state of the traffic that somebody has seen, as an entity tag. */
export const tagOf = ({ epoch }: { epoch: number }): string => `"t${epoch}"`;

export const traffic = {
  method: "GET",
  path: "/api/traffic",
  permission: "read",
  summary: "Who has the traffic: wanted, sent, applied and observed weights; its ETag goes into If-Match",
  query: z.object({}),
  reply: trafficReply,
} as const satisfies Endpoint;

export const shift = {
  method: "PUT",
  path: "/api/traffic",
  permission: "operate",
  summary: "Gives green that percent of new work; needs If-Match. 200 once the balancer has been read back",
  query: z.object({}),
  body: z.object({ green: z.int().min(0).max(100), reason: reason.min(1) }),
  reply: trafficReply,
} as const satisfies Endpoint;

export const changes = {
  method: "GET",
  path: "/api/traffic/changes",
  permission: "read",
  summary: "Every change of the traffic, newest first, at most 200",
  query: z.object({ from: time.optional(), to: time.optional() }),
  reply: z.object({ changes: z.array(change) }),
} as const satisfies Endpoint;

export type ChangesReply = z.output<typeof changes.reply>;

export const ROLLBACK_STEPS = ["target", "accepted", "balancer", "new_work", "verified"] as const;

const step = z.object({
  name: z.enum(ROLLBACK_STEPS),
  status: z.enum(["done", "skipped", "failed"]),
  detail: z.string(),
  ms: z.number(),
});

export type RollbackStep = z.output<typeof step>;

const side = z.object({ environment, version: z.string().nullable(), weight: percent });

const report = z.object({
  id: z.string(),
  dry_run: z.boolean(),
  changed: z.boolean().describe("false: there was nothing to undo"),
  from: side,
  to: side,
  actor: z.string(),
  reason: z.string().nullable(),
  rule: z.string().nullable().default(null).describe("the rule that asked for it; null where a person did"),
  started_at: time,
  finished_at: time,
  steps: z.array(step),
  verification: z.object({
    passed: z.boolean(),
    applied_weight: percent.nullable().describe("of what was rolled back from, read back at the end"),
    assigned_since: count.describe("jobs given to it after the balancer had confirmed"),
    target_healthy: z.boolean().nullable(),
  }),
  times: z
    .object({
      first_bad: time.nullable().describe("T0: the first bad sample"),
      tripped: time.nullable().describe("T1: the rule that asked for it; null where a person did"),
      accepted: time.nullable().describe("T2"),
      confirmed: time.nullable().describe("T3"),
      last_assigned: time.nullable().describe("T4: the last job given to what was rolled back from"),
      verified: time.nullable().describe("T5"),
    })
    .describe("the moments that a post-mortem asks for"),
  reaction_ms: z
    .number()
    .nullable()
    .describe("from the trip, else from acceptance, to the balancer's confirmation"),
  exposure: z.object({
    articles: count.describe("made there while it had this traffic; they are to be looked at"),
    cost_usd: z.number(),
    since: time.nullable(),
  }),
  not_undone: z.array(z.string()).describe("what a rollback leaves as it is"),
  label: z
    .object({ right: z.boolean(), by: z.string() })
    .nullable()
    .describe("what a person said of it afterwards"),
});

export type RollbackReport = z.output<typeof report>;

export const rollback = {
  method: "POST",
  path: "/api/rollback",
  permission: "operate",
  summary: "Gives everything back to the environment that was live before; outranks whatever is on its way",
  query: z.object({}),
  body: z.object({
    reason: reason.optional(),
    dry_run: z.boolean().optional(),
    confirm: z.boolean().optional().describe("also where the target does not look healthy"),
  }),
  reply: report,
} as const satisfies Endpoint;

export const rollbacks = {
  method: "GET",
  path: "/api/rollbacks",
  permission: "read",
  summary: "Rollback reports, newest first, at most 100",
  query: z.object({}),
  reply: z.object({
    rollbacks: z.array(report),
    labelled: z.object({ right: count, wrong: count }).describe("of all that were labelled"),
  }),
} as const satisfies Endpoint;

export type RollbacksReply = z.output<typeof rollbacks.reply>;

export const rollbackDetail = {
  method: "GET",
  path: "/api/rollbacks/{id}",
  permission: "read",
  summary: "One report; as Markdown with `Accept: text/markdown`",
  query: z.object({}),
  reply: report,
} as const satisfies Endpoint;

export const rollbackLabel = {
  method: "PUT",
  path: "/api/rollbacks/{id}/label",
  permission: "operate",
  summary: "Says whether a rollback was right",
  query: z.object({}),
  body: z.object({ right: z.boolean() }),
  reply: report,
} as const satisfies Endpoint;

export const rollbackReason = {
  method: "PUT",
  path: "/api/rollbacks/{id}/reason",
  permission: "operate",
  summary: "Says afterwards why: the reason is never asked for before the click",
  query: z.object({}),
  body: z.object({ reason: reason.min(1) }),
  reply: report,
} as const satisfies Endpoint;

export const rollbackUndo = {
  method: "POST",
  path: "/api/rollbacks/{id}/undo",
  permission: "operate",
  summary: "Gives the traffic back as it was before a rollback by a person, within ten minutes",
  query: z.object({}),
  body: z.object({}),
  reply: trafficReply,
} as const satisfies Endpoint;

export const assignment = {
  method: "GET",
  path: "/api/assignment",
  permission: "ingest",
  summary: "Which environment a job belongs to; recorded, so that its records count for it",
  query: z.object({ key: z.string().trim().min(1).max(500).describe("the article's topic or id") }),
  reply: z.object({ environment }),
} as const satisfies Endpoint;
