import { sql } from "kysely";
import type { Db, EventTable } from "@/db/schema";
import type { AuditEvent, AuditReply } from "@/lib/contract/audit";
import type { Extent, Period } from "@/lib/domain/range";
import { idFrom } from "./cursor";
import { isoTime } from "./money";

export interface AuditQuestion extends Period {
  action?: string | undefined;
  actor?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

type Page = Pick<AuditReply, "total" | "cursor" | "actions" | "actors" | "events">;

/** What one can choose from is a list for people. */
const CHOICES_MAX = 200;

/** Events of a period in the order of the log, newest first. A clock that was put back does not change that order. */
export async function auditPage(db: Db, question: AuditQuestion): Promise<Page> {
  const before = idFrom(question.cursor);
  const { total } = await found(db, question)
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const later = found(db, question).selectAll();
  const rows = await (before === null ? later : later.where("id", "<", before))
    .orderBy("id", "desc")
    .limit(question.limit + 1)
    .execute();
  const page = rows.slice(0, question.limit);
  const last = page.at(-1);
  return {
    total,
    cursor: rows.length > page.length && last !== undefined ? String(last.id) : null,
    actions: await choices(db, question, "action"),
    actors: await choices(db, question, "actor"),
    events: page.map(eventReply),
  };
}

/** The first and the last moment of the event log. */
export async function eventExtent(db: Db): Promise<Extent> {
  const ends = await db
    .selectFrom("event")
    .select(({ fn }) => [fn.min("at_ms").as("first"), fn.max("at_ms").as("last")])
    .executeTakeFirstOrThrow();
  // Without a row both are null, whatever the types say.
  const { first, last } = ends as { first: number | null; last: number | null };
  return first === null || last === null ? null : { firstMs: first, lastMs: last, lastRunMs: null };
}

const inPeriod = (db: Db, { fromMs, toMs }: Period) =>
  db.selectFrom("event").where("at_ms", ">=", fromMs).where("at_ms", "<", toMs);

function found(db: Db, { action, actor, q, ...period }: AuditQuestion) {
  const words = (q ?? "").split(/\s+/).filter((word) => word !== "");
  const all = inPeriod(db, period);
  const named = action === undefined ? all : all.where(like("action", `${escaped(action)}%`));
  const theirs = actor === undefined ? named : named.where("actor", "=", actor);
  return words.reduce(
    (rows, word) => rows.where(({ or }) => or(SEARCHED.map((column) => like(column, `%${escaped(word)}%`)))),
    theirs,
  );
}

const SEARCHED = ["subject", "reason"] as const;

const escaped = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

const like = (column: keyof EventTable, pattern: string) =>
  sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`;

async function choices(db: Db, period: Period, column: "action" | "actor"): Promise<string[]> {
  const rows = await inPeriod(db, period)
    .select(`${column} as name`)
    .distinct()
    .orderBy(column)
    .limit(CHOICES_MAX)
    .execute();
  return rows.map(({ name }) => name);
}

type EventRow = Awaited<ReturnType<ReturnType<ReturnType<typeof found>["selectAll"]>["execute"]>>[number];

const eventReply = ({
  id,
  at_ms,
  actor,
  origin,
  action,
  subject,
  before,
  after,
  reason,
}: EventRow): AuditEvent => ({
  id,
  time: isoTime(at_ms),
  actor,
  origin,
  action,
  subject,
  before: jsonOrText(before),
  after: jsonOrText(after),
  reason,
});

function jsonOrText(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
