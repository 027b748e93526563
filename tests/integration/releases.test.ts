import { describe, expect, test } from "vitest";
import { rollbackReport } from "@/db/queries/rollback-reports";
import { MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";

const HOUR_MS = 60 * MINUTE_MS;

/** Past the checks, with half of the work. */
async function atHalf(stage: ReleaseStage): Promise<string> {
  const id = await stage.started();
  await stage.pass(5000);
  expect(await stage.shown(id)).toMatchObject({ state: "observing", step: 1, weight: 50 });
  return id;
}

describe("a release", () => {
  test("goes 0, 50, 100 by its time and its articles, is retained, and completed", async () => {
    const stage = await releaseStage();
    const { outside } = stage.staged;
    const id = await atHalf(stage);
    expect(await outside()).toBe(50);
    await stage.articles("blue", 8);
    await stage.articles("green", 6);
    await stage.pass(HOUR_MS, MINUTE_MS);
    expect((await stage.shown(id)).waits_for).toBe(
      "1 h done, 6 of 8 articles on green, 8 of 8 articles on blue, for 100 %",
    );
    await stage.articles("green", 2);
    await stage.pass(5000);
    expect(await stage.shown(id)).toMatchObject({ state: "observing", step: 2, weight: 100 });
    expect(await outside()).toBe(100);
    await stage.articles("green", 8);
    await stage.pass(HOUR_MS, MINUTE_MS);
    expect((await stage.shown(id)).state).toBe("retained");
    await stage.pass(22 * HOUR_MS, MINUTE_MS);
    expect((await stage.shown(id)).state).toBe("retained");
    await stage.pass(2 * HOUR_MS, MINUTE_MS);
    expect((await stage.shown(id)).state).toBe("completed");
    expect((await stage.shown(id)).timeline.map(({ kind }) => kind)).toEqual([
      "started",
      "shift",
      "observing",
      "advanced",
      "observing",
      "retained",
      "completed",
    ]);
  });

  test("goes back by itself after three failed jobs of three, with a report that names the rule", async () => {
    const stage = await releaseStage();
    const id = await atHalf(stage);
    await stage.failures("green", 3);
    await stage.pass(20_000);
    const shown = await stage.shown(id);
    expect(shown).toMatchObject({
      state: "rolled_back",
      undone_by: { automatic: true, rule: "api-error-rate" },
    });
    expect(await stage.staged.outside()).toBe(0);
    expect(shown.quarantine).toMatchObject({ version: "sprint-15", rule: "api-error-rate" });
    const report = await rollbackReport(stage.app.store.db, shown.report ?? "");
    expect(report).toMatchObject({ rule: "api-error-rate", actor: "system", verification: { passed: true } });
    expect(report?.times.tripped).not.toBeNull();
    expect(report?.times.first_bad).not.toBeNull();
  });
});
