import { expect, test, vi } from "vitest";
import { addRun } from "@/db/record/release-runs";
import { checksOf } from "@/lib/domain/test-run";
import { runsOf } from "@/lib/server/runs/reply";
import { watchRuns } from "@/lib/workers/runs";
import { smokeLines } from "@/tests/support/fake-pipeline";
import { TestPace } from "@/tests/support/pace";
import { BY_ADA, runStage, start } from "@/tests/support/runs";
import { until } from "@/tests/support/until";

/** A run as a process leaves it that is killed. */
async function left() {
  const mine = await runStage([smokeLines("pipeline")]);
  const { app } = mine.stage;
  const release = await mine.stage.planned();
  const body = checksOf([{ item: "python", text: "Python 3.13" }]);
  const run = { id: "left", release, kind: "validation" as const, body, ...BY_ADA, atMs: app.nowMs() };
  await app.store.write((tx) => addRun(tx, run));
  return { mine, app, id: release.id };
}

test("the first thing is to end what the process before has left; a locked database is asked again", async () => {
  const { app, id } = await left();
  const stopping = new AbortController();
  const pace = new TestPace();
  const write = vi.spyOn(app.store, "write");
  write.mockRejectedValueOnce(Object.assign(new Error("locked"), { code: "SQLITE_BUSY" }));
  const over = watchRuns(app, stopping.signal, pace);
  await pace.asleep(1);
  expect((await runsOf(app, id)).runs[0]?.state).toBe("running");
  pace.pass(1000);
  await until(async () => expect((await runsOf(app, id)).runs[0]?.state).toBe("interrupted"));
  stopping.abort();
  await over;
});

test("at the end it waits for what this process runs", async () => {
  const { mine, app, id } = await left();
  mine.behave({ hangs: true });
  const stopping = new AbortController();
  const over = watchRuns(app, stopping.signal, new TestPace());
  await until(async () => expect((await runsOf(app, id)).runs[0]?.state).toBe("interrupted"));
  await start(mine, id, "smoke");
  app.closing.abort();
  stopping.abort();
  await over;
  const [newest] = (await runsOf(app, id)).runs.filter(({ kind }) => kind === "smoke");
  expect(newest?.state).toBe("interrupted");
});
