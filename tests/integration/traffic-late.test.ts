import { describe, expect, test } from "vitest";
import { trafficRow } from "@/db/queries/traffic";
import { trafficDriver } from "@/lib/server/traffic/driver";
import { ended } from "@/lib/server/traffic/outcome";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { pushText } from "@/tests/support/app";
import { haproxy } from "@/tests/support/haproxy";
import { HeldSocket } from "@/tests/support/held-socket";
import { roi, run } from "@/tests/support/roi";
import { DRIVERS, haproxySettings, noted, trafficStage } from "@/tests/support/traffic";
import { ROLLBACK, WISH } from "@/tests/support/traffic-wishes";
import { heldWriteLock } from "@/tests/support/write-lock";

/** A real HAProxy behind a socket that can keep commands, with all on blue. */
async function staged() {
  const balancer = await haproxy();
  const held = await HeldSocket.before(balancer.socket);
  const stage = await trafficStage([haproxySettings(held.path)]);
  await stage.look();
  return { stage, balancer, held, green: () => balancer.weight("green") };
}

describe("a balancer that hangs", () => {
  test("in a shift: a rollback wins at once, and the late answer changes nothing that lasts", async () => {
    const { stage, held, green } = await staged();
    await shiftTraffic(stage.app, 30, WISH, "*");
    held.holding = true;
    const shifting = shiftTraffic(stage.app, 80, WISH, "*");
    const shifted = expect(shifting).rejects.toMatchObject({ code: "impossible-now" });
    await held.waiting(1);
    await expect(shiftTraffic(stage.app, 60, WISH, "*")).rejects.toMatchObject({
      code: "impossible-now",
      message: expect.stringContaining("by ada is on its way"),
    });
    held.holding = false;
    const report = await rollBack(stage.app, ROLLBACK);
    await shifted;
    expect(report).toMatchObject({ changed: true, verification: { passed: true } });
    expect(await green()).toBe(0);
    await held.release();
    await stage.look(2);
    expect(await green()).toBe(0);
    expect(await trafficState(stage.app)).toMatchObject({ live: "blue", sync: "in_sync", moving: null });
    const actions = (await noted(stage.app)).map(({ action }) => action);
    expect(actions).not.toContain("traffic.shift.failed");
    expect(actions.filter((action) => action === "traffic.shift.confirmed")).toHaveLength(1);
  });

  test("in a shift that nobody overtakes: told within its time, wanted as before, put back where it was taken late", async () => {
    const { stage, held, green } = await staged();
    held.holding = true;
    await expect(shiftTraffic(stage.app, 80, WISH, "*")).rejects.toMatchObject({
      code: "driver-unreachable",
      message: expect.stringContaining("shows 0 % for green now"),
    });
    await held.release();
    expect(await green()).toBe(80);
    await stage.look(2);
    expect(await green()).toBe(0);
  });

  test("in a rollback: it says so, stays wanted, and is done with the next looks", async () => {
    const { stage, held, green } = await staged();
    await shiftTraffic(stage.app, 30, WISH, "*");
    held.holding = true;
    const report = await rollBack(stage.app, ROLLBACK);
    expect(report.steps.find(({ name }) => name === "balancer")).toMatchObject({
      status: "failed",
      detail: expect.stringContaining("tried again"),
    });
    expect(report.verification.passed).toBe(false);
    expect(await green()).toBe(30);
    held.holding = false;
    await stage.look(5);
    expect(await green()).toBe(0);
    expect(await trafficState(stage.app)).toMatchObject({ sync: "in_sync", moving: null });
  });
});

test("a balancer that began anew and does not take the weights at first is told again, also upwards", async () => {
  const { stage, balancer, held, green } = await staged();
  await shiftTraffic(stage.app, 60, WISH, "*");
  await balancer.stop();
  await balancer.start();
  held.holding = true;
  await stage.look();
  expect(await green()).toBe(0);
  held.holding = false;
  await stage.look(5);
  expect(await green()).toBe(60);
});

test("the end of a change that was overtaken is stored by nobody, whoever brings it late", async () => {
  const { stage, balancer } = await staged();
  const shift = await shiftTraffic(stage.app, 50, WISH, "*");
  const took = await trafficDriver(stage.app).read(new AbortController().signal);
  await balancer.stop();
  await rollBack(stage.app, ROLLBACK);
  const before = await trafficRow(stage.app.store.db);
  expect(before?.moving).not.toBeNull();
  for (const end of [{ took }, { why: "it was late" }])
    expect(await ended({ app: stage.app, epoch: shift.epoch, wish: WISH, end })).toBeNull();
  expect(await trafficRow(stage.app.store.db)).toEqual(before);
});

describe.each(DRIVERS)("a locked database on %s", (_, on) => {
  test("while rolling back, with heavy ingest beside it: an honest failure in time, then done", async () => {
    const { stage, outside } = await on();
    await stage.look();
    await shiftTraffic(stage.app, 70, WISH, "*");
    const release = heldWriteLock(stage.app.databaseFile);
    const names = Array.from({ length: 2000 }, (_, one) => `run-${one}`);
    const ingested = pushText(stage.app, "execution-roi", roi(...names.map((name) => run(name))));
    const waits: (number | undefined)[] = [];
    const { write } = stage.app.store;
    stage.app.store.write = (work, waitMs) => {
      waits.push(waitMs);
      return write(work, waitMs);
    };
    await expect(rollBack(stage.app, ROLLBACK)).rejects.toMatchObject({ code: "storage-unavailable" });
    stage.app.store.write = write;
    // Two seconds of waiting leave three for the balancer, whatever else hangs.
    expect(waits.filter((waitMs) => waitMs !== undefined).every((waitMs) => waitMs <= 2000)).toBe(true);
    expect(waits).toContain(2000);
    expect(await outside()).toBe(70);
    release();
    const report = await rollBack(stage.app, ROLLBACK);
    expect(report).toMatchObject({ changed: true, verification: { passed: true } });
    expect(await outside()).toBe(0);
    expect(await ingested).toMatchObject({ accepted: 2000 });
  });

  test("after the balancer was told: done, and stored with the next look", async () => {
    const { stage, outside } = await on();
    await stage.look();
    await shiftTraffic(stage.app, 70, WISH, "*");
    const { write } = stage.app.store;
    let writes = 0;
    stage.app.store.write = (work, waitMs) => {
      writes += 1;
      if (writes !== 2) return write(work, waitMs);
      return Promise.reject(Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" }));
    };
    const report = await rollBack(stage.app, ROLLBACK);
    expect(report.steps.find(({ name }) => name === "balancer")).toMatchObject({
      status: "done",
      detail: expect.stringContaining("could not take that yet"),
    });
    expect(await outside()).toBe(0);
    await stage.look(2);
    expect(await trafficState(stage.app)).toMatchObject({ sync: "in_sync", moving: null, live: "blue" });
    const ends = (await noted(stage.app)).filter(({ action }) => action === "traffic.rollback.confirmed");
    expect(ends).toHaveLength(1);
  });
});
