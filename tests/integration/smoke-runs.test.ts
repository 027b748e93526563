import { expect, test } from "vitest";
import { articleById } from "@/db/queries/article";
import { runCancelled } from "@/lib/server/runs/cancel";
import { endInterrupted } from "@/lib/server/runs/interrupted";
import { runsOf } from "@/lib/server/runs/reply";
import { assign } from "@/lib/server/traffic/assign";
import { fileIn, smokeLines } from "@/tests/support/fake-pipeline";
import { begun, ended, pidsIn, running } from "@/tests/support/process";
import { receiving } from "@/tests/support/receiving";
import { ADA } from "@/tests/support/releases";
import { found, hasty, type RunStage, ran, runStage, start } from "@/tests/support/runs";
import { until } from "@/tests/support/until";

const staged = () => runStage([smokeLines("pipeline")]);
const events = ({ stage }: RunStage) =>
  stage.app.store.db
    .selectFrom("event")
    .select(["action", "actor", "origin", "reason"])
    .where("action", "like", "release.smoke%")
    .orderBy("id")
    .execute();

test("three articles are written, one after the other, and count for the environment under release", async () => {
  const mine = await staged();
  const { id } = await mine.stage.planned();
  const run = await ran(mine, id, "smoke");
  expect(run).toMatchObject({ state: "passed", started_by: ADA.actor, totals: { passed: 3, of: 3 } });
  expect(run.totals?.cost_usd).toBeCloseTo(3 * 0.49, 9);
  expect(run.articles.map(({ topic, state }) => [topic, state])).toEqual([
    ["One", "passed"],
    ["Two", "passed"],
    ["Three", "passed"],
  ]);
  for (const { article, seconds, said, output } of run.articles) {
    const known = await articleById(mine.stage.app.store.db, article ?? "");
    expect(known?.environment).toBe("green");
    expect(seconds).toBeGreaterThan(0);
    expect([said, output]).toEqual(["", expect.stringContaining("writing about")]);
  }
  expect(await mine.stage.staged.outside()).toBe(0);
  expect(await events(mine)).toEqual([
    { action: "release.smoke_started", actor: ADA.actor, origin: ADA.address, reason: null },
    {
      action: "release.smoke_passed",
      actor: "system",
      origin: "release",
      reason: expect.stringMatching(/^3 of 3 articles, \$1\.47, .* s$/),
    },
  ]);
});

test("a second test of the same topics, days later and with the same split, counts for its environment, too", async () => {
  const mine = await staged();
  const { id } = await mine.stage.planned();
  await ran(mine, id, "smoke");
  mine.stage.staged.stage.clock.nowMs += 3 * 86_400_000;
  mine.behave({});
  const again = await ran(mine, id, "smoke");
  expect(again.state).toBe("passed");
  const { runs } = await runsOf(mine.stage.app, id);
  expect(new Set(runs.flatMap((run) => run.articles.map(({ article }) => article))).size).toBe(6);
  const outputs = runs.map((run) => run.articles.map(({ output }) => output !== null));
  expect(outputs).toEqual([
    [true, true, true],
    [false, false, false],
  ]);
});

test("jobs of smoke tests are none that the split gave to anybody", async () => {
  const mine = await staged();
  const { id } = await mine.stage.planned();
  await ran(mine, id, "smoke");
  const { app } = mine.stage;
  const rows = await app.store.db.selectFrom("assignment").select(["environment", "epoch"]).execute();
  expect(rows).toEqual(Array.from({ length: 3 }, () => ({ environment: "green", epoch: -1 })));
});

test("a pipeline that ends well and leaves no article proves nothing", async () => {
  const mine = await staged();
  mine.behave({ silent: true });
  const { id } = await mine.stage.planned();
  const run = await ran(mine, id, "smoke", hasty());
  expect(run).toMatchObject({ state: "failed", totals: { passed: 0, of: 3, cost_usd: null } });
  expect(run.articles[0]).toMatchObject({
    state: "failed",
    said: "it ended well, but no article arrived within 30 s",
  });
});

