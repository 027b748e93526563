import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { NOTIFICATION_KINDS } from "@/lib/domain/notification-words";
import { PHASES } from "@/lib/domain/release";
import { SEVERITIES } from "@/lib/domain/rule";
import { count, type Endpoint, time } from "./endpoint";
import { reportFigure } from "./report";

const told = z.object({
  rule: z.string(),
  environment: z.enum(ENVIRONMENTS).nullable().describe("null where the rule is about none in particular"),
  severity: z.enum(SEVERITIES),
  status: z.enum(["firing", "resolved"]),
  metric: z.string(),
  operator: z.enum([">", ">=", "<", "<="]).nullable().describe("null where the rule is gone"),
  threshold: z.number().describe("in the unit of the metric"),
  value: z.number().nullable().describe("in the unit of the metric; null where it is not known"),
  n: count.describe("samples that the value stands on"),
  said: z.string(),
  firing: z.int().nullable().describe("the id of the episode, as /api/alerts has it"),
  starts_at: time.nullable(),
  ends_at: time.nullable().describe("null while it fires"),
  done: z.string().describe("what was done by itself, or why nothing was"),
  runbook: z.url().describe("the section of the runbook about it"),
});

/**
 * What a receiver is sent, as the body of a webhook; a mail is written from it. Chats that take Slack's webhooks read
 * `text` and pass over the rest. Stored as it is sent: a field may be added, none may change its meaning.
 */
export const notificationPayload = z.object({
  version: z.literal(1),
  key: z.string().describe("of the transition: the same when it is told again after a failure"),
  kind: z.enum(NOTIFICATION_KINDS),
  status: z.enum(["firing", "resolved"]).nullable().describe("null where it is about no alert"),
  severity: z.enum(SEVERITIES).nullable(),
  receiver: z.string(),
  time,
  title: z.string().describe("one line"),
  text: z.string().describe("plain text, title included"),
  link: z.url().describe("the page about it"),
  alerts: z.array(told).describe("what one look found of one rule: one alert, or one of each environment"),
  release: z
    .object({
      id: z.string(),
      version: z.string(),
      environment: z.enum(ENVIRONMENTS),
      phase: z.enum(PHASES),
      said: z.string(),
    })
    .nullable(),
  digest: z
    .object({
      week: z.string().describe("the ISO week in which it was due"),
      from: time,
      to: time.describe("not included"),
      timezone: z.string(),
      headline: z.string(),
      figures: z.array(reportFigure),
      needs: z.array(z.string()).describe("what waits for somebody, in words"),
    })
    .optional()
    .describe("of a digest alone"),
});

export type NotificationPayload = z.output<typeof notificationPayload>;

export const NOTIFICATION_STATES = ["pending", "sent", "failed"] as const;

const notification = z.object({
  id: z.int(),
  key: z.string().describe("of the transition: a receiver that was told twice can tell by it"),
  receiver: z.string().describe("never with its secret"),
  subject: z.string(),
  state: z.enum(NOTIFICATION_STATES),
  attempts: count,
  created_at: time,
  sent_at: time.nullable(),
  next_at: time.nullable().describe("of a pending one"),
  last_error: z.string().nullable().describe("also of a sent one, where not everybody in it took it"),
});

export type NotificationReply = z.output<typeof notification>;

export const notifications = {
  method: "GET",
  path: "/api/notifications",
  permission: "read",
  summary: "The delivery log, newest first, at most 200",
  query: z.object({}),
  reply: z.object({
    receivers: z.array(z.object({ name: z.string(), kind: z.enum(["webhook", "email"]) })),
    notifications: z.array(notification),
    pending: count,
  }),
} as const satisfies Endpoint;

export type NotificationsReply = z.output<typeof notifications.reply>;

export const notificationTest = {
  method: "POST",
  path: "/api/notifications/test",
  permission: "operate",
  summary: "Sends a test to one receiver, or to all, and waits up to 15 s for what they say",
  query: z.object({}),
  body: z.object({ receiver: z.string().max(200).optional() }),
  reply: z.object({
    results: z.array(
      z.object({ receiver: z.string(), delivered: z.boolean(), said: z.string(), ms: z.number() }),
    ),
  }),
} as const satisfies Endpoint;

export type NotificationTestReply = z.output<typeof notificationTest.reply>;

export const digestSend = {
  method: "POST",
  path: "/api/notifications/digest",
  permission: "admin",
  summary: "Sends the digest now to all who are told digests, and waits up to 15 s for what they say",
  query: z.object({}),
  body: z.object({}),
  reply: notificationTest.reply,
} as const satisfies Endpoint;
