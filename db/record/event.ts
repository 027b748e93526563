import { hash } from "node:crypto";
import type { Tx } from "@/db/schema";

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

const FIRST_HASH = "0".repeat(64);

const appending = new WeakSet<Tx>();

/** Whether the work of a transaction has appended to the log: then readers of the log are to be told. */
export const hasAppended = (tx: Tx): boolean => appending.has(tx);

/** Appends to the one log. Each row's hash covers the row and the hash before it, so that no row can change unseen. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  appending.add(tx);
  const last = await tx.selectFrom("event").select("hash").orderBy("id", "desc").limit(1).executeTakeFirst();
  const previous_hash = last?.hash ?? FIRST_HASH;
  const row = {
    at_ms: event.atMs,
    actor: event.actor,
    origin: event.origin,
    action: event.action,
    subject: event.subject,
    before: event.before ?? null,
    after: event.after ?? null,
    reason: event.reason ?? null,
    previous_hash,
  };
  await tx
    .insertInto("event")
    .values({ ...row, hash: hash("sha256", JSON.stringify(Object.values(row))) })
    .execute();
}
