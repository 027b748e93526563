import { mkdirSync, rmSync } from "node:fs";
import { mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "@/lib/demo/story";
import { COST_LINES_FILE, EXECUTIONS_FILE, startSimulator } from "@/lib/workers/simulate";
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

test("after a failure what stands in the files is read again, so that a file that was lost is made again", async () => {
  const path = stage.path(COST_LINES_FILE);
  await stage.run(30 * MINUTE_MS, {
    settled: async () => {
      await stage.look();
      if (stage.seen.size < 1_000 || stage.logged.length > 0) return;
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
