import { z } from "zod";
import { ENTRY_KINDS } from "@/lib/domain/alert-effect";
import { ALERT_STATES } from "@/lib/domain/alert-state";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { FINDING_VERDICTS } from "@/lib/domain/finding";
import { SEVERITIES } from "@/lib/domain/rule";
import { count, type Endpoint, time } from "./endpoint";

const environment = z.enum(ENVIRONMENTS);
const reason = z.string().trim().min(1).max(500);
const ms = z.number().nonnegative().describe("milliseconds");

const action = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["none", "notify", "review", "hold", "rollback"]) }),
  z.object({ kind: z.literal("set_flag"), flag: z.string(), enabled: z.boolean() }),
]);

const rule = z.object({
  name: z.string(),
  severity: z.enum(SEVERITIES),
  metric: z.string(),
  op: z.enum([">", ">=", "<", "<="]),
  threshold: z.number().describe("in the unit of the metric"),
  clear_threshold: z.number().nullable().describe("where it clears; null: where it fires"),
  window_ms: ms,
  for_ms: ms,
  clear_for_ms: ms,
  min_samples: count,
  min_errors: count.nullable(),
  no_data: z.enum(["show", "ok", "alert", "keep"]),
  action,
  automatic: z.boolean().describe("whether its action is carried out by itself"),
  dry_run: z.boolean(),
  must_have_data: z.boolean(),
  renotify_ms: ms.nullable().describe("null: never"),
  cooldown_ms: ms,
});

const figure = z.object({
  verdict: z.enum(FINDING_VERDICTS),
  value: z.number().nullable().describe("in the unit of the metric; null where nothing is known"),
  n: count,
  k: count.nullable().describe("bad samples of the n; null where samples are figures"),
  interval: z.object({ low: z.number(), high: z.number() }).nullable().describe("95 %"),
  said: z.string(),
});

const acknowledgement = z.object({ by: z.string(), at: time });

const alert = z.object({
  rule,
  environment: environment.nullable().describe("null where the rule is about none in particular"),
  state: z.enum(ALERT_STATES),
  since: time.describe("since when it is in that state"),
  recovering_since: time.nullable().describe("since when there is no breach any more while it fires"),
  firing: z
    .object({ id: z.int(), since: time, acknowledged: acknowledgement.nullable(), told: z.boolean() })
    .nullable()
    .describe("the episode; an acknowledgement is of it"),
  figure: figure.nullable().describe("the figure now, which is the one that is acted on"),
  inhibited: z.boolean().describe("its source is stale: it neither fires nor resolves"),
  silence: z.int().nullable(),
  withheld: z.string().nullable().describe("why its action, which is due, is not carried out"),
  runbook: z.string().describe("the section of the runbook about it, as an address of this server"),
});

export type AlertReply = z.output<typeof alert>;

const entry = z.object({
  id: z.int(),
  time,
  kind: z.enum(ENTRY_KINDS),
  rule: z.string(),
  environment: environment.nullable(),
  severity: z.enum(SEVERITIES),
  firing: z.int().nullable(),
  value: z.number().nullable(),
  n: count,
  said: z.string(),
  action: action.nullable().describe("null where the rule only tells"),
  done: z.boolean(),
  why: z.string().nullable().describe("why it was not done, or why it ended otherwise than by its figure"),
  silence: z.int().nullable(),
  dry_run: z.boolean(),
});

export type AlertEntry = z.output<typeof entry>;

const switchOf = z.object({
  on: z.boolean(),
  why: z.string(),
  by: z.string(),
  since: time,
  owed: z
    .array(z.object({ rule: z.string(), environment: environment.nullable(), action }))
    .describe("what would be done at once if it were switched on now"),
});

export const alerts = {
  method: "GET",
  path: "/api/alerts",
  permission: "read",
  summary: "Every alert with its state, its rule and its figure now; and the newest entries of the history",
  query: z.object({
    rule: z.string().max(64).optional(),
    environment: environment.optional(),
    entries: z.coerce.number().int().min(0).max(200).default(200).describe("of the history, at most"),
  }),
  reply: z.object({
    alerts: z.array(alert),
    counts: z.object({ firing: count, pending: count, no_data: count }),
    automation: switchOf.omit({ owed: true }),
    history: z.array(entry),
  }),
} as const satisfies Endpoint;

export type AlertsReply = z.output<typeof alerts.reply>;

export const acknowledge = {
  method: "POST",
  path: "/api/alerts/{id}/acknowledge",
  permission: "operate",
  summary: "Takes a firing on: it is not told again. By the id of the firing; 409 once that is over",
  query: z.object({}),
  body: z.object({}),
  reply: alert,
} as const satisfies Endpoint;

const silence = z.object({
  id: z.int(),
  rule: z.string().nullable().describe("null: every rule"),
  environment: environment.nullable().describe("null: every environment"),
  reason: z.string(),
  by: z.string(),
  from: time,
  until: time,
  actions_too: z.boolean().describe("also keeps actions from being carried out"),
  active: z.boolean(),
  expired_by: z.string().nullable().describe("who ended it before its time"),
});

export type SilenceReply = z.output<typeof silence>;

export const silences = {
  method: "GET",
  path: "/api/silences",
  permission: "read",
  summary: "Silences, newest first, at most 200",
  query: z.object({}),
  reply: z.object({ silences: z.array(silence) }),
} as const satisfies Endpoint;

const SILENCE_MINUTES_MAX = 30 * 24 * 60;

export const silenceCreate = {
  method: "POST",
  path: "/api/silences",
  permission: "operate",
  summary:
    "Keeps alerts from being told for a while. What they do they still do, unless `actions_too` is set",
  query: z.object({}),
  body: z.object({
    rule: z.string().min(1).max(64).nullable().default(null),
    environment: environment.nullable().default(null),
    minutes: z.int().min(1).max(SILENCE_MINUTES_MAX),
    reason,
    actions_too: z.boolean().default(false),
  }),
  reply: silence,
} as const satisfies Endpoint;

export const silenceExpire = {
  method: "POST",
  path: "/api/silences/{id}/expire",
  permission: "operate",
  summary: "Ends a silence now",
  query: z.object({}),
  body: z.object({}),
  reply: silence,
} as const satisfies Endpoint;

export const automation = {
  method: "GET",
  path: "/api/automation",
  permission: "read",
  summary: "The one switch for whatever is done without a person, and what waits for it",
  query: z.object({}),
  reply: switchOf,
} as const satisfies Endpoint;

export const automationSet = {
  method: "PUT",
  path: "/api/automation",
  permission: "operate",
  summary: "Turns automatic actions on or off. Turned on, what is owed is done where its breach is seen",
  query: z.object({}),
  body: z.object({ on: z.boolean(), reason }),
  reply: switchOf,
} as const satisfies Endpoint;
