import { z } from "zod";
import { LISTS } from "@/lib/domain/checklist";
import { count, type Endpoint, time } from "./endpoint";

const item = z.object({
  id: z.string(),
  phase: z.string(),
  text: z.string(),
  by: z.enum(["person", "evidence"]),
  done: z.boolean(),
  said: z.string().nullable().describe("of evidence: its figure, or what is missing and what brings it"),
  told: z.boolean().describe("false: its evidence cannot say, or it is still to come"),
  at: time.nullable().describe("since when it is so; null where nobody has said anything"),
  actor: z.string().nullable().describe("of a person's item"),
  note: z.string().nullable(),
});

export type ChecklistItem = z.output<typeof item>;

const list = z.object({
  name: z.enum(LISTS),
  done: count,
  total: count,
  mistakes: z.array(z.string()).describe("why it is empty: what is wrong with its template"),
  items: z.array(item),
});

export type Checklist = z.output<typeof list>;

const reply = z.object({
  release: z.string(),
  frozen: z.string().nullable().describe("why it stays as it is; null while it goes on"),
  done: count,
  total: count,
  lists: z.array(list).describe("in the order in which they are gone through"),
});

export type ChecklistReply = z.output<typeof reply>;

export const checklist = {
  method: "GET",
  path: "/api/releases/{id}/checklist",
  permission: "read",
  summary: "What a release is answered for: six lists, ticked by people and by evidence",
  query: z.object({}),
  reply,
} as const satisfies Endpoint;

export const checklistTick = {
  method: "PUT",
  path: "/api/releases/{id}/checklist/{item}",
  permission: "operate",
  summary: "Ticks an item, or takes the tick back. 409 where evidence says it, and of a release that is over",
  query: z.object({}),
  body: z.object({ done: z.boolean(), note: z.string().trim().max(500).optional() }),
  reply,
} as const satisfies Endpoint;

export type ChecklistTick = z.output<typeof checklistTick.body>;
