import { mkdirSync, rmSync } from "node:fs";
import { appendFile, mkdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "@/lib/demo/story";
import { COST_LINES_FILE, EXECUTIONS_FILE } from "@/lib/workers/article-files";
import { TURNS_FILE } from "@/lib/workers/demo-pipeline";
import { startSimulator } from "@/lib/workers/simulate";
import { STORY } from "./history";
import { Stage } from "./stage";

const MINUTE_MS = 60_000;

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

test("a crash in the middle of both writes is repaired by the next run", async () => {
  await stage.run(5 * MINUTE_MS);
  const document = await stage.text(EXECUTIONS_FILE);
  await writeFile(stage.path(EXECUTIONS_FILE), document.slice(0, document.length / 2));
  await truncate(stage.path(COST_LINES_FILE), Buffer.byteLength(await stage.text(COST_LINES_FILE)) - 30);
  await stage.run(30 * MINUTE_MS);
  await stage.expectWhole();
});

test("a write that fails is logged, and made good later", async () => {
  await stage.run(0);
  await rm(stage.path(COST_LINES_FILE));
  await mkdir(stage.path(COST_LINES_FILE));
  await stage.run(5 * MINUTE_MS);
  expect(stage.logged.length).toBeGreaterThan(0);
  expect(stage.logged.length).toBeLessThan(8);
  expect(stage.logged[0]).toContain("EISDIR");
  await rm(stage.path(COST_LINES_FILE), { recursive: true });
  await stage.run(30 * MINUTE_MS);
  await stage.expectWhole();
});

test("a line on the split that was cut short was not written, and one that is none is left out", async () => {
  stage.green = 50;
  await stage.run(4 * MINUTE_MS);
  const turns = await stage.turns();
  await appendFile(join(stage.directory, TURNS_FILE), '{"atMs":"soon"}\nnull\n{"atMs":17');
  await stage.run(MINUTE_MS);
  const text = await readFile(join(stage.directory, TURNS_FILE), "utf8");
  expect(text).not.toContain('{"atMs":17{');
  const whole = text.replace('{"atMs":"soon"}\nnull\n', "");
  await writeFile(join(stage.directory, TURNS_FILE), whole);
  expect((await stage.turns()).slice(0, turns.length)).toEqual(turns);
  await stage.expectWhole();
});

test("what an earlier version of the demo left in the folder is left alone: all begins anew", async () => {
  const old = join(stage.directory, EXECUTIONS_FILE);
  await writeFile(old, '{"metadata":{"created":"2025-01-01T00:00:00.000Z"},"executions":[]}');
  await writeFile(join(stage.directory, COST_LINES_FILE), "half a li");
  await stage.run(3 * MINUTE_MS);
  await stage.expectWhole();
  expect(await readFile(old, "utf8")).toContain("2025-01-01");
  expect(await readFile(join(stage.directory, COST_LINES_FILE), "utf8")).toBe("half a li");
});

test("a crash between the two environments is made good, also when only one of them is lost", async () => {
  stage.green = 50;
  await stage.run(6 * MINUTE_MS);
  for (const environment of ["green", "blue"] as const) {
    await rm(join(stage.directory, environment), { recursive: true });
    await stage.run(3 * MINUTE_MS);
    await stage.expectWhole();
  }
});

test("after a failure what stands in the files is read again, so that a file that was lost is made again", async () => {
  const path = stage.path(COST_LINES_FILE);
  await stage.run(30 * MINUTE_MS, {
    settled: async () => {
      await stage.look();
      if (stage.seen.blue.size < 1_000 || stage.logged.length > 0) return;
      rmSync(path);
      mkdirSync(path);
    },
    log: (_, cause) => {
      stage.logged.push(String(cause));
      rmSync(path, { recursive: true });
    },
  });
  expect(stage.logged).toHaveLength(1);
  await stage.expectWhole();
});

test("a follower that fails is logged and asked again; nothing is lost", async () => {
  let asked = 0;
  await stage.run(40 * MINUTE_MS, {
    settled: async () => {
      asked += 1;
      if (asked === 3) throw new Error("the follower is not there");
      await stage.look();
    },
  });
  expect(stage.logged).toEqual(["Error: the follower is not there"]);
  await stage.expectWhole();
});

test("stops at once, even while nobody reads", async () => {
  const abort = new AbortController();
  const never = () => {
    setImmediate(() => abort.abort());
    return new Promise<void>(() => {});
  };
  await stage.run(DAY_MS, { settled: never, signal: abort.signal });
  expect((await stage.lines()).length).toBeLessThan(250);
});

test("does nothing when it is stopped before it begins", async () => {
  await stage.run(DAY_MS, { signal: AbortSignal.abort() });
  await expect(stage.text(EXECUTIONS_FILE)).rejects.toThrow("ENOENT");
});

test("its own sleep ends with the signal", async () => {
  const abort = new AbortController();
  const { promise: wroteAll, resolve } = Promise.withResolvers<void>();
  let writes = 0;
  const options = {
    directory: stage.directory,
    nowMs: () => stage.nowMs,
    seed: STORY.seed,
    green: async () => 0,
    signal: abort.signal,
    log: () => {},
  };
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
