import { describe, expect, test } from "vitest";
import { tagOf } from "@/lib/contract/traffic";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { noted, onHaproxy, type TrafficStage } from "@/tests/support/traffic";
import { ROLLBACK, WISH } from "@/tests/support/traffic-wishes";

/** A real HAProxy on which green has that much, after shifts of ours. */
async function staged(...shares: number[]) {
  const { stage, balancer, outside } = await onHaproxy();
  if (balancer === null) throw new Error("no balancer");
  await stage.look();
  for (const green of shares)
    await shiftTraffic(stage.app, green, WISH, tagOf(await trafficState(stage.app)));
  await stage.look();
  const byHand = async (green: number) => {
    await balancer.ask(
      `set server articles/green weight ${green};set server articles/blue weight ${100 - green};` +
        "set server articles/green state ready;set server articles/blue state ready",
    );
  };
  return { stage, balancer, outside, byHand };
}

const times = async (stage: TrafficStage, action: string) =>
  (await noted(stage.app)).filter((event) => event.action === action).length;

describe("weights on HAProxy that a hand has moved", () => {
  test("up are shown and recorded, and put back once; who insists is left alone, and shown", async () => {
    const { stage, outside, byHand } = await staged(20);
    await byHand(70);
    await stage.look();
    expect(await outside()).toBe(20);
    expect(await times(stage, "traffic.differs")).toBe(1);
    expect(await times(stage, "traffic.corrected")).toBe(1);
    await byHand(70);
    await stage.look(12);
    expect(await outside()).toBe(70);
    const state = await trafficState(stage.app);
    expect(state.sync).toBe("drifted");
    expect(state.environments.green).toMatchObject({ desired_weight: 20, applied_weight: 70 });
    expect(await times(stage, "traffic.differs")).toBe(2);
    expect(await times(stage, "traffic.corrected")).toBe(1);
  });

  test("down are shown and recorded once, and never put back up; a shift of a person does that", async () => {
    const { stage, outside, byHand } = await staged(60);
    await byHand(10);
    await stage.look();
    expect((await trafficState(stage.app)).sync).toBe("pending");
    await stage.look(30);
    expect(await outside()).toBe(10);
    expect((await trafficState(stage.app)).sync).toBe("drifted");
    expect(await times(stage, "traffic.differs")).toBe(1);
    await shiftTraffic(stage.app, 60, WISH, tagOf(await trafficState(stage.app)));
    expect(await outside()).toBe(60);
  });

  test("back to what stands ready after a switch are left there", async () => {
    const { stage, outside, byHand } = await staged(50, 100);
    await byHand(0);
    await stage.look(30);
    expect(await outside()).toBe(0);
    expect(await rollBack(stage.app, ROLLBACK)).toMatchObject({ changed: true, to: { environment: "blue" } });
    expect(await outside()).toBe(0);
    await stage.look(3);
    expect(await trafficState(stage.app)).toMatchObject({ live: "blue", sync: "in_sync", rollback: null });
  });

  test("are rolled back, too, and the undo knows how much it was", async () => {
    const { stage, outside, byHand } = await staged();
    await byHand(40);
    await stage.look();
    await byHand(40);
    await stage.look();
    expect(await rollBack(stage.app, ROLLBACK)).toMatchObject({
      changed: true,
      from: { environment: "green", weight: 40 },
      to: { environment: "blue" },
    });
    expect(await outside()).toBe(0);
  });
});

describe("servers on HAProxy that a hand has set", () => {
  test("DRAIN is shown as it works, with what is unusual, and is not ended upwards", async () => {
    const { stage, balancer, outside } = await staged(60);
    await balancer.ask("set server articles/green state drain");
    await stage.look(12);
    expect(await outside()).toBe(0);
    const state = await trafficState(stage.app);
    expect(state.sync).toBe("drifted");
    expect(state.environments.green.applied_weight).toBe(0);
    expect(state.remarks.join()).toContain("drained");
  });

  test("MAINT of the one that is needed refuses a shift and says so; a rollback to the other one works", async () => {
    const { stage, balancer, outside } = await staged(60);
    await balancer.ask("set server articles/green state maint");
    await stage.look(2);
    const seen = tagOf(await trafficState(stage.app));
    await expect(shiftTraffic(stage.app, 80, WISH, seen)).rejects.toMatchObject({
      code: "driver-unreachable",
      message: expect.stringContaining("maintenance"),
    });
    expect((await trafficState(stage.app)).environments.green.desired_weight).toBe(60);
    expect(await rollBack(stage.app, ROLLBACK)).toMatchObject({ verification: { passed: true } });
    expect(await outside()).toBe(0);
  });

  test("MAINT of both is drift with no share at all", async () => {
    const { stage, balancer } = await staged(60);
    await balancer.ask("set server articles/green state maint;set server articles/blue state maint");
    await stage.look(12);
    expect(await trafficState(stage.app)).toMatchObject({
      sync: "drifted",
      environments: { blue: { applied_weight: null }, green: { applied_weight: null, desired_weight: 60 } },
    });
  });
});

describe("a HAProxy that begins anew", () => {
  test("is told what it has forgotten within two looks, and that is recorded", async () => {
    const { stage, balancer, outside } = await staged(60);
    await balancer.stop();
    await balancer.start();
    expect(await outside()).toBe(0);
    await stage.look(2);
    expect(await outside()).toBe(60);
    expect(await times(stage, "traffic.corrected")).toBe(1);
    expect((await trafficState(stage.app)).sync).toBe("in_sync");
  });

  test("that was gone for long is unknown meanwhile, with the last weights that were read, and right two looks after its return", async () => {
    const { stage, balancer, outside } = await staged(60);
    await balancer.stop();
    await stage.look(40);
    const state = await trafficState(stage.app);
    expect(state).toMatchObject({ sync: "unknown", unreadable: expect.stringContaining("socket") });
    expect(state.environments.green).toMatchObject({ desired_weight: 60, applied_weight: 60 });
    await expect(shiftTraffic(stage.app, 70, WISH, tagOf(state))).rejects.toMatchObject({
      code: "driver-unreachable",
    });
    await balancer.start();
    await stage.look(2);
    expect(await outside()).toBe(60);
    expect(await times(stage, "traffic.unreadable")).toBe(1);
    expect(await times(stage, "traffic.readable")).toBe(1);
  });

  test("and whose Greenlight does so, too: the weights are those that were wanted", async () => {
    const { stage, balancer, outside } = await staged(60);
    await stage.stop();
    await balancer.stop();
    await balancer.start();
    await stage.start();
    await stage.look();
    expect(await outside()).toBe(60);
  });
});
