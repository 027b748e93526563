import type { Db, Tx } from "@/db/schema";
import type { AlertEngineTable } from "@/db/schema-alerts";

type Lease = Pick<AlertEngineTable, "holder" | "holder_until_ms" | "looked_ms">;

const NOBODY: Lease = { holder: null, holder_until_ms: null, looked_ms: 0 };

/** Who looks at the alerts, and when the last look was by the wall; 0 before the first. */
export async function alertLease(db: Db | Tx): Promise<Lease> {
  const row = await db
    .selectFrom("alert_engine")
    .select(["holder", "holder_until_ms", "looked_ms"])
    .where("id", "=", 1)
    .executeTakeFirst();
  return row ?? NOBODY;
}

/** Notes who looks, and until when nobody else does. */
export async function keepLease(tx: Tx, holder: string, untilMs: number): Promise<void> {
  const lease = { holder, holder_until_ms: untilMs };
  await tx
    .insertInto("alert_engine")
    .values({ id: 1, clock_ms: 0, last_firing: 0, looked_ms: 0, ...lease })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(lease))
    .execute();
}
