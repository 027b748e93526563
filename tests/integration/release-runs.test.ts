import { describe, expect, test } from "vitest";
import { runsOf } from "@/lib/server/runs/reply";
import { pushText } from "@/tests/support/app";
import { checkedHealth, smokeLines } from "@/tests/support/fake-pipeline";
import { type RunStage, ran, runStage, start } from "@/tests/support/runs";
import { until } from "@/tests/support/until";

/** A probe that reads what the pipeline's health check wrote last; asked by nobody but those who want to know now. */
const PROBE = "probes: [{ name: check, kind: file, path: pipeline/green/health.json, environment: green }]";

const latency = (mine: RunStage, count = 40) => {
  const { nowMs } = mine.stage.staged.stage.clock;
  const lines = Array.from({ length: count }, (_, one) =>
    JSON.stringify({
      timestamp: new Date(nowMs - one * 1000).toISOString(),
      name: "rag",
      value_ms: 120 + one,
    }),
  );
  return pushText(mine.stage.app, "latency", `${lines.join("\n")}\n`, "green");
};

/** What a log without errors tells: that it is read. */
const quietLog = (mine: RunStage) =>
  pushText(mine.stage.app, "errors", JSON.stringify([errorOf(mine)]), "blue");

const errorOf = (mine: RunStage) => ({
  timestamp: new Date(mine.stage.staged.stage.clock.nowMs - 3 * 86_400_000).toISOString(),
  ...{ class: "llm_api", kind: "timeout", message: "no answer", job: "long ago" },
});

describe("a validation", () => {
  test("without anything that tells of the environment has missed all of it, and says what is missing", async () => {
    const mine = await runStage([]);
    const { id } = await mine.stage.planned();
    const run = await ran(mine, id, "validation");
    expect(run.state).toBe("failed");
    expect(run.checks).toHaveLength(7);
    expect(run.checks.filter(({ state }) => state === "met")).toEqual([]);
    for (const { said, at, ms } of run.checks) {
      expect(said).not.toBe("");
      expect([typeof at, typeof ms]).toEqual(["string", "number"]);
    }
  });

  test("asks the probes anew, and passes with seven of seven where all is there", async () => {
    const mine = await runStage([PROBE, smokeLines("pipeline", ["One"])]);
    const { id } = await mine.stage.planned();
    checkedHealth(mine.place("green"), { version: "sprint-15" });
    await latency(mine);
    await quietLog(mine);
    expect((await ran(mine, id, "smoke")).state).toBe("passed");
    const run = await ran(mine, id, "validation");
    expect(run.checks.map(({ text, state, said }) => `${text}: ${state}, ${said}`)).toEqual(
      run.checks.map(({ text }) => expect.stringMatching(new RegExp(`^${escaped(text)}: met, .+`))),
    );
    expect(run).toMatchObject({ state: "passed", said: "7 of 7 checks" });
    checkedHealth(mine.place("green"), { version: "sprint-15", packages: 12 });
    const worse = await ran(mine, id, "validation");
    expect(worse.said).toMatch(/^6 of 7 checks, open: Dependencies/);
    expect(worse.checks.find(({ item }) => item === "packages")).toMatchObject({
      state: "not_met",
      said: expect.stringContaining("12 packages"),
    });
  });

  test("is one at a time for a release; another release has its own", async () => {
    const mine = await runStage([]);
    const { id } = await mine.stage.planned();
    const other = await mine.stage.planned({ version: "sprint-16" });
    const first = await start(mine, id, "validation");
    await expect(start(mine, id, "validation")).rejects.toMatchObject({
      code: "impossible-now",
      message: "a validation of this release is under way: wait, or cancel it first",
    });
    await (await start(mine, other.id, "validation")).ended;
    await first.ended;
    expect((await runsOf(mine.stage.app, id)).runs).toHaveLength(1);
  });
});

const escaped = (text: string) => text.replaceAll(/[()]/g, "\\$&");

