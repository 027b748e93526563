import { trafficRow } from "@/db/queries/traffic";
import { finishChange, intendChange, keepTraffic, trafficOf } from "@/db/record/traffic";
import type { TrafficRow } from "@/db/schema-traffic";
import { edited } from "@/lib/domain/traffic";
import type { Applied } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { acting } from "./acting";
import { noteTraffic, readingOf, type Wish } from "./change";

const EXTERNAL: Wish = {
  actor: "external",
  origin: "file",
  reason: "the state file was edited outside of Greenlight",
};

/** Takes in what somebody else has written into the state file; false where nobody has. */
export async function takenIn(app: App, seen: TrafficRow, applied: Applied): Promise<boolean> {
  const { says, green } = applied;
  if (says === null || green === null || seen.moving !== null || acting().current !== null) return false;
  // What stood there at the last look is no edit, also where it is not what is wanted.
  if (says.live === seen.live && green === (seen.applied_green ?? seen.green)) return false;
  return inTransaction(app, async (tx) => {
    const row = await trafficRow(tx);
    if (row === null || row.epoch !== seen.epoch || row.moving !== null) return false;
    const before = trafficOf(row);
    const after = edited(before, { live: says.live, green }, row.applied_green ?? row.green);
    if (after === null) return false;
    const nowMs = app.nowMs();
    const { actor } = EXTERNAL;
    await keepTraffic(tx, after, {
      since_ms: nowMs,
      updated_ms: nowMs,
      updated_by: actor,
      ...readingOf(applied, nowMs),
      differs_ms: green === after.green ? null : nowMs,
    });
    const moving = { kind: "external" as const, fromGreen: before.green, actor, sinceMs: nowMs };
    await intendChange(tx, { traffic: after, moving, origin: EXTERNAL.origin, reason: EXTERNAL.reason });
    await finishChange(tx, after.epoch, "confirmed", nowMs, null);
    await noteTraffic(tx, app, EXTERNAL, "traffic.external", before, after);
    app.bus.publish(["traffic"]);
    return true;
  });
}
