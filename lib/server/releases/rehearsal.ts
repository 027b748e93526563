import { trafficRow } from "@/db/queries/traffic";
import { trafficOf } from "@/db/record/traffic";
import type { ReleasePlanReply } from "@/lib/contract/release-plan";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { toldAgain } from "@/lib/server/traffic/change";

/** Rehearses the way back: the weight that is wanted now is written once more and read back, timed. Nobody gets other work. */
export async function rehearsed(app: App): Promise<ReleasePlanReply["rehearsal"]> {
  const row = await trafficRow(app.store.db);
  const traffic = row === null ? null : trafficOf(row);
  if (traffic === null || traffic.moving !== null)
    return { done: false, ms: null, said: "the traffic is being moved right now" };
  const startMs = performance.now();
  try {
    const wish = { actor: "system", origin: "rehearsal", reason: "rehearsal of a rollback" };
    const applied = await toldAgain(app, traffic, wish);
    const ms = Math.round((performance.now() - startMs) * 10) / 10;
    if (applied === null) return { done: false, ms: null, said: "somebody has moved the traffic meanwhile" };
    return { done: true, ms, said: `the balancer took the present weight, and showed it in ${ms} ms` };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { done: false, ms: null, said: error.message };
  }
}