describe("before its first share", () => {
  test("a release that asks for smoke tests waits for a person to run them, and goes on once they have passed", async () => {
    const mine = await runStage([smokeLines("pipeline")]);
    const { stage } = mine;
    const id = await stage.started({ requires: ["smoke"] });
    await stage.pass(5000);
    expect(await stage.shown(id)).toMatchObject({
      state: "held",
      held: {
        reason: "preflight",
        said: "smoke tests: not run yet: run them on this page, then resume",
      },
    });
    mine.behave({ fails: true });
    await ran(mine, id, "smoke");
    await stage.ask(id, "resume");
    await stage.pass(5000);
    expect((await stage.shown(id)).held?.said).toMatch(
      /^smoke tests: 0 of 3 articles, .*One: ended with exit/,
    );
    mine.behave({});
    await ran(mine, id, "smoke");
    await stage.ask(id, "resume");
    await stage.pass(5000);
    expect(await stage.shown(id)).toMatchObject({ state: "observing", weight: 50 });
  });

  test("smoke tests that are under way are waited for", async () => {
    const mine = await runStage([smokeLines("pipeline")]);
    const { stage } = mine;
    const { id, plan_hash } = await stage.planned({ requires: ["smoke"] });
    await start(mine, id, "smoke");
    // The answer comes once what a start asks for is done: the checks wait for the articles.
    await stage.ask(id, "start", { plan_hash });
    expect((await runsOf(stage.app, id)).runs[0]?.state).toBe("passed");
    await stage.pass(5000);
    expect(await stage.shown(id)).toMatchObject({ state: "observing", weight: 50 });
  });

  test("one that asks for a validation is validated by itself, anew at each resume", async () => {
    const mine = await runStage(["releases: { requires: [validation] }"]);
    const { stage } = mine;
    const id = await stage.started();
    await stage.pass(5000);
    expect((await stage.shown(id)).held?.said).toMatch(/^validation: 0 of 7 checks, open: /);
    await stage.ask(id, "resume");
    const { runs } = await runsOf(stage.app, id);
    expect(runs.map(({ kind, started_by, state }) => [kind, started_by, state])).toEqual([
      ["validation", "system", "failed"],
      ["validation", "system", "failed"],
    ]);
    expect(await stage.staged.outside()).toBe(0);
  });

  test("another version than the release's is not given any work, and both are named", async () => {
    const mine = await runStage([PROBE]);
    const { stage } = mine;
    checkedHealth(mine.place("green"), { version: "sprint-14" });
    const id = await stage.started();
    await stage.pass(5000);
    expect((await stage.shown(id)).held?.said).toBe(
      "version: green says sprint-14, the release is sprint-15",
    );
    // It is deployed, and the probe is asked anew with the checks.
    checkedHealth(mine.place("green"), { version: "sprint-15" });
    await stage.ask(id, "resume");
    await stage.pass(5000);
    expect(await stage.shown(id)).toMatchObject({ state: "observing", weight: 50 });
    const [shift] = (await stage.shown(id)).timeline.filter(({ kind }) => kind === "shift");
    expect(shift?.said).toBe("4 of 4 checks passed");
  });

  test("what is bound to the other environment, or to none, says nothing of its version", async () => {
    const mine = await runStage([]);
    const health = JSON.stringify({ component: "flow", status: "healthy", version: "sprint-14" });
    await pushText(mine.stage.app, "health", health, "blue");
    await pushText(mine.stage.app, "health", health);
    const id = await mine.stage.started();
    await mine.stage.pass(5000);
    expect((await mine.stage.shown(id)).state).toBe("observing");
  });

  test("what is overdue may be of the version before, and holds nothing", async () => {
    const mine = await runStage([]);
    const health = JSON.stringify({ component: "flow", status: "healthy", version: "sprint-14" });
    await pushText(mine.stage.app, "health", health, "green");
    mine.stage.staged.stage.clock.nowMs += 86_400_000;
    const id = await mine.stage.started();
    await mine.stage.pass(5000);
    expect((await mine.stage.shown(id)).state).toBe("observing");
  });
});

test("a command that hangs does not keep Greenlight from ending while a release waits for it", async () => {
  const mine = await runStage([smokeLines("pipeline")]);
  const { stage } = mine;
  mine.behave({ hangs: true });
  const { id, plan_hash } = await stage.planned({ requires: ["smoke"] });
  await start(mine, id, "smoke");
  const started = stage.ask(id, "start", { plan_hash });
  await until(async () => expect((await stage.shown(id)).state).toBe("preflight"));
  stage.app.closing.abort();
  await started;
  expect((await runsOf(stage.app, id)).runs[0]?.state).toBe("interrupted");
});
