import { beforeEach, describe, expect, test } from "vitest";
import { componentsDown } from "@/db/queries/checklist-figures";
import { addRun, endRun, keepRunBody } from "@/db/record/release-runs";
import { articlesOn, type RunKind, type RunState } from "@/lib/domain/test-run";
import { inTransaction } from "@/lib/server/storage";
import { pushText } from "@/tests/support/app";
import { saying } from "@/tests/support/checklist";
import { ADA, MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";

const HOUR_MS = 60 * MINUTE_MS;

let stage: ReleaseStage;
beforeEach(async () => {
  stage = await releaseStage();
});

const says = saying(() => stage);

const health = (environment: "blue" | "green", status: string) =>
  pushText(
    stage.app,
    "health",
    JSON.stringify({
      timestamp: new Date(stage.app.nowMs()).toISOString(),
      components: { flow: { status } },
    }),
    environment,
  );

/** Half of the work, an hour, and all of it. */
async function cutOver(): Promise<string> {
  const id = await stage.started();
  await stage.pass(5000);
  await stage.articles("blue", 8);
  await stage.articles("green", 8);
  await stage.pass(HOUR_MS, MINUTE_MS);
  await stage.pass(5000);
  expect(await stage.shown(id)).toMatchObject({ state: "observing", step: 2, weight: 100 });
  return id;
}

describe("the traffic of a release", () => {
  test("is not there in a draft", async () => {
    const { id } = await stage.planned();
    await says(id, "blue-green-set-up", true, "blue 100 %, green 0 %, as wanted");
    await says(id, "traffic-switched", null, "this release has not given green any work yet");
    await says(id, "monitored-an-hour", null, "0 of 60 min with work were seen");
    await says(id, "cutover-complete", null, /not given green any work/);
    await says(id, "ac3-blue-green", null, /not given green any work/);
    for (const item of ["after-articles", "after-roi", "after-quality"])
      await says(id, item, null, "the new version has not had everything yet");
  });

  test("is seen for an hour by the clock of the release, and then all of it", async () => {
    const id = await stage.started();
    await stage.pass(5000);
    await stage.pass(20 * MINUTE_MS, MINUTE_MS);
    await says(id, "traffic-switched", true, "50 % of new work was read back for green");
    await says(id, "monitored-an-hour", null, /^(19|20) of 60 min with work were seen$/);
    await says(id, "cutover-complete", null, "50 % of 100 % so far");
    await stage.articles("blue", 8);
    await stage.articles("green", 8);
    await stage.pass(45 * MINUTE_MS, MINUTE_MS);
    await says(id, "monitored-an-hour", true, "60 of 60 min with work were seen");
    await stage.pass(5000);
    await says(id, "cutover-complete", true, "100 % was read back for green");
    await says(id, "traffic-switched", true, "100 % of new work was read back for green");
  });

  test("never had a break, with the way back standing", async () => {
    const id = await cutOver();
    await says(id, "ac3-blue-green", null, /^never unhealthy; the way back: nothing tells of blue/);
    await health("blue", "healthy");
    await says(
      id,
      "ac3-blue-green",
      true,
      "never unhealthy; the way back: blue is healthy by its health checks",
    );
    await health("green", "unhealthy");
    await says(id, "ac3-blue-green", false, "flow was unhealthy on green since");
    stage.staged.stage.clock.nowMs += MINUTE_MS;
    await health("green", "healthy");
    await says(id, "ac3-blue-green", false, "flow was unhealthy on green since");
  });

  test("had one where it began down, and none by what had fallen silent long before", async () => {
    await health("green", "unhealthy");
    const { db } = stage.app.store;
    const { nowMs } = stage.staged.stage.clock;
    expect(await componentsDown(db, "green", nowMs + 2 * MINUTE_MS)).toEqual(["flow"]);
    expect(await componentsDown(db, "green", nowMs + 4 * MINUTE_MS)).toEqual([]);
    expect(await componentsDown(db, "green", nowMs - MINUTE_MS)).toEqual(["flow"]);
    expect(await componentsDown(db, "blue", 0)).toEqual([]);
  });

  test("that went back stays what it was: given, and seen for so long", async () => {
    const id = await stage.started();
    await stage.pass(5000);
    await stage.pass(10 * MINUTE_MS, MINUTE_MS);
    await stage.ask(id, "rollback", { reason: "a try" });
    await stage.pass(5000);
    await says(id, "traffic-switched", true, "50 % of new work was read back for green");
    await says(id, "monitored-an-hour", null, /^(9|10) of 60 min/);
    await says(id, "cutover-complete", null, "50 % of 100 % so far");
  });

  test("that somebody moves by hand is not as wanted", async () => {
    const { id } = await stage.planned();
    await stage.app.store.db.updateTable("traffic").set({ applied_green: 30 }).execute();
    await says(id, "blue-green-set-up", false, "shows 30 % for green, wanted are 0 %");
    await stage.app.store.db.updateTable("traffic").set({ unreadable: "the file is gone" }).execute();
    await says(id, "blue-green-set-up", null, "the balancer shows no share: the file is gone");
  });
});

describe("what was made since it has everything", () => {
  const executions = (count: number, costUsd: number) => {
    const start = new Date(stage.app.nowMs()).toISOString();
    const call = {
      timestamp: start,
      agent: "full_pipeline",
      model: "gpt-4o",
      total_tokens: 9,
      cost_usd: costUsd,
    };
    const human = { human_hours_equivalent: 2, human_cost_equivalent: 150 };
    const runs = Array.from({ length: count }, (_, at) => ({
      ...{ execution_id: `one ${at}`, agent: "full_pipeline", start_time: start, end_time: start },
      ...{ ...human, llm_calls: [call] },
    }));
    return pushText(
      stage.app,
      "execution-roi",
      JSON.stringify({ version: "1.0", executions: runs }),
      "green",
    );
  };
  const gates = (passed: number, failed: number) =>
    pushText(
      stage.app,
      "agent-metrics",
      JSON.stringify({
        runs: [
          {
            timestamp: new Date(stage.app.nowMs()).toISOString(),
            agents: { editor_agent: { gates_passed: passed, gates_failed: failed } },
          },
        ],
      }),
      "green",
    );

  test("counts from the first moment of that", async () => {
    const id = await cutOver();
    await says(id, "after-articles", null, "n = 0 of 10 articles since it has everything");
    await says(id, "after-roi", null, "ROI of 0 articles is not known, since it has everything; target 100×");
    await says(id, "after-quality", null, /^n = 0 of 10 gates that a share takes/);
    stage.staged.stage.clock.nowMs += 10_000;
    await executions(10, 0.5);
    await says(id, "after-articles", true, "n = 10 of 10 articles since it has everything");
    await says(id, "after-roi", true, "ROI 300× of 10 articles, target 100×");
    await gates(17, 3);
    await says(id, "after-quality", false, "17 of 20 gates passed, 85 %, target 87 %");
    stage.staged.stage.clock.nowMs += 10_000;
    await gates(9, 0);
    await says(id, "after-quality", true, "26 of 29 gates passed, 89.7 %, target 87 %");
  });

  test("is dear where it costs more than it is worth", async () => {
    const id = await cutOver();
    stage.staged.stage.clock.nowMs += 10_000;
    await executions(2, 2);
    await says(id, "after-roi", false, "ROI 75× of 2 articles, target 100×");
  });
});

describe("runs", () => {
  const run = async (id: string, kind: RunKind, state: RunState, passed = 3, topics = 3) => {
    const { app } = stage;
    stage.staged.stage.clock.nowMs += 1000;
    const atMs = app.nowMs();
    const { version } = await stage.shown(id);
    const body = articlesOn(Array.from({ length: topics }, (_, at) => `topic ${at}`));
    const articles = body.articles.map((part, at) => ({
      ...part,
      ...{ state: at < passed ? ("passed" as const) : ("failed" as const) },
      ...{ said: at < passed ? "" : "no article arrived", startedMs: atMs, seconds: 8, costUsd: 0.5 },
    }));
    const runId = `run ${atMs}`;
    const who = { actor: ADA.actor, origin: ADA.address, atMs };
    await inTransaction(app, async (tx) => {
      await addRun(tx, { id: runId, release: { id, version }, kind, body, ...who });
      await keepRunBody(tx, runId, { ...body, articles });
      if (state !== "running")
        await endRun(tx, { id: runId, kind, release_id: id }, { state, body: { ...body, articles }, ...who });
    });
  };

  test("of smoke tests are met by the newest, with as many articles as are asked for", async () => {
    const { id } = await stage.planned();
    await says(id, "ac4-smoke", null, "no smoke test yet: run it on this page");
    await run(id, "smoke", "failed", 2);
    await says(id, "ac4-smoke", false, /^2 of 3 articles, \$1.5, 24 s, topic 2: no article arrived$/);
    await run(id, "smoke", "passed", 1, 1);
    await says(id, "staging-smoke", true, /^1 of 1 article,/);
    await says(id, "staging-articles", false, /wanted are 3: smoke.topics/);
    await run(id, "smoke", "passed");
    await says(id, "staging-articles", true, "3 of 3 articles, $1.5, 24 s");
    await run(id, "smoke", "cancelled", 1);
    await says(id, "staging-articles", false, /^cancelled; 1 of 3/);
    await run(id, "smoke", "running", 1);
    await says(id, "staging-articles", null, "is running");
  });

  test("of another release say nothing of this one", async () => {
    const { id } = await stage.planned();
    const other = await stage.planned({ version: "sprint-16" });
    await run(other.id, "validation", "passed");
    await says(id, "staging-validated", null, "not validated yet: run the validation on this page");
    await says(other.id, "ac1-environment", true, /./);
    await run(other.id, "validation", "failed", 0);
    await says(other.id, "ac1-environment", false, /./);
  });
});
