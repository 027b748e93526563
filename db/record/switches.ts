import type { Tx } from "@/db/schema";
import type { FlagRow } from "@/db/schema-alerts";
import type { Automation } from "@/lib/domain/alert-state";
import type { Flag } from "@/lib/domain/flag-automation";

/** Stores whether anything is done without a person. */
export async function putAutomation(tx: Tx, { on, why, by, sinceMs }: Automation): Promise<void> {
  const columns = { enabled: Number(on), why, actor: by, since_ms: sinceMs };
  await tx
    .insertInto("automation")
    .values({ id: 1, ...columns })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
    .execute();
}

export const flagOfRow = (row: FlagRow): Flag => ({
  name: row.name,
  enabled: row.enabled === 1,
  base: row.base === 1,
  by: row.actor,
  atMs: row.at_ms,
  reason: row.reason,
  flips: JSON.parse(row.flips) as number[],
  waived: JSON.parse(row.waived) as number[],
  postponed: row.postponed,
});

/** Stores a flag as it is now. */
export async function putFlag(tx: Tx, flag: Flag): Promise<void> {
  const columns = {
    enabled: Number(flag.enabled),
    base: Number(flag.base),
    actor: flag.by,
    at_ms: flag.atMs,
    reason: flag.reason,
    flips: JSON.stringify(flag.flips),
    waived: JSON.stringify(flag.waived),
    postponed: flag.postponed,
  };
  await tx
    .insertInto("flag")
    .values({ name: flag.name, ...columns })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(columns))
    .execute();
}
