import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { PHASES } from "@/lib/domain/release";
import { type Endpoint, time } from "./endpoint";

const environment = z.enum(ENVIRONMENTS).nullable();

/** How many of each kind are answered. */
export const FOUND_MAX = 8;

export const search = {
  method: "GET",
  path: "/api/search",
  permission: "read",
  summary: "Articles by topic, executions by id and agent, releases by version; newest first, few of each",
  query: z.object({ q: z.string().trim().min(1).max(200).describe("part of a name, in any case; or an id") }),
  reply: z.object({
    articles: z.array(z.object({ id: z.string(), topic: z.string().nullable(), time, environment })),
    executions: z
      .array(
        z.object({
          id: z.string(),
          execution_id: z.string(),
          agent: z.string().nullable(),
          topic: z.string().nullable(),
          time,
        }),
      )
      .describe("of the newest 20,000; older ones by the whole id only"),
    releases: z.array(
      z.object({
        id: z.string(),
        version: z.string(),
        environment: z.enum(ENVIRONMENTS),
        state: z.enum(PHASES),
        created_at: time,
      }),
    ),
  }),
} as const satisfies Endpoint;

export type SearchReply = z.output<typeof search.reply>;
