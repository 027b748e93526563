import { openRuns, runBodyOf } from "@/db/queries/release-runs";
import { endRun } from "@/db/record/release-runs";
import { cutShort } from "@/lib/domain/test-run";
import { killedOrphans } from "@/lib/drivers/orphans";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { STOPPED } from "./run";
import { underWay } from "./under-way";

/**
 * Ends the runs that a process has left which is gone: nobody knows what became of them. What they had started and is
 * still there is killed first: nobody waits for it any more, and it may cost money. @throws Problem storage-unavailable
 */
export async function endInterrupted(app: App): Promise<void> {
  const left = (await openRuns(app.store.db)).filter(({ id }) => !underWay(app).has(id));
  if (left.length === 0) return;
  for (const { id } of left) {
    const processes = await killedOrphans(id);
    if (processes > 0) app.log.warn({ run: id, processes }, "what an interrupted run had left was killed");
  }
  await inTransaction(app, async (tx) => {
    for (const row of left) {
      const atMs = app.nowMs();
      const body = cutShort(runBodyOf(row), STOPPED, atMs);
      await endRun(tx, row, { state: "interrupted", body, actor: "system", origin: "start", atMs });
    }
  });
  app.bus.publish(["releases"]);
}

/** Resolves when no run of this process is under way any more. */
export async function runsEnded(app: App): Promise<void> {
  while (underWay(app).size > 0) await Promise.all([...underWay(app).values()].map(({ ended }) => ended));
}