test("one that says what it cost is believed, and that no article arrived is said", async () => {
  const mine = await staged();
  mine.behave({ silent: true, says: true, costUsd: 0.31 });
  const { id } = await mine.stage.planned();
  const run = await ran(mine, id, "smoke", hasty());
  expect(run).toMatchObject({ state: "passed", totals: { passed: 3, cost_known: true } });
  expect(run.articles[0]).toMatchObject({ cost_usd: 0.31, article: null });
  expect(run.articles[0]?.said).toBe("no article arrived within 5 s; the cost is what its writer says");
});

test("one that fails says why, without its keys, and the next topic is tried", async () => {
  const mine = await staged();
  mine.behave({ fails: true });
  const { id } = await mine.stage.planned();
  const run = await ran(mine, id, "smoke");
  expect(run.state).toBe("failed");
  expect(run.articles.map(({ state, said }) => [state, said])).toEqual(
    Array.from({ length: 3 }, () => ["failed", "ended with exit code 1"]),
  );
  expect(run.articles[0]?.output).toContain("openai.APITimeoutError: Request timed out. api_key=[redacted]");
});

test("an article of the other environment is not one of this release", async () => {
  const mine = await runStage([smokeLines("pipeline")], { environment: "blue" });
  const { id } = await mine.stage.planned();
  const run = await ran(mine, id, "smoke");
  expect(run).toMatchObject({ state: "failed", totals: { passed: 0, of: 3 } });
  expect(run.articles[0]).toMatchObject({ state: "failed", said: "its article was made by blue" });
});

test("cancelled while it writes: what it started is gone by the answer, and what had not begun is not run", async () => {
  const mine = await staged();
  mine.behave({ hangs: true });
  const { id } = await mine.stage.planned();
  const { id: run } = await start(mine, id, "smoke");
  const pids = fileIn(mine.place("green"), "pids");
  await begun(pids);
  expect((await runsOf(mine.stage.app, id)).runs[0]?.state).toBe("running");
  const reply = await runCancelled(mine.stage.app, { id, run }, ADA);
  expect(found(reply, run)).toMatchObject({ state: "cancelled", cancelled_by: ADA.actor });
  expect(found(reply, run).articles.map(({ state }) => state)).toEqual(["stopped", "not_run", "not_run"]);
  await ended(pidsIn(pids));
  await expect(runCancelled(mine.stage.app, { id, run }, ADA)).rejects.toMatchObject({
    code: "impossible-now",
    message: "it has ended: cancelled",
  });
  expect((await events(mine)).map(({ action, actor }) => [action, actor])).toEqual([
    ["release.smoke_started", ADA.actor],
    ["release.smoke_cancelled", ADA.actor],
  ]);
});

test("a run that ended just before it was cancelled stays as it ended", async () => {
  const mine = await staged();
  const { id } = await mine.stage.planned();
  const run = await ran(mine, id, "smoke");
  await expect(runCancelled(mine.stage.app, { id, run: run.id }, ADA)).rejects.toMatchObject({
    message: "it has ended: passed",
  });
  expect(found(await runsOf(mine.stage.app, id), run.id)).toEqual(run);
});

test("a process that dies leaves a run, which the next one ends as interrupted, once", async () => {
  const mine = await staged();
  mine.behave({ hangs: true });
  const { id } = await mine.stage.planned();
  const { stopping } = await start(mine, id, "smoke");
  const pids = fileIn(mine.place("green"), "pids");
  await begun(pids);
  const { app } = mine.stage;
  await endInterrupted(app);
  expect((await runsOf(app, id)).runs[0]?.state).toBe("running");
  expect(pidsIn(pids).filter(running)).toHaveLength(2);
  // As after a kill: what the process had in memory is gone.
  Reflect.deleteProperty(globalThis, Symbol.for("greenlight.runs"));
  await endInterrupted(app);
  const [run] = (await runsOf(app, id)).runs;
  expect(run).toMatchObject({ state: "interrupted", cancelled_by: null });
  expect(run?.articles[0]?.said).toBe("Greenlight was stopped");
  await ended(pidsIn(pids));
  await endInterrupted(app);
  expect((await events(mine)).map(({ action }) => action)).toEqual([
    "release.smoke_started",
    "release.smoke_interrupted",
  ]);
  stopping.abort();
});

