import { trafficRow } from "@/db/queries/traffic";
import { finishChange, intendChange, keepTraffic, trafficOf } from "@/db/record/traffic";
import type { TrafficRow } from "@/db/schema-traffic";
import { edited, type Moving, type Traffic } from "@/lib/domain/traffic";
import type { Applied } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { busyHere } from "./acting";
import { editOf } from "./begin";
import { carriedOut } from "./change";
import { noteTraffic, readingOf, type Wish } from "./outcome";

export const EXTERNAL: Wish = {
  actor: "external",
  origin: "file",
  reason: "the state file was edited outside of Greenlight",
};

/** Takes in what somebody else has written into the state file; false where nobody has. */
export async function takenIn(app: App, seen: TrafficRow, applied: Applied): Promise<boolean> {
  const { says, green } = applied;
  if (says === null || green === null || seen.moving !== null) return false;
  // What stood there at the last look is no edit, also where it is not what is wanted.
  if (says.live === seen.live && green === (seen.applied_green ?? seen.green)) return false;
  const taken = await inTransaction(app, async (tx) => {
    const row = await trafficRow(tx);
    if (row === null || row.epoch !== seen.epoch || row.moving !== null || busyHere()) return null;
    const before = trafficOf(row);
    const nowMs = app.nowMs();
    const after = edited(before, editOf(applied), row.applied_green ?? row.green, nowMs);
    if (after === null) return null;
    const { actor, origin, reason } = EXTERNAL;
    await keepTraffic(tx, after, {
      since_ms: nowMs,
      updated_ms: nowMs,
      updated_by: actor,
      ...readingOf(applied, nowMs),
      differs_ms: after.moving === null ? null : nowMs,
    });
    await intendChange(tx, { traffic: after, moving: movingOf(before, after, nowMs), origin, reason });
    if (after.moving === null) await finishChange(tx, after.epoch, "confirmed", nowMs, null);
    await noteTraffic(tx, app, EXTERNAL, "traffic.external", before, after);
    return after;
  });
  if (taken === null) return false;
  app.bus.publish(["traffic"]);
  // A writer that does not know weights left them as they were: jobs are to read what it meant.
  if (taken.moving !== null) await carriedOut(app, taken.epoch, EXTERNAL);
  return true;
}

const movingOf = (before: Traffic, after: Traffic, nowMs: number): Moving =>
  after.moving ?? { kind: "external", fromGreen: before.green, actor: EXTERNAL.actor, sinceMs: nowMs };
