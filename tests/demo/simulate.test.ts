import { mkdirSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { article } from "@/lib/demo/article";
import { schedule } from "@/lib/demo/pipeline";
import { DAY_MS } from "@/lib/demo/story";
import {
  COST_LINES_FILE,
  EXECUTIONS_FILE,
  type SimulatorOptions,
  startSimulator,
} from "@/lib/workers/simulate";
import { mean, NOW_MS, STORY } from "./history";
import { costLineShape, documentShape } from "./shapes";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let directory: string;
let nowMs: number;
let logged: string[];
/** What a follower that reads whenever it is asked to has seen: execution ids, in the order they first appeared. */
let seen: Set<string>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "demo-"));
  nowMs = NOW_MS;
  logged = [];
  seen = new Set();
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const text = (file: string) => readFile(join(directory, file), "utf8");
const executions = async () => documentShape.parse(JSON.parse(await text(EXECUTIONS_FILE))).executions;
const lines = async () => {
  const written = await text(COST_LINES_FILE);
  return written
    .split("\n")
    .slice(0, -1)
    .map((line) => costLineShape.parse(JSON.parse(line)));
};
const look = async () => {
  for (const { execution_id } of await executions()) seen.add(execution_id);
};

/** Every article that should have been written by then. */
const expected = (untilMs: number) =>
  schedule(STORY, STORY.startMs, untilMs - 10_000).map((slot) => article(STORY, slot));

/** Runs until the real clock is `lastMs` later, or until `stop` says so after a look at the files. */
async function run(
  lastMs: number,
  changes: Partial<SimulatorOptions> = {},
  stop = () => false,
): Promise<void> {
  const abort = new AbortController();
  const endMs = nowMs + lastMs;
  await startSimulator({
    directory,
    nowMs: () => nowMs,
    seed: STORY.seed,
    speed: 60,
    settled: async () => {
      await look();
      if (stop()) abort.abort();
    },
    signal: abort.signal,
    log: (_, cause) => logged.push(String(cause)),
    sleep: async (ms) => {
      nowMs += ms;
      if (nowMs > endMs) abort.abort();
    },
    ...changes,
  });
}

async function expectWhole(untilMs: number): Promise<void> {
  const articles = expected(untilMs);
  expect(await lines()).toEqual(articles.map(({ costLine }) => costLine));
  expect([...seen]).toEqual(articles.map(({ execution }) => execution.execution_id));
}

test("writes ninety days up to a day ago, and a follower sees all of it", async () => {
  await run(0);
  await expectWhole(NOW_MS - DAY_MS + 10_000);
  expect(logged).toEqual([]);
  expect(nowMs - Date.parse((await executions())[0]!.timestamp)).toBeLessThan(31.2 * DAY_MS);
});

test("plays the last day sixty times as fast: something moves within seconds, all of it within 25 minutes", async () => {
  const historyLength = expected(NOW_MS - DAY_MS + 10_000).length;
  const movedMs: number[] = [];
  await run(25 * MINUTE_MS, {
    settled: async () => {
      await look();
      if (seen.size > historyLength) movedMs.push(nowMs - NOW_MS);
    },
  });
  expect(movedMs[0]).toBeLessThan(10_000);
  const gapsMs = movedMs.slice(1).map((atMs, index) => atMs - movedMs[index]!);
  expect(mean(gapsMs)).toBeLessThan(2 * MINUTE_MS);
  expect(Math.max(...gapsMs)).toBeLessThan(5 * MINUTE_MS);
  await expectWhole(NOW_MS + 25 * MINUTE_MS);
});

test("then goes with real time, an article at a time, each seconds after its end and none before", async () => {
  await run(25 * MINUTE_MS);
  const before = seen.size;
  const lateMs: number[] = [];
  await run(6 * HOUR_MS, {
    settled: async () => {
      await look();
      lateMs.push(nowMs - Date.parse((await executions()).at(-1)!.timestamp));
      expect(Date.parse((await lines()).at(-1)!.timestamp)).toBeLessThanOrEqual(nowMs);
    },
  });
  expect(seen.size - before).toBe(lateMs.length);
  expect(Math.max(...lateMs)).toBeLessThan(12_000);
  expect(logged).toEqual([]);
});

