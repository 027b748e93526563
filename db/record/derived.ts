import type { Updateable } from "kysely";
import type { CallRow as Call, Db, ExecutionRow as Execution, ExecutionTable, Tx } from "@/db/schema";

const DERIVED_FROM = "derived_from";
const PAGE = 500;

/** The settings that the stored figures were derived with, as text; null in a new database. */
export async function storedDerivedFrom(db: Db): Promise<string | null> {
  const row = await db.selectFrom("meta").select("value").where("key", "=", DERIVED_FROM).executeTakeFirst();
  return row?.value ?? null;
}

export async function keepDerivedFrom(tx: Tx, value: string): Promise<void> {
  await tx
    .insertInto("meta")
    .values({ key: DERIVED_FROM, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}

/** Derives the price of every call and the figures of every execution anew, and stores those that changed. */
export async function derivedPages(
  tx: Tx,
  priced: (call: Call, runAtMs: number) => Pick<Call, "cost_nano" | "cost_origin" | "price">,
  figures: (execution: Execution, calls: readonly Call[]) => Updateable<ExecutionTable>,
): Promise<void> {
  for (let after = 0; ; ) {
    const page = await tx
      .selectFrom("execution")
      .selectAll()
      .where("id", ">", after)
      .orderBy("id")
      .limit(PAGE)
      .execute();
    const last = page.at(-1);
    if (!last) return;
    const ids = page.map((row) => row.id);
    const calls = await tx
      .selectFrom("call")
      .selectAll()
      .where("execution_id", "in", ids)
      .orderBy("seq")
      .execute();
    const callsOf = Map.groupBy(calls, (call) => call.execution_id);
    for (const execution of page) {
      const anew: Call[] = [];
      for (const call of callsOf.get(execution.id) ?? [])
        anew.push(await repriced(tx, call, priced(call, execution.at_ms)));
      await tx
        .updateTable("execution")
        .set(figures(execution, anew))
        .where("id", "=", execution.id)
        .execute();
    }
    after = last.id;
  }
}

async function repriced(
  tx: Tx,
  call: Call,
  price: Pick<Call, "cost_nano" | "cost_origin" | "price">,
): Promise<Call> {
  const same = call.cost_nano === price.cost_nano && call.cost_origin === price.cost_origin;
  if (!same)
    await tx
      .updateTable("call")
      .set(price)
      .where("execution_id", "=", call.execution_id)
      .where("seq", "=", call.seq)
      .execute();
  return { ...call, ...price };
}
