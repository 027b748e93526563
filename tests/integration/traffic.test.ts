import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { trafficChanges, trafficRow } from "@/db/queries/traffic";
import { tagOf } from "@/lib/contract/traffic";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { scaled } from "@/tests/support/scale";
import { DRIVERS, noted, type TrafficStage } from "@/tests/support/traffic";
import { ROLLBACK, WISH } from "@/tests/support/traffic-wishes";

const tagNow = async ({ app }: TrafficStage) => tagOf(await trafficState(app));
const shift = async (stage: TrafficStage, green: number) =>
  shiftTraffic(stage.app, green, WISH, await tagNow(stage));
const changes = async ({ app }: TrafficStage) =>
  (await trafficChanges(app.store.db, 100)).map(({ kind, state, to_green }) => [kind, state, to_green]);

describe.each(DRIVERS)("on %s", (name, staged) => {
  test("a shift is there, is read back and is recorded with who wanted it and why", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    await shift(stage, 30);
    expect(await outside()).toBe(30);
    const state = await trafficState(stage.app);
    expect(state).toMatchObject({
      live: "blue",
      previous: null,
      sync: "in_sync",
      updated_by: "ada",
      driver: name,
    });
    expect(state.environments.green).toMatchObject({
      desired_weight: 30,
      commanded_weight: 30,
      applied_weight: 30,
    });
    expect(await changes(stage)).toEqual([
      ["shift", "confirmed", 30],
      ["external", "confirmed", 0],
    ]);
    expect(await noted(stage.app)).toMatchObject([
      { action: "traffic.shift.intended", actor: "ada", reason: "a test" },
      { action: "traffic.shift.confirmed", actor: "ada", reason: "a test" },
    ]);
  });

  test("the same share again is sent again: so it is put back where a hand has moved it", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    const first = await shift(stage, 40);
    const again = await shift(stage, 40);
    expect(again.epoch).toBe(first.epoch + 1);
    expect(await outside()).toBe(40);
  });

  test("of 50 who saw the same, exactly one wins; the others are told by whom", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    for (let round = 0; round < scaled(6); round += 1) {
      const seen = await tagNow(stage);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, who) =>
          shiftTraffic(stage.app, (round * 50 + who) % 101, { ...WISH, actor: `operator ${who}` }, seen),
        ),
      );
      const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
      const lost = outcomes.filter((one) => one.status === "rejected").map(({ reason }) => reason);
      expect(lost).toHaveLength(49);
      for (const reason of lost)
        expect(reason).toMatchObject({ code: "stale-version", extra: { updated_by: `operator ${winner}` } });
      expect(await outside()).toBe((round * 50 + winner) % 101);
    }
  });

  test("a rollback gives everything to blue, in the middle as well as after the switch, and then nothing is left to undo", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    for (const shares of [[50], [100], [20, 100], [100, 60, 100]]) {
      const live = (await trafficState(stage.app)).live;
      expect(live).toBe("blue");
      for (const green of shares) await shift(stage, green);
      const report = await rollBack(stage.app, ROLLBACK);
      expect(report).toMatchObject({
        changed: true,
        to: { environment: "blue", weight: 100 },
        from: { environment: "green", weight: shares.at(-1) },
        verification: { passed: true, applied_weight: 0, assigned_since: 0 },
      });
      expect(report.steps.map(({ name: step, status }) => [step, status])).toEqual([
        ["target", "skipped"],
        ["accepted", "done"],
        ["balancer", "done"],
        ["new_work", "done"],
        ["verified", "done"],
      ]);
      expect(await outside()).toBe(0);
      expect(await rollBack(stage.app, ROLLBACK)).toMatchObject({ changed: false });
      expect(await outside()).toBe(0);
      expect((await trafficState(stage.app)).rollback).toBeNull();
    }
  });

  test("once rolled back, it never goes to what was rolled back from", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    await shift(stage, 100);
    await shift(stage, 70);
    expect(await rollBack(stage.app, ROLLBACK)).toMatchObject({ to: { environment: "green" } });
    expect(await outside()).toBe(100);
    expect(await rollBack(stage.app, ROLLBACK)).toMatchObject({ changed: false });
    expect(await outside()).toBe(100);
  });

  test("many rollbacks at once are one: one change, one report, and each says that it is done", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    await shift(stage, 100);
    const reports = await Promise.all(Array.from({ length: 10 }, () => rollBack(stage.app, ROLLBACK)));
    expect(reports.filter(({ changed }) => changed)).toHaveLength(1);
    expect(reports.every(({ verification }) => verification.passed)).toBe(true);
    expect(await outside()).toBe(0);
    expect((await changes(stage)).filter(([kind]) => kind === "rollback")).toHaveLength(1);
    const stored = await stage.app.store.db.selectFrom("rollback_report").select("id").execute();
    expect(stored).toHaveLength(1);
  });

  test("a dry run reads everything and changes nothing", async () => {
    const { stage, outside, balancer } = await staged();
    await stage.look();
    await shift(stage, 60);
    const all = async () => ({
      outside: await outside(),
      row: await trafficRow(stage.app.store.db),
      file: balancer === null ? await readFile(stage.file, "utf8") : null,
      events: await noted(stage.app),
      changes: await changes(stage),
      reports: await stage.app.store.db.selectFrom("rollback_report").selectAll().execute(),
    });
    const before = await all();
    const report = await rollBack(stage.app, { ...ROLLBACK, dryRun: true });
    expect(report).toMatchObject({
      dry_run: true,
      from: { weight: 60 },
      to: { environment: "blue", weight: 100 },
    });
    expect(report.steps.map(({ status }) => status)).toEqual([
      "skipped",
      "skipped",
      "done",
      "skipped",
      "skipped",
    ]);
    expect(await all()).toEqual(before);
  });

  test("an accepted rollback of a balancer that is gone stays wanted, also over a restart, until it is done", async () => {
    const { stage, outside, balancer } = await staged();
    await stage.look();
    await shift(stage, 80);
    const gone = await gonePlace(stage, balancer);
    const report = await rollBack(stage.app, ROLLBACK);
    expect(report.steps.find(({ name: step }) => step === "balancer")?.status).toBe("failed");
    await expect(shiftTraffic(stage.app, 80, WISH, await tagNow(stage))).rejects.toMatchObject({
      code: "impossible-now",
    });
    await stage.look(3);
    await stage.restart();
    await stage.look(2);
    expect((await trafficState(stage.app)).moving).toMatchObject({ kind: "rollback", actor: "ada" });
    await gone.back();
    await stage.look(5);
    expect(await outside()).toBe(0);
    expect(await trafficState(stage.app)).toMatchObject({ sync: "in_sync", moving: null, live: "blue" });
    const kept = await stage.app.store.db.selectFrom("rollback_report").select("report").execute();
    expect(kept).toHaveLength(1);
    expect(JSON.parse(kept[0]!.report)).toMatchObject({
      id: report.id,
      reason: "a test",
      from: { weight: 80 },
      verification: { passed: true },
    });
    const failures = (await noted(stage.app)).filter(({ action }) => action === "traffic.rollback.failed");
    expect(failures).toHaveLength(1);
  });
});

/** Takes the balancer away, or the folder of the file, and gives it back as it was. */
async function gonePlace(
  stage: TrafficStage,
  balancer: { stop(): Promise<void>; start(): Promise<void> } | null,
) {
  if (balancer !== null) {
    await balancer.stop();
    return { back: balancer.start };
  }
  await rename(stage.file, `${stage.file}.kept`);
  await mkdir(stage.file);
  return {
    back: async () => {
      await rm(stage.file, { recursive: true });
      await rename(`${stage.file}.kept`, stage.file);
    },
  };
}
