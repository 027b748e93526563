import { z } from "zod";
import type { Endpoint } from "./endpoint";

const hit = z.object({
  path: z.string().describe("of the section, as an address of this server"),
  document: z.string(),
  section: z.string().nullable().describe("null where it is the beginning of the document"),
  snippet: z.string().describe("what stands there, plain text"),
  matched: z.array(z.string()).describe("the words of the document that were found"),
});

export type DocsHit = z.output<typeof hit>;

export const docsSearch = {
  method: "GET",
  path: "/api/docs",
  permission: "read",
  summary: "Sections of the documents that hold these words, or words like them, the best first, at most 10",
  query: z.object({ q: z.string().trim().max(200).describe("empty finds nothing") }),
  reply: z.object({ results: z.array(hit).max(10) }),
} as const satisfies Endpoint;

export type DocsReply = z.output<typeof docsSearch.reply>;

export const postMortem = {
  method: "GET",
  path: "/api/rollbacks/{id}/post-mortem",
  permission: "read",
  summary: "The post-mortem of a rollback, filled with what is known of it; as Markdown with `format=md`",
  query: z.object({}),
  reply: z.object({
    report: z.string(),
    file: z.string().describe("the name of its file"),
    markdown: z.string(),
  }),
} as const satisfies Endpoint;

export type PostMortemReply = z.output<typeof postMortem.reply>;
