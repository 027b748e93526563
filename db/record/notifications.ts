import type { Tx } from "@/db/schema";

interface Queued {
  key: string;
  receiver: string;
  /** As it is sent, as JSON. */
  payload: string;
  atMs: number;
}

/** Stores what a receiver is to be told, once however often it is stored. */
export const queueNotification = (tx: Tx, { key, receiver, payload, atMs }: Queued) =>
  tx
    .insertInto("notification")
    .values({
      ...{ key, receiver, payload, state: "pending", attempts: 0 },
      ...{ created_ms: atMs, next_ms: atMs, sent_ms: null, last_error: null },
    })
    .onConflict((conflict) => conflict.columns(["key", "receiver"]).doNothing())
    .execute();

/** Stores that the receiver has taken it, and what is to be said of that; null where nothing is. */
export const keepDelivered = (tx: Tx, id: number, atMs: number, remark: string | null = null) =>
  tx
    .updateTable("notification")
    .set(({ eb }) => ({
      state: "sent",
      attempts: eb("attempts", "+", 1),
      sent_ms: atMs,
      last_error: remark?.slice(0, 500) ?? null,
    }))
    .where("id", "=", id)
    .execute();

/** Stores that the receiver has not taken it, and when it is tried again; null: never. */
export const keepUndelivered = (tx: Tx, id: number, error: string, nextMs: number | null) =>
  tx
    .updateTable("notification")
    .set(({ eb }) => ({
      attempts: eb("attempts", "+", 1),
      last_error: error.slice(0, 500),
      ...(nextMs === null ? { state: "failed" as const } : { next_ms: nextMs }),
    }))
    .where("id", "=", id)
    .execute();
