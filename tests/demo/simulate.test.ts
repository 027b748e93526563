import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/demo/story";
import { assigned } from "@/lib/domain/assignment";
import { topicKey } from "@/lib/domain/record";
import { BUSY_MS } from "@/lib/workers/simulate";
import { mean, NOW_MS, STORY } from "./history";
import { expected, Stage } from "./stage";

/** After the last day was played. */
const CAUGHT_UP_MS = 2 * MINUTE_MS;

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

const seen = () => stage.seen.blue.size + stage.seen.green.size;

test("writes ninety days up to a day ago, and a follower sees all of it", async () => {
  await stage.run(0);
  await stage.expectWhole(NOW_MS - DAY_MS + 2_000);
  expect(stage.logged).toEqual([]);
  expect(stage.nowMs - Date.parse((await stage.executions())[0]!.timestamp)).toBeLessThan(31.2 * DAY_MS);
});

test("plays the last day in a minute: something moves within seconds, and then every few", async () => {
  const before = expected(STORY, NOW_MS - DAY_MS + 2_000).length;
  const movedMs: number[] = [];
  await stage.run(CAUGHT_UP_MS, {
    settled: async () => {
      await stage.look();
      if (stage.seen.blue.size > before) movedMs.push(stage.nowMs - NOW_MS);
    },
  });
  expect(movedMs[0]).toBeLessThan(10_000);
  const gapsMs = movedMs.slice(1).map((atMs, index) => atMs - movedMs[index]!);
  expect(mean(gapsMs)).toBeLessThan(12_000);
  expect(Math.max(...gapsMs)).toBeLessThan(30_000);
  await stage.expectWhole();
});

test("a slower playback is possible", async () => {
  await stage.run(10 * MINUTE_MS, { speed: 60 });
  const lastMs = Date.parse((await stage.executions()).at(-1)!.timestamp);
  expect(lastMs).toBeGreaterThan(NOW_MS - DAY_MS + 8 * HOUR_MS);
  expect(lastMs).toBeLessThan(NOW_MS - 8 * HOUR_MS);
  await stage.expectWhole(lastMs + 2_000);
});

test("then writes several articles a minute for a while, and after that a few a day", async () => {
  await stage.run(CAUGHT_UP_MS);
  const before = seen();
  await stage.run(5 * MINUTE_MS);
  expect(seen() - before).toBeGreaterThanOrEqual(5 * 5);
  const busy = seen();
  await stage.run(4 * HOUR_MS);
  expect(seen() - busy).toBeGreaterThan((BUSY_MS / MINUTE_MS) * 5);
  expect(seen() - busy).toBeLessThan((BUSY_MS / MINUTE_MS) * 6 + 10);
  await stage.expectWhole();
});

test("goes with real time, an article at a time, each seconds after its end and none before", async () => {
  await stage.run(CAUGHT_UP_MS);
  const lateMs: number[] = [];
  await stage.run(3 * HOUR_MS, {
    settled: async () => {
      await stage.look();
      lateMs.push(stage.nowMs - Date.parse((await stage.executions()).at(-1)!.timestamp));
      expect(Date.parse((await stage.lines()).at(-1)!.timestamp)).toBeLessThanOrEqual(stage.nowMs);
    },
  });
  expect(lateMs.length).toBeGreaterThan(40);
  expect(Math.max(...lateMs)).toBeLessThan(4_000);
  expect(stage.logged).toEqual([]);
});

