import { rename, rm, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { trafficChanges, trafficRow } from "@/db/queries/traffic";
import { tagOf } from "@/lib/contract/traffic";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { fixture } from "@/tests/support/fixture";
import { noted, onStateFile, type TrafficStage, trafficStage } from "@/tests/support/traffic";
import { ROLLBACK, WISH } from "@/tests/support/traffic-wishes";

/** A stage on which green has that much, after shifts of ours. */
async function staged(...shares: number[]): Promise<TrafficStage> {
  const { stage } = await onStateFile();
  await stage.look();
  for (const green of shares)
    await shiftTraffic(stage.app, green, WISH, tagOf(await trafficState(stage.app)));
  return stage;
}

const write = async ({ file }: TrafficStage, text: string) => {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
};
const edit = async (stage: TrafficStage, change: object) =>
  write(stage, JSON.stringify({ ...(await stage.onFile()), ...change }));

const external = async (stage: TrafficStage) =>
  (await noted(stage.app)).filter(({ action }) => action === "traffic.external");

describe("an edit of the state file from outside", () => {
  test.each<[string, number[], object, object, object]>([
    [
      "changes who is live alone: the weights follow",
      [0],
      { current: "green", previous: "blue" },
      { live: "green", previous: "blue", backup: "blue", green: 100 },
      { current: "green", previous: "blue", weights: { blue: 0, green: 100 } },
    ],
    [
      "changes the weights alone",
      [20],
      { weights: { blue: 35, green: 65 } },
      { live: "blue", green: 65 },
      { current: "blue", weights: { blue: 35, green: 65 } },
    ],
    [
      "gives everything to green by its weights: it is live",
      [20],
      { weights: { blue: 0, green: 100 } },
      { live: "green", previous: "blue", backup: "blue", green: 100 },
      { current: "green", previous: "blue", weights: { blue: 0, green: 100 } },
    ],
    [
      "changes both",
      [20],
      { current: "green", weights: { blue: 10, green: 90 } },
      { live: "green", green: 90 },
      { current: "green", weights: { blue: 10, green: 90 } },
    ],
    [
      "is a rollback of its own: nothing is left to undo",
      [50, 100],
      { current: "blue", previous: "green", rollback: true },
      { live: "blue", previous: "green", backup: null, green: 0 },
      { current: "blue", weights: { blue: 100, green: 0 } },
    ],
  ])("that %s", async (_, shares, change, row, file) => {
    const stage = await staged(...shares);
    await edit(stage, { ...change, team: "ours" });
    await stage.look(2);
    expect(await trafficRow(stage.app.store.db)).toMatchObject({ ...row, moving: null });
    expect(await stage.onFile()).toMatchObject({ ...file, team: "ours" });
    expect(await external(stage)).toMatchObject([{ actor: "external" }]);
    expect(await trafficState(stage.app)).toMatchObject({ sync: "in_sync", updated_by: "external" });
    await stage.look(5);
    expect(await external(stage)).toHaveLength(1);
    expect(await stage.onFile()).toMatchObject(file);
  });

  test("by a writer that drops what it does not know is taken in, and the weights are back with the next change", async () => {
    const stage = await staged(30);
    await write(stage, '{"current": "green", "previous": "blue", "version": "sprint-15"}');
    await stage.look(2);
    expect(await trafficRow(stage.app.store.db)).toMatchObject({ live: "green", green: 100, backup: "blue" });
    expect((await rollBack(stage.app, ROLLBACK)).to.environment).toBe("blue");
    expect(await stage.onFile()).toMatchObject({ current: "blue", weights: { blue: 100, green: 0 } });
  });

  test("of other fields is none, and they are kept", async () => {
    const stage = await staged(30);
    await edit(stage, { notes: "by hand", owner: { team: "ours" } });
    await stage.look(3);
    expect(await external(stage)).toEqual([]);
    await shiftTraffic(stage.app, 40, WISH, tagOf(await trafficState(stage.app)));
    expect(await stage.onFile()).toMatchObject({ owner: { team: "ours" }, weights: { green: 40 } });
  });

  test("that takes the file away: it is written again", async () => {
    const stage = await staged(30);
    await rm(stage.file);
    await stage.look(2);
    expect(await stage.onFile()).toMatchObject({ current: "blue", weights: { blue: 70, green: 30 } });
    expect((await noted(stage.app)).map(({ action }) => action)).toContain("traffic.corrected");
  });

  test("that is torn for a moment is no news; one that stays so is said, changes nothing, and ends with the next good one", async () => {
    const stage = await staged(30);
    const good = JSON.stringify(await stage.onFile());
    await writeFile(stage.file, good.slice(0, 40));
    await stage.look();
    await writeFile(stage.file, good);
    await stage.look();
    expect(await trafficState(stage.app)).toMatchObject({ sync: "in_sync", unreadable: null });
    for (const garbage of [good.slice(0, 40), "", "null", '{"current": "red"}', "\0\0\0\0"]) {
      await writeFile(stage.file, garbage);
      await stage.look(2);
      const state = await trafficState(stage.app);
      expect(state, garbage).toMatchObject({
        sync: "unknown",
        unreadable: expect.stringContaining("is no "),
      });
      expect(state.environments.green.desired_weight).toBe(30);
    }
    await writeFile(stage.file, good.replace('"green":30', '"green":45').replace('"blue":70', '"blue":55'));
    await stage.look(2);
    expect(await trafficState(stage.app)).toMatchObject({
      sync: "in_sync",
      environments: { green: { desired_weight: 45, applied_weight: 45 } },
    });
    const about = (action: string) => async () =>
      (await noted(stage.app)).filter((event) => event.action === action).length;
    expect(await about("traffic.unreadable")()).toBe(1);
    expect(await about("traffic.readable")()).toBe(1);
  });

  test("does not stand in the way of a rollback, whatever is in the file", async () => {
    const stage = await staged(30);
    await writeFile(stage.file, '{"current": "gre');
    await stage.look(2);
    expect(await rollBack(stage.app, ROLLBACK)).toMatchObject({
      changed: true,
      verification: { passed: true },
    });
    expect(await stage.onFile()).toMatchObject({ current: "blue", weights: { green: 0 } });
  });
});

describe("the first start", () => {
  test("takes in the pipeline's own file as it is, and writes nothing", async () => {
    const { stage } = await onStateFile();
    const text = fixture("deployment_state.json");
    await writeFile(stage.file, text);
    await stage.look(3);
    expect(await trafficRow(stage.app.store.db)).toMatchObject({
      epoch: 1,
      live: "blue",
      green: 0,
      backup: null,
    });
    expect(await stage.onFile()).toEqual(JSON.parse(text));
    expect((await rollBack(stage.app, ROLLBACK)).changed).toBe(false);
  });

  test("on a file that says green leaves everything there, and knows the way back", async () => {
    const { stage } = await onStateFile();
    await writeFile(
      stage.file,
      '{"current": "green", "previous": "blue", "version": "sprint-15", "mine": 1}',
    );
    await stage.look(3);
    expect(await trafficRow(stage.app.store.db)).toMatchObject({ live: "green", green: 100, backup: "blue" });
    expect(await stage.onFile()).toEqual({
      current: "green",
      previous: "blue",
      version: "sprint-15",
      mine: 1,
    });
    expect(await trafficChanges(stage.app.store.db, 9)).toMatchObject([
      { state: "confirmed", to_green: 100 },
    ]);
  });

  test("also where the first word is a shift: with the tag of what was shown before", async () => {
    const { stage } = await onStateFile();
    await writeFile(stage.file, '{"current": "green", "previous": "blue"}');
    await shiftTraffic(stage.app, 90, WISH, "*");
    expect(await stage.onFile()).toMatchObject({ current: "green", weights: { blue: 10, green: 90 } });
  });

  test("on a balancer that cannot be read claims nothing", async () => {
    const stage = await trafficStage([
      "traffic: { driver: haproxy, haproxy: { socket: /nowhere/admin.sock, backend: articles } }",
    ]);
    await expect(stage.look()).rejects.toMatchObject({ code: "driver-unreachable" });
    expect(await trafficState(stage.app)).toMatchObject({ sync: "unknown" });
    await expect(rollBack(stage.app, ROLLBACK)).rejects.toMatchObject({ code: "driver-unreachable" });
    expect(await trafficRow(stage.app.store.db)).toBeNull();
  });
});
