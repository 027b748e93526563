import { z } from "zod";
import { count, type Endpoint, time } from "./endpoint";

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
  last_error: z.string().nullable(),
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
  summary: "Sends a test to one receiver, or to all, and waits for what they say",
  query: z.object({}),
  body: z.object({ receiver: z.string().max(200).optional() }),
  reply: z.object({
    results: z.array(
      z.object({ receiver: z.string(), delivered: z.boolean(), said: z.string(), ms: z.number() }),
    ),
  }),
} as const satisfies Endpoint;
