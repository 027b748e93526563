import { describe, expect, test } from "vitest";
import { automationSwitch } from "@/db/queries/switches";
import { shift } from "@/lib/contract/traffic";
import { grantsOfRole } from "@/lib/domain/access";
import type { Problem } from "@/lib/domain/problem";
import { shiftAsked } from "@/lib/server/traffic/commands";
import { rollBack } from "@/lib/server/traffic/rollback";
import { pushText } from "@/tests/support/app";
import { ADA, MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";

const HOUR_MS = 60 * MINUTE_MS;
const ROOT = { ...ADA, actor: "root@example.org", role: "admin" as const, grants: grantsOfRole("admin") };

async function atHalf(stage: ReleaseStage, version = "sprint-15"): Promise<string> {
  const id = await stage.started({ version });
  await stage.pass(5000);
  expect((await stage.shown(id)).state).toBe("observing");
  return id;
}

const state = async (stage: ReleaseStage, id: string) => {
  const { state: now, held } = await stage.shown(id);
  return held === null ? now : `${now} ${held.reason}`;
};

/** A release at half of the traffic that is held, because both environments fail. */
async function outageOfBoth(stage: ReleaseStage): Promise<string> {
  const id = await atHalf(stage);
  await stage.failures("blue", 4);
  await stage.pass(2000);
  await stage.failures("green", 3);
  await stage.pass(3000);
  expect(await state(stage, id)).toBe("held shared_cause");
  return id;
}

/** Gates of runs in green, as `agent_metrics.json` tells them. */
const gates = (stage: ReleaseStage, passed: number, failed: number) => {
  const timestamp = new Date(stage.staged.stage.clock.nowMs + 1).toISOString();
  const run = { timestamp, agents: { editor_agent: { gates_passed: passed, gates_failed: failed } } };
  return pushText(stage.app, "agent-metrics", JSON.stringify({ runs: [run] }), "green");
};

describe("the evidence of a release", () => {
  test("one failed job of one does nothing; four of twenty spread out do not, five do", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    await stage.failures("green", 1);
    await stage.pass(3000);
    expect(await state(stage, id)).toBe("observing");
    for (let round = 0; round < 3; round += 1) {
      await stage.articles("green", 5);
      await stage.pass(1000);
      await stage.failures("green", 1);
      await stage.pass(1000);
    }
    await stage.articles("green", 1);
    await stage.pass(3000);
    expect(await state(stage, id)).toBe("observing");
    await stage.failures("green", 1);
    await stage.pass(20_000);
    expect(await state(stage, id)).toBe("rolled_back");
  });

  test("a burst of ten retries of one job is one failure", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    const { clock } = stage.staged.stage;
    const errors = Array.from({ length: 10 }, (_, index) => ({
      timestamp: new Date(clock.nowMs + index * 100).toISOString(),
      class: "llm_api",
      message: "no answer",
      job: "one job",
    }));
    await pushText(stage.app, "errors", JSON.stringify(errors), "green");
    await stage.pass(5000);
    expect(await state(stage, id)).toBe("observing");
    const { evidence } = await stage.shown(id);
    expect(evidence.find(({ rule }) => rule === "api-error-rate")?.finding).toMatchObject({ n: 1, k: 1 });
  });

  test("an outage of both holds it as a shared cause, and a person lets it go on", async () => {
    const stage = await releaseStage();
    const id = await outageOfBoth(stage);
    expect(await stage.staged.outside()).toBe(50);
    for (let round = 0; round < 6; round += 1) {
      await stage.articles("blue", 4);
      await stage.articles("green", 4);
      await stage.pass(MINUTE_MS);
    }
    // Both are well again, and the three failures of green are still those of its share.
    expect(await state(stage, id)).toBe("held shared_cause");
    await stage.ask(id, "resume", { reason: "the provider is back" });
    await stage.pass(3000);
    expect(await state(stage, id)).toBe("observing");
    const { evidence } = await stage.shown(id);
    expect(evidence.find(({ rule }) => rule === "api-error-rate")?.finding).toMatchObject({ n: 0 });
    await stage.articles("blue", 4);
    await stage.articles("green", 4);
    await stage.pass(MINUTE_MS);
    expect(await state(stage, id)).toBe("observing");
    await stage.failures("green", 4);
    await stage.pass(20_000);
    expect(await state(stage, id)).toBe("rolled_back");
  });

  test("held for a shared cause, it goes back by itself once it fails alone", async () => {
    const stage = await releaseStage();
    const id = await outageOfBoth(stage);
    for (let round = 0; round < 5; round += 1) {
      await stage.articles("blue", 4);
      await stage.pass(MINUTE_MS);
      await stage.failures("green", 1);
      await stage.pass(MINUTE_MS);
    }
    await stage.pass(20_000);
    expect(await state(stage, id)).toBe("rolled_back");
  });

  test("without articles it never goes on and never back", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    await stage.pass(6 * HOUR_MS, MINUTE_MS);
    expect(await state(stage, id)).toBe("observing");
    expect((await stage.shown(id)).waits_for).toContain("1 h done, 0 of 8 articles on green");
  });

  test("a person promotes on thin evidence, and that is what is recorded", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    await stage.articles("green", 3);
    await stage.pass(2000);
    await stage.ask(id, "promote", { reason: "seen enough" });
    await stage.pass(3000);
    const { timeline, weight } = await stage.shown(id);
    expect(weight).toBe(100);
    expect(timeline.find(({ kind }) => kind === "promoted")).toMatchObject({
      said: "promoted on n = 3, not enough evidence",
      actor: ADA.actor,
      reason: "seen enough",
    });
  });

  test.each([
    [8, 2, "observing"],
    [7, 3, "held review"],
    [17, 8, "rolled_back"],
  ])("%i gates passed and %i failed: %s", async (passed, failed, expected) => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    await gates(stage, passed, failed);
    await stage.pass(20_000);
    expect(await state(stage, id)).toBe(expected);
  });

  test("articles at three times the cost go back where the plan guards it", async () => {
    const stage = await releaseStage();
    const guards = [{ metric: "cost_per_article_usd" as const, limit: 1.25, action: "rollback" as const }];
    const id = await stage.started({ guards });
    await stage.pass(5000);
    await stage.articles("blue", 8, 0.4);
    await stage.articles("green", 8, 1.2);
    await stage.pass(20_000);
    expect(await stage.shown(id)).toMatchObject({
      state: "rolled_back",
      undone_by: { rule: "guard cost_per_article_usd" },
    });
  });
});

