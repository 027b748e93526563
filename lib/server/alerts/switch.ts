import { automationSwitch } from "@/db/queries/switches";
import { putAutomation } from "@/db/record/switches";
import type { Db, Tx } from "@/db/schema";
import type { Automation } from "@/lib/domain/alert-state";

/** What holds before anybody has moved the switch of automatic actions. */
const onByDefault = (sinceMs: number): Automation => ({ on: true, why: "", by: "default", sinceMs });

export const automationOf = async (db: Db | Tx, nowMs: number): Promise<Automation> =>
  (await automationSwitch(db)) ?? onByDefault(nowMs);

/** As `automationOf`; what holds by default is written down, so that it is known since when. */
export async function keptAutomation(tx: Tx, nowMs: number): Promise<Automation> {
  const known = await automationSwitch(tx);
  if (known !== null) return known;
  const first = onByDefault(nowMs);
  await putAutomation(tx, first);
  return first;
}
