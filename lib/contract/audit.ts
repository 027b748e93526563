import { z } from "zod";
import { type Endpoint, type Table, time } from "./endpoint";
import { pageQuery, pageReply } from "./range";

const told = z.unknown().describe("read as JSON where it is JSON, else a text; null where nothing is told");

const event = z.object({
  id: z.int().describe("rises in the order of the log"),
  time,
  actor: z.string(),
  origin: z.string().describe("from where: http, cli, file, watch, local"),
  action: z.string(),
  subject: z.string(),
  before: told,
  after: told,
  reason: z.string().nullable(),
});

export type AuditEvent = z.output<typeof event>;

export const audit = {
  method: "GET",
  path: "/api/audit",
  permission: "read",
  csv: true,
  summary: "The event log, newest first: who, when, what, before, after, why, from where",
  query: pageQuery.omit({ environment: true }).extend({
    action: z
      .string()
      .regex(/^[\w.-]{1,80}$/, "allowed are letters, digits, dots, - and _")
      .optional()
      .describe("how the action begins, such as traffic or traffic.rollback"),
    actor: z.string().min(1).max(200).optional(),
    q: z.string().max(200).optional().describe("words; all of them in the subject or the reason"),
  }),
  reply: pageReply.extend({
    actions: z.array(z.string()).describe("the actions of the period, whatever is filtered; at most 200"),
    actors: z.array(z.string()).describe("the same for who acted"),
    events: z.array(event),
  }),
} as const satisfies Endpoint;

export type AuditQuery = z.output<typeof audit.query>;
export type AuditReply = z.output<typeof audit.reply>;

export const auditTable = ({ events }: AuditReply): Table =>
  events.map((row) => ({ ...row, before: cellOf(row.before), after: cellOf(row.after) }));

const cellOf = (value: unknown): string | null =>
  value === null || typeof value === "string" ? value : JSON.stringify(value);
