import { hash } from "node:crypto";
import type { EventTable, Tx } from "@/db/schema";

/** Something that changed: who, from where, what, before, after, why. Values are JSON or plain text. */
export interface NewEvent {
  atMs: number;
  actor: string;
  origin: string;
  action: string;
  subject: string;
  before?: string | null;
  after?: string | null;
  reason?: string | null;
}

/** A place in the log: a row's id and its hash. */
export interface ChainMark {
  id: number;
  hash: string;
}

/** What the first row follows. */
export const BEFORE_FIRST: ChainMark = { id: 0, hash: "0".repeat(64) };

/** The key of `meta` under which the last row of the log is marked, so that one taken off the end is missed. */
export const HEAD = "event_head";

type Hashed = Omit<EventTable, "id" | "hash">;

/** The hash of a row: over what it says and over the hash of the row before it. */
export const eventHash = (row: Hashed): string =>
  hash(
    "sha256",
    JSON.stringify([
      row.at_ms,
      row.actor,
      row.origin,
      row.action,
      row.subject,
      row.before,
      row.after,
      row.reason,
      row.previous_hash,
    ]),
  );

const appending = new WeakSet<Tx>();

/** Whether the work of a transaction has appended to the log: then readers of the log are to be told. */
export const hasAppended = (tx: Tx): boolean => appending.has(tx);

/** Appends to the one log. Each row's hash covers the row and the hash before it, so that no row can change unseen. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  appending.add(tx);
  const { head, last } = await end(tx);
  const row = {
    at_ms: event.atMs,
    actor: stored(event.actor),
    origin: stored(event.origin),
    action: event.action,
    subject: stored(event.subject),
    before: stored(event.before ?? null),
    after: stored(event.after ?? null),
    reason: stored(event.reason ?? null),
    previous_hash: head.hash,
  };
  const appended = { id: Math.max(head.id, last.id) + 1, hash: eventHash(row) };
  await tx
    .insertInto("event")
    .values({ ...row, ...appended })
    .execute();
  const value = `${appended.id} ${appended.hash}`;
  await tx
    .insertInto("meta")
    .values({ key: HEAD, value })
    .onConflict((known) => known.column("key").doUpdateSet({ value }))
    .execute();
}

/** Half of a surrogate pair comes back from the database as another character, and the hash would not fit. */
function stored<Text extends string | null>(text: Text): Text {
  return (text?.toWellFormed() ?? null) as Text;
}

/** Where the log ends: as it was marked, and by its rows. What was taken off its end is still what the next row follows. */
async function end(tx: Tx): Promise<{ head: ChainMark; last: ChainMark }> {
  const mark = await tx.selectFrom("meta").select("value").where("key", "=", HEAD).executeTakeFirst();
  const row = await tx
    .selectFrom("event")
    .select(["id", "hash"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const last = row ?? BEFORE_FIRST;
  return { head: markOf(mark?.value) ?? last, last };
}

/** What stands under `HEAD`; null where that is not there, or no mark. */
export function markOf(value: string | undefined): ChainMark | null {
  const [, id, hash] = /^(\d+) ([0-9a-f]{64})$/.exec(value ?? "") ?? [];
  return id === undefined || hash === undefined ? null : { id: Number(id), hash };
}
