import { runBodyOf, runRow } from "@/db/queries/release-runs";
import { endRun } from "@/db/record/release-runs";
import type { RunsReply } from "@/lib/contract/release-runs";
import type { Identity } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import { cutShort } from "@/lib/domain/test-run";
import type { App } from "@/lib/server/app";
import { knownRelease } from "@/lib/server/releases/known";
import { inTransaction } from "@/lib/server/storage";
import { runsOf } from "./reply";
import { underWay } from "./under-way";

/**
 * Ends a run. What decides is the transaction: either it had ended before, or it is cancelled, whatever comes of it still.
 * Answers when what it had started is gone.
 *
 * @throws Problem not-found; impossible-now: it has ended
 */
export async function runCancelled(
  app: App,
  { id, run }: { id: string; run: string },
  { actor, address }: Pick<Identity, "actor" | "address">,
): Promise<RunsReply> {
  await inTransaction(app, async (tx) => {
    await knownRelease(tx, id);
    const row = await runRow(tx, id, run);
    if (row === null) throw new Problem("not-found", `this release has no run "${run.slice(0, 60)}"`);
    const atMs = app.nowMs();
    const body = { ...cutShort(runBodyOf(row), "cancelled", atMs), cancelledBy: actor };
    if (!(await endRun(tx, row, { state: "cancelled", body, actor, origin: address, atMs })))
      throw new Problem("impossible-now", `it has ended: ${row.state}`);
  });
  const under = underWay(app).get(run);
  under?.stopping.abort();
  app.bus.publish(["releases"]);
  await under?.ended;
  return runsOf(app, id);
}
