import { z } from "zod";
import { type Endpoint, time } from "./endpoint";

const flag = z.object({
  name: z.string(),
  enabled: z.boolean(),
  base: z.boolean().describe("what it is while no alert holds it"),
  by: z.string().describe("who switched it last: a person, automation, or default"),
  updated_at: time,
  reason: z.string().nullable(),
  held_by: z.array(z.string()).describe("rules whose alerts keep it as it is"),
  postponed: z.string().nullable().describe("why an automatic switch that is due waits"),
  flips_last_hour: z.int().nonnegative().describe("automatic ones; at most two"),
});

export type FlagReply = z.output<typeof flag>;

export const flags = {
  method: "GET",
  path: "/api/flags",
  permission: "read",
  summary: "Every flag, and who or what keeps it as it is",
  query: z.object({}),
  reply: z.object({
    flags: z.array(flag),
    file: z
      .object({ path: z.string(), error: z.string().nullable() })
      .nullable()
      .describe(
        "where jobs read them that cannot call HTTP, and why it is not as the flags are; null: nowhere",
      ),
  }),
} as const satisfies Endpoint;

export type FlagsReply = z.output<typeof flags.reply>;

export const flagDetail = {
  method: "GET",
  path: "/api/flags/{name}",
  permission: "read",
  summary: "One flag: for jobs that ask before they begin",
  query: z.object({}),
  reply: flag,
} as const satisfies Endpoint;

export const flagSwitch = {
  method: "PUT",
  path: "/api/flags/{name}",
  permission: "operate",
  summary: "Switches a flag. What a person says outranks the alerts that hold it now",
  query: z.object({}),
  body: z.object({ enabled: z.boolean(), reason: z.string().trim().min(1).max(500) }),
  reply: flag,
} as const satisfies Endpoint;