test("when Greenlight is stopped, what it had started goes with it, and nothing new begins", async () => {
  const mine = await staged();
  mine.behave({ hangs: true });
  const { id } = await mine.stage.planned();
  const under = await start(mine, id, "smoke");
  const pids = fileIn(mine.place("green"), "pids");
  await begun(pids);
  mine.stage.app.closing.abort();
  await under.ended;
  await ended(pidsIn(pids));
  expect((await runsOf(mine.stage.app, id)).runs[0]).toMatchObject({ state: "interrupted" });
  await expect(start(mine, id, "smoke")).rejects.toMatchObject({ message: "Greenlight is being stopped" });
});

test("one at a time: of a release, and of all releases, because they write about the same topics", async () => {
  const mine = await staged();
  mine.behave({ hangs: true });
  const { id } = await mine.stage.planned();
  const other = await mine.stage.planned({ version: "sprint-16" });
  const under = await start(mine, id, "smoke");
  await expect(start(mine, id, "smoke")).rejects.toMatchObject({ message: /of this release are under way/ });
  await expect(start(mine, other.id, "smoke")).rejects.toMatchObject({ message: /of another release/ });
  under.stopping.abort();
  await under.ended;
});

test("both kinds need a release that is to come or goes on, and smoke tests somebody who writes", async () => {
  const mine = await runStage([]);
  const { id } = await mine.stage.planned();
  await expect(start(mine, id, "smoke")).rejects.toMatchObject({
    code: "impossible-now",
    message: "smoke tests are not set up: give `smoke` in greenlight.yaml",
  });
  await mine.stage.ask(id, "abort");
  await expect(start(mine, id, "validation")).rejects.toMatchObject({ message: /cancelled is not tested/ });
  await expect(start(mine, "none", "smoke")).rejects.toMatchObject({ code: "not-found" });
  expect(await runsOf(mine.stage.app, id)).toEqual({ smoke: null, possible: false, runs: [] });
});

test("a webhook is asked for each topic, signed and under a key of its own, and may say the cost", async () => {
  const receiver = await receiving((response) =>
    response.end(JSON.stringify({ cost_usd: 0.2, output: "done" })),
  );
  const smoke = { kind: "webhook", url: receiver.url, secret: "whsec-of-tests", topics: ["One", "Two"] };
  const mine = await runStage([`smoke: ${JSON.stringify(smoke)}`]);
  const { id } = await mine.stage.planned();
  const run = await ran(mine, id, "smoke", hasty());
  expect(run).toMatchObject({ state: "passed", totals: { passed: 2, of: 2, cost_usd: 0.4 } });
  expect(receiver.told.map(({ body }) => JSON.parse(body))).toEqual(
    ["One", "Two"].map((topic) => ({ run: run.id, topic, environment: "green", version: "sprint-15" })),
  );
  expect(receiver.keys()).toEqual([`${run.id}:1`, `${run.id}:2`]);
  for (const { headers } of receiver.told)
    expect(headers["greenlight-signature"]).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
});

test("a pipeline that asks where the job belongs is told, only while it is written", async () => {
  const mine = await staged();
  mine.behave({ hangs: true });
  const { id } = await mine.stage.planned();
  const { app } = mine.stage;
  const under = await start(mine, id, "smoke");
  await until(async () => expect((await runsOf(app, id)).runs[0]?.articles[0]?.state).toBe("running"));
  expect(await assign(app, " ONE")).toBe("green");
  expect(await assign(app, "Two")).toBe("blue");
  under.stopping.abort();
  await under.ended;
  expect(await assign(app, "One")).toBe("blue");
});
