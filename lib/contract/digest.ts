import { z } from "zod";
import { type Endpoint, time } from "./endpoint";

export const digest = {
  method: "GET",
  path: "/api/report/digest",
  permission: "read",
  summary: "What the weekly digest would say now, who is told it, and when next",
  query: z.object({}),
  reply: z.object({
    title: z.string(),
    text: z.string().describe("plain text, title included"),
    from: time,
    to: time.describe("not included"),
    timezone: z.string(),
    receivers: z.array(z.string()).describe("who is told digests; never with a secret"),
    next_at: time.nullable().describe("null where none is told"),
  }),
} as const satisfies Endpoint;

export type DigestReply = z.output<typeof digest.reply>;
