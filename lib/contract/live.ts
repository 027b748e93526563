import { z } from "zod";
import type { Endpoint } from "./endpoint";

/** What can change; a reader asks again for what it shows of these. */
export const TOPICS = [
  "summary",
  "usage",
  "trends",
  "articles",
  "executions",
  "health",
  "latency",
  "resources",
  "errors",
  "quality",
  "traffic",
  "audit",
  "access",
  "alerts",
  "flags",
  "releases",
  "notifications",
  "sources",
  "reconciliation",
  "settings",
] as const;

export type Topic = (typeof TOPICS)[number];

export const invalidation = z.object({ topics: z.array(z.enum(TOPICS)) });

export const events = {
  method: "GET",
  path: "/api/events",
  permission: "read",
  summary:
    "Server-sent events `invalidate` that name what changed; replay after Last-Event-ID, heartbeat every 15 s",
  query: z.object({}),
  reply: invalidation,
} as const satisfies Endpoint;
