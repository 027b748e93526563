import { flagOfRow } from "@/db/record/switches";
import type { Db, Tx } from "@/db/schema";
import type { Automation } from "@/lib/domain/alert-state";
import type { Flag } from "@/lib/domain/flag-automation";

/** The switch of automatic actions; null where nobody has ever moved it: then it is on. */
export async function automationSwitch(db: Db | Tx): Promise<Automation | null> {
  const row = await db.selectFrom("automation").selectAll().where("id", "=", 1).executeTakeFirst();
  if (row === undefined) return null;
  return { on: row.enabled === 1, why: row.why, by: row.actor, sinceMs: row.since_ms };
}

/** The flags that are stored, by name. One that nobody has ever switched is not among them. */
export async function storedFlags(db: Db | Tx): Promise<Flag[]> {
  return (await db.selectFrom("flag").selectAll().orderBy("name").execute()).map(flagOfRow);
}
