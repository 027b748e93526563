import { z } from "zod";
import { count, type Endpoint } from "./endpoint";

export const settings = {
  method: "GET",
  path: "/api/settings",
  permission: "read",
  summary: "The effective configuration, each value with its origin; secrets are masked",
  query: z.object({}),
  reply: z.object({
    file: z.string().nullable(),
    demo: z.boolean(),
    timezone: z.string(),
    values: z.array(
      z.object({
        path: z.string(),
        value: z.string(),
        origin: z.enum(["default", "file", "environment"]),
        line: z.int().nullable(),
      }),
    ),
    mistakes: z
      .array(
        z.object({
          file: z.string(),
          line: z.int().nullable(),
          column: z.int().nullable(),
          path: z.string(),
          message: z.string(),
        }),
      )
      .describe("of a broken edit; the last good configuration stays in force"),
    database: z.object({
      bytes: count,
      executions: count,
      llm_calls: count,
      articles: count,
      check: z
        .object({ time: z.string(), problems: z.array(z.string()) })
        .nullable()
        .describe("of the whole file, once after each start; null before it is done"),
    }),
    backups: z
      .object({
        every_s: count,
        keep: count,
        kept: count,
        last: z.object({ time: z.string(), bytes: count }).nullable(),
        next: z.string(),
        failure: z.object({ time: z.string(), message: z.string() }).nullable(),
      })
      .nullable()
      .describe("null where none are scheduled"),
  }),
} as const satisfies Endpoint;

export type SettingsReply = z.output<typeof settings.reply>;
