import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "@/lib/demo/story";
import { mean, NOW_MS } from "./history";
import { expected, Stage } from "./stage";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

test("writes ninety days up to a day ago, and a follower sees all of it", async () => {
  await stage.run(0);
  await stage.expectWhole(NOW_MS - DAY_MS + 10_000);
  expect(stage.logged).toEqual([]);
  expect(stage.nowMs - Date.parse((await stage.executions())[0]!.timestamp)).toBeLessThan(31.2 * DAY_MS);
});

test("plays the last day sixty times as fast: something moves within seconds, all of it within 25 minutes", async () => {
  const historyLength = expected(NOW_MS - DAY_MS + 10_000).length;
  const movedMs: number[] = [];
  await stage.run(25 * MINUTE_MS, {
    settled: async () => {
      await stage.look();
      if (stage.seen.size > historyLength) movedMs.push(stage.nowMs - NOW_MS);
    },
  });
  expect(movedMs[0]).toBeLessThan(10_000);
  const gapsMs = movedMs.slice(1).map((atMs, index) => atMs - movedMs[index]!);
  expect(mean(gapsMs)).toBeLessThan(2 * MINUTE_MS);
  expect(Math.max(...gapsMs)).toBeLessThan(5 * MINUTE_MS);
  await stage.expectWhole(NOW_MS + 25 * MINUTE_MS);
});

test("then goes with real time, an article at a time, each seconds after its end and none before", async () => {
  await stage.run(25 * MINUTE_MS);
  const before = stage.seen.size;
  const lateMs: number[] = [];
  await stage.run(6 * HOUR_MS, {
    settled: async () => {
      await stage.look();
      lateMs.push(stage.nowMs - Date.parse((await stage.executions()).at(-1)!.timestamp));
      expect(Date.parse((await stage.lines()).at(-1)!.timestamp)).toBeLessThanOrEqual(stage.nowMs);
    },
  });
  expect(stage.seen.size - before).toBe(lateMs.length);
  expect(Math.max(...lateMs)).toBeLessThan(12_000);
  expect(stage.logged).toEqual([]);
});

test.each([1, 4, 9, 12])("stopped after %i writes, it goes on without gap or duplicate", async (writes) => {
  let count = 0;
  await stage.run(DAY_MS, {}, () => ++count === writes);
  expect(stage.seen.size).toBeGreaterThan(0);
  await stage.run(30 * MINUTE_MS);
  await stage.run(30 * MINUTE_MS);
  await stage.expectWhole();
});

test("goes on after a month's pause in steps that are read one by one", async () => {
  await stage.run(25 * MINUTE_MS);
  stage.nowMs += 35 * DAY_MS;
  await stage.run(25 * MINUTE_MS);
  await stage.expectWhole();
});

test("a clock that jumps while it runs, as a laptop that slept, is caught up with at once", async () => {
  let asleep = false;
  await stage.run(45 * DAY_MS + HOUR_MS, {}, () => {
    if (!asleep && stage.seen.size > expected(NOW_MS - DAY_MS).length + 3) {
      asleep = true;
      stage.nowMs += 45 * DAY_MS;
    }
    return false;
  });
  await stage.expectWhole();
});
