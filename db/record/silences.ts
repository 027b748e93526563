import type { Tx } from "@/db/schema";
import type { SilenceRow } from "@/db/schema-alerts";
import type { Silence } from "@/lib/domain/silence";

export const silenceOfRow = (row: SilenceRow): Silence => ({
  id: row.id,
  rule: row.rule,
  environment: row.environment,
  reason: row.reason,
  by: row.actor,
  fromMs: row.from_ms,
  untilMs: row.until_ms,
  endsClockMs: row.ends_clock_ms,
  actionsToo: row.actions_too === 1,
});

/** Stores a new silence, and answers its row. */
export const addSilence = (tx: Tx, silence: Omit<Silence, "id">): Promise<SilenceRow> =>
  tx
    .insertInto("silence")
    .values({
      rule: silence.rule,
      environment: silence.environment,
      reason: silence.reason,
      actor: silence.by,
      from_ms: silence.fromMs,
      until_ms: silence.untilMs,
      ends_clock_ms: silence.endsClockMs,
      actions_too: Number(silence.actionsToo),
      expired_ms: null,
      expired_by: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Ends a silence now. One that is over stays as it was; null where there is none of that id. */
export async function expireSilence(
  tx: Tx,
  id: number,
  { atMs, clockMs, by }: { atMs: number; clockMs: number; by: string },
): Promise<SilenceRow | null> {
  await tx
    .updateTable("silence")
    .set({ ends_clock_ms: clockMs, expired_ms: atMs, expired_by: by })
    .where("id", "=", id)
    .where("ends_clock_ms", ">", clockMs)
    .execute();
  return (await tx.selectFrom("silence").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

/** Stores when a silence ends by the engine's clock, as it is worked out anew at a start. */
export const keepSilenceEnd = (tx: Tx, { id, endsClockMs }: Silence) =>
  tx.updateTable("silence").set({ ends_clock_ms: endsClockMs }).where("id", "=", id).execute();