test.each([1, 4, 9, 12])("stopped after %i writes, it goes on without gap or duplicate", async (writes) => {
  let count = 0;
  await run(DAY_MS, {}, () => ++count === writes);
  expect(seen.size).toBeGreaterThan(0);
  await run(30 * MINUTE_MS);
  await run(30 * MINUTE_MS);
  await expectWhole(nowMs - 1000);
});

test("goes on after a month's pause in steps that are read one by one", async () => {
  await run(25 * MINUTE_MS);
  nowMs += 35 * DAY_MS;
  await run(25 * MINUTE_MS);
  await expectWhole(nowMs - 1000);
});

test("a clock that jumps while it runs, as a laptop that slept, is caught up with at once", async () => {
  let asleep = false;
  await run(45 * DAY_MS + HOUR_MS, {}, () => {
    if (!asleep && seen.size > expected(NOW_MS - DAY_MS).length + 3) {
      asleep = true;
      nowMs += 45 * DAY_MS;
    }
    return false;
  });
  await expectWhole(nowMs - 1000);
});

test("a crash in the middle of both writes is repaired by the next run", async () => {
  await run(5 * MINUTE_MS);
  const document = await text(EXECUTIONS_FILE);
  await writeFile(join(directory, EXECUTIONS_FILE), document.slice(0, document.length / 2));
  await truncate(join(directory, COST_LINES_FILE), Buffer.byteLength(await text(COST_LINES_FILE)) - 30);
  await run(30 * MINUTE_MS);
  await expectWhole(nowMs - 1000);
});

test("a write that fails is logged, and made good later", async () => {
  await run(0);
  await rm(join(directory, COST_LINES_FILE));
  await mkdir(join(directory, COST_LINES_FILE));
  await run(5 * MINUTE_MS);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.length).toBeLessThan(8);
  expect(logged[0]).toContain("EISDIR");
  await rm(join(directory, COST_LINES_FILE), { recursive: true });
  await run(30 * MINUTE_MS);
  await expectWhole(nowMs - 1000);
});

test("after a failure what stands in the files is read again, so that a file that was lost is made again", async () => {
  const path = join(directory, COST_LINES_FILE);
  await run(30 * MINUTE_MS, {
    settled: async () => {
      await look();
      if (seen.size < 1_000 || logged.length > 0) return;
      rmSync(path);
      mkdirSync(path);
    },
    log: (_, cause) => {
      logged.push(String(cause));
      rmSync(path, { recursive: true });
    },
  });
  expect(logged).toHaveLength(1);
  await expectWhole(nowMs - 1000);
});

test("a follower that fails is logged and asked again; nothing is lost", async () => {
  let asked = 0;
  await run(40 * MINUTE_MS, {
    settled: async () => {
      asked += 1;
      if (asked === 3) throw new Error("the follower is not there");
      await look();
    },
  });
  expect(logged).toEqual(["Error: the follower is not there"]);
  await expectWhole(nowMs - 1000);
});

test("stops at once, even while nobody reads", async () => {
  const abort = new AbortController();
  const never = () => {
    setImmediate(() => abort.abort());
    return new Promise<void>(() => {});
  };
  await run(DAY_MS, { settled: never, signal: abort.signal });
  expect((await lines()).length).toBeLessThan(250);
});

test("does nothing when it is stopped before it begins", async () => {
  await run(DAY_MS, { signal: AbortSignal.abort() });
  await expect(text(EXECUTIONS_FILE)).rejects.toThrow("ENOENT");
});

test("its own sleep ends with the signal", async () => {
  const abort = new AbortController();
  const { promise: wroteAll, resolve } = Promise.withResolvers<void>();
  let writes = 0;
  const options = { directory, nowMs: () => nowMs, seed: STORY.seed, signal: abort.signal, log: () => {} };
  const done = startSimulator({
    ...options,
    settled: async () => {
      writes += 1;
      if (writes === 9) resolve();
    },
  });
  await wroteAll;
  setImmediate(() => abort.abort());
  await done;
});