describe("the guards of a release", () => {
  test("its version is refused after it went back by itself; an administrator with a reason may start it", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    await stage.failures("green", 3);
    await stage.pass(20_000);
    expect(await state(stage, id)).toBe("rolled_back");
    const again = await stage.planned();
    const asked = { plan_hash: again.plan_hash };
    await expect(stage.ask(again.id, "start", asked)).rejects.toThrow(/takes an administrator and a reason/);
    await expect(stage.ask(again.id, "start", asked, ROOT)).rejects.toThrow(/administrator and a reason/);
    await stage.ask(again.id, "start", { ...asked, reason: "mended" }, ROOT);
    expect(await state(stage, again.id)).toBe("preflight");
  });

  test("the second that goes back by itself within 24 h switches automatic actions off", async () => {
    const stage = await releaseStage();
    for (const version of ["sprint-15", "sprint-16"]) {
      const { id, plan_hash } = await stage.planned({ version });
      await stage.ask(id, "start", { plan_hash, reason: "go on" }, ROOT);
      await stage.pass(5000);
      await stage.failures("green", 3);
      await stage.pass(20_000);
      expect(await state(stage, id)).toBe("rolled_back");
    }
    expect(await automationSwitch(stage.app.store.db)).toMatchObject({ on: false, by: "system" });
  });

  test("while it runs nobody moves the slider, and the one button takes it back", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    const asked = {
      body: shift.body.parse({ green: 10, reason: "by hand" }),
      params: {},
      request: new Request("http://localhost/", { headers: { "if-match": "*" } }),
      who: ADA,
    };
    const refused = await shiftAsked(stage.app, asked).catch((error: Problem) => error);
    expect(refused).toMatchObject({ code: "impossible-now", extra: { release: id } });
    const wish = { actor: "ada", origin: "127.0.0.1", reason: null, dryRun: false, confirm: false };
    expect(await rollBack(stage.app, wish)).toMatchObject({ changed: true, to: { environment: "blue" } });
    await stage.pass(20_000);
    expect(await stage.shown(id)).toMatchObject({
      state: "rolled_back",
      undone_by: { automatic: false, actor: "ada" },
    });
  });

  test("the 24 hours of the backup survive a restart and a clock that jumps", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    await stage.ask(id, "promote", { reason: "go" });
    await stage.pass(3000);
    await stage.ask(id, "promote", { reason: "go" });
    await stage.pass(3000);
    expect(await state(stage, id)).toBe("retained");
    await stage.pass(20 * HOUR_MS, MINUTE_MS);
    stage.staged.stage.clock.nowMs += 400 * 24 * HOUR_MS;
    await stage.pass(MINUTE_MS, 10_000);
    expect(await state(stage, id)).toBe("retained");
    await stage.restart(HOUR_MS);
    await stage.pass(3 * HOUR_MS, MINUTE_MS);
    expect(await state(stage, id)).toBe("retained");
    await stage.pass(2 * HOUR_MS, MINUTE_MS);
    expect(await state(stage, id)).toBe("completed");
  });
});