describe("the split", () => {
  const ended = ({ timestamp }: { timestamp: string }, sinceMs: number) => Date.parse(timestamp) > sinceMs;
  const since = async (sinceMs: number) => ({
    blue: (await stage.executions("blue")).filter((one) => ended(one, sinceMs)),
    green: (await stage.executions("green")).filter((one) => ended(one, sinceMs)),
  });

  test("is asked for by topic before each article: at half, half of the next ones are green's, within a minute", async () => {
    await stage.run(CAUGHT_UP_MS);
    stage.green = 50;
    const shiftedMs = stage.nowMs;
    await stage.run(MINUTE_MS);
    expect((await since(shiftedMs)).green.length).toBeGreaterThan(0);
    await stage.run(BUSY_MS);
    const { blue, green } = await since(shiftedMs + 5_000);
    expect(blue.length).toBeGreaterThan(20);
    expect(green.length).toBeGreaterThan(20);
    for (const { topic } of blue) expect(assigned(topicKey(topic), 50)).toBe("blue");
    for (const { topic } of green) expect(assigned(topicKey(topic), 50)).toBe("green");
    await stage.expectWhole();
  });

  test("all on one side leaves the other idle at once, both ways", async () => {
    await stage.run(CAUGHT_UP_MS);
    for (const [share, idle] of [
      [100, "blue"],
      [0, "green"],
    ] as const) {
      stage.green = share;
      const shiftedMs = stage.nowMs;
      await stage.run(3 * MINUTE_MS);
      const after = await since(shiftedMs + 3_000);
      expect(after[idle]).toEqual([]);
      expect(after[idle === "blue" ? "green" : "blue"].length).toBeGreaterThan(10);
    }
    await stage.expectWhole();
  });

  test("makes the pipeline busy anew, and once only", async () => {
    const shiftedMs = NOW_MS + CAUGHT_UP_MS + BUSY_MS + 10 * MINUTE_MS;
    let before = 0;
    await stage.run(CAUGHT_UP_MS + BUSY_MS + 12 * MINUTE_MS, {
      green: async () => {
        if (stage.nowMs < shiftedMs) before = seen();
        return stage.nowMs < shiftedMs ? 0 : 25;
      },
    });
    expect(seen() - before).toBeGreaterThan(8);
    expect((await stage.turns()).map(({ green }) => green)).toEqual([0, 0, 25]);
  });

  test("that cannot be read stays what it was", async () => {
    stage.green = 50;
    await stage.run(CAUGHT_UP_MS);
    stage.green = null;
    await stage.run(5 * MINUTE_MS);
    expect((await stage.turns()).map(({ green }) => green)).toEqual([50, 50, 50]);
    await stage.expectWhole();
  });

  test("that changes while the last day is played holds from the pipeline's clock on", async () => {
    await stage.run(20_000);
    stage.green = 100;
    await stage.run(CAUGHT_UP_MS);
    const [opening, shift] = await stage.turns();
    expect(opening).toMatchObject({ green: 0 });
    expect(shift!.atMs).toBeLessThan(NOW_MS - 8 * HOUR_MS);
    expect((await since(shift!.atMs + 2_000)).blue).toEqual([]);
    await stage.expectWhole();
  });
});

test.each([1, 4, 9, 12, 30])(
  "stopped after %i writes, it goes on without gap or duplicate",
  async (writes) => {
    let count = 0;
    await stage.run(DAY_MS, {}, () => ++count === writes);
    expect(seen()).toBeGreaterThan(0);
    stage.green = 40;
    await stage.run(3 * MINUTE_MS);
    await stage.run(3 * MINUTE_MS);
    await stage.expectWhole();
  },
);

test("goes on after a month's pause in steps that are read one by one", async () => {
  stage.green = 30;
  await stage.run(25 * MINUTE_MS);
  stage.nowMs += 35 * DAY_MS;
  await stage.run(25 * MINUTE_MS);
  await stage.expectWhole();
});

test("a clock that jumps while it runs, as a laptop that slept, is caught up with at once", async () => {
  let asleep = false;
  await stage.run(45 * DAY_MS + HOUR_MS, {}, () => {
    if (!asleep && stage.seen.blue.size > expected(STORY, NOW_MS - DAY_MS).length + 3) {
      asleep = true;
      stage.nowMs += 45 * DAY_MS;
    }
    return false;
  });
  await stage.expectWhole();
});

test("a clock that is set back decides nothing anew of what is written", async () => {
  await stage.run(5 * MINUTE_MS);
  stage.nowMs -= HOUR_MS;
  stage.green = 100;
  await stage.run(MINUTE_MS);
  await stage.run(2 * HOUR_MS);
  await stage.expectWhole();
});
