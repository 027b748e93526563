import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { stateFileDriver } from "@/lib/drivers/state-file";
import type { Command } from "@/lib/drivers/traffic";
import { folder } from "@/tests/support/folder";
import fc from "@/tests/support/laws";

const command = (green: number, more: Partial<Command> = {}): Command => ({
  green,
  live: "blue",
  previous: null,
  version: "sprint-14",
  reason: "a test",
  atMs: Date.UTC(2026, 10, 23, 9),
  ...more,
});
const signal = () => new AbortController().signal;

function staged() {
  const home = folder();
  const path = join(home, ".deployment_state");
  const driver = stateFileDriver(path);
  return {
    home,
    path,
    read: () => driver.read(signal()),
    send: (green: number, more?: Partial<Command>) => driver.send(command(green, more), signal()),
    state: () => JSON.parse(readFileSync(path, "utf8")),
    write: (value: unknown) => writeFileSync(path, JSON.stringify(value)),
  };
}
const UPSTREAM = {
  current: "blue",
  previous: "green",
  timestamp: "2026-01-09T11:00:00Z",
  version: "sprint-13",
};
const UNREACHABLE = { code: "driver-unreachable" };

describe("the state file", () => {
  test("is what upstream's own script writes, with weights", async () => {
    const { send, state } = staged();
    await send(0);
    expect(state()).toEqual({
      current: "blue",
      previous: "none",
      timestamp: "2026-11-23T09:00:00.000Z",
      version: "sprint-14",
      notes: "a test",
      weights: { blue: 100, green: 0 },
    });
    await send(100, { live: "green", previous: "blue", version: "sprint-15" });
    expect(state()).toMatchObject({ current: "green", previous: "blue", version: "sprint-15" });
  });

  test("of upstream, without weights, means all for the current one", async () => {
    const { read, write } = staged();
    write({ ...UPSTREAM, current: "green", previous: "blue" });
    expect(await read()).toMatchObject({
      green: 100,
      says: { live: "green", previous: "blue", version: "sprint-13", rolledBack: false },
    });
    write({ current: "blue" });
    expect(await read()).toMatchObject({ green: 0, says: { live: "blue", previous: null } });
  });

  test("keeps every field that it does not know, whatever it is", async () => {
    const { write, send, state } = staged();
    const key = fc.string().filter((name) => !(name in { ...UPSTREAM, notes: 1, weights: 1, rollback: 1 }));
    const value = fc.jsonValue({ maxDepth: 2 }).filter((one) => !JSON.stringify(one).includes("-0"));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, value, { noNullPrototype: true }),
        fc.nat(100),
        async (more, green) => {
          const foreign = JSON.parse(JSON.stringify(more));
          write({ ...foreign, ...UPSTREAM });
          await send(green);
          const { current, previous, timestamp, version, notes, weights, ...rest } = state();
          expect(rest).toEqual(foreign);
          expect({ current, previous, version }).toEqual({
            current: "blue",
            previous: "none",
            version: "sprint-14",
          });
          expect([timestamp, notes, weights.green]).toEqual(["2026-11-23T09:00:00.000Z", "a test", green]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ["is empty", "", "the whole"],
    ["is torn", '{"current": "blue", "prev', "the whole"],
    ["is no JSON", "blue", "the whole"],
    ["is a list", "[]", "the whole"],
    ["names a third environment", '{"current": "red"}', "current"],
    ["names nobody", "{}", "current"],
    ["has weights that do not add up", '{"current":"blue","weights":{"blue":60,"green":60}}', "weights"],
    ["has a weight below nothing", '{"current":"blue","weights":{"blue":101,"green":-1}}', "weights"],
    ["has a weight in words", '{"current":"blue","weights":{"blue":"50","green":"50"}}', "weights"],
    ["is bytes", "\0\x01\u{fffd}".repeat(100), "the whole"],
  ])("that %s is refused by its path, and replaced by the next change", async (_, text, part) => {
    const { path, read, send, state, home } = staged();
    writeFileSync(path, text);
    await expect(read()).rejects.toMatchObject({
      ...UNREACHABLE,
      message: expect.stringContaining(`${path} is no deployment state: ${part}`),
    });
    expect((await send(50)).green).toBe(50);
    expect(state()).toMatchObject({ current: "blue", weights: { green: 50 } });
    expect(readdirSync(home)).toEqual([".deployment_state"]);
  });

  test("larger than 1 MiB, a folder or a pipe in its place are not taken for one, and nobody waits", async () => {
    const large = staged();
    writeFileSync(large.path, " ".repeat(1024 * 1024 + 1));
    await expect(large.read()).rejects.toMatchObject({
      message: expect.stringContaining("larger than 1 MiB"),
    });
    const inFolder = staged();
    mkdirSync(inFolder.path);
    await expect(inFolder.read()).rejects.toMatchObject({ message: expect.stringContaining("EISDIR") });
    await expect(inFolder.send(50)).rejects.toMatchObject(UNREACHABLE);
    const pipe = staged();
    execFileSync("mkfifo", [pipe.path]);
    await expect(pipe.read()).rejects.toMatchObject({
      message: expect.stringContaining("no deployment state"),
    });
  });

  test("in a folder that is not there: refused, the folder is not made", async () => {
    const path = join(folder(), "nowhere", "state");
    const driver = stateFileDriver(path);
    expect((await driver.read(signal())).green).toBe(0);
    const words = `${path} cannot be written (ENOENT); the split is as before`;
    await expect(driver.send(command(50), signal())).rejects.toMatchObject({
      ...UNREACHABLE,
      message: words,
    });
    expect(existsSync(path)).toBe(false);
  });

  test("keeps its permissions, whatever the umask", async () => {
    const { path, send, write } = staged();
    await send(10);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    write(UPSTREAM);
    chmodSync(path, 0o666);
    await send(20);
    expect(statSync(path).mode & 0o777).toBe(0o666);
  });

  test("that is a link stays one: what it points to is changed", async () => {
    const { home, path, send, read } = staged();
    const shared = join(home, "shared");
    mkdirSync(shared);
    writeFileSync(join(shared, "state.json"), JSON.stringify({ ...UPSTREAM, mine: 1 }));
    symlinkSync(join(shared, "state.json"), path);
    await send(50);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(join(shared, "state.json"), "utf8"))).toMatchObject({
      mine: 1,
      weights: { green: 50 },
    });
    expect((await read()).green).toBe(50);
  });

  test("is never seen half written, by a reader that looks without a pause", async () => {
    const { path, send } = staged();
    await send(0);
    const code = `
      const { readFileSync } = require("node:fs");
      const { parentPort, workerData } = require("node:worker_threads");
      let ended = false, looks = 0;
      const wrong = [], seen = new Set();
      parentPort.once("message", () => { ended = true; });
      parentPort.postMessage("ready");
      (function look() {
        for (let at = 0; at < 50; at += 1) {
          looks += 1;
          try {
            const { weights } = JSON.parse(readFileSync(workerData, "utf8"));
            if (weights.blue + weights.green !== 100) throw new Error(JSON.stringify(weights));
            seen.add(weights.green);
          } catch (error) { wrong.push(String(error)); }
        }
        if (ended) parentPort.postMessage({ looks, wrong, seen: seen.size });
        else setImmediate(look);
      })();`;
    const reader = new Worker(code, { eval: true, workerData: path });
    onTestFinished(() => void reader.terminate());
    const told = () =>
      new Promise<{ looks: number; wrong: string[]; seen: number }>((resolve) =>
        reader.once("message", resolve),
      );
    await told();
    for (let change = 1; change <= 200; change += 1)
      await send(change % 101, { reason: "x".repeat(change * 20) });
    reader.postMessage("end");
    const { looks, wrong, seen } = await told();
    expect(wrong).toEqual([]);
    expect(looks).toBeGreaterThan(200);
    expect(seen).toBeGreaterThan(1);
  });
});

describe("a disk", () => {
  /** A file system of its own in memory; null, with the reason, where this machine gives none. */
  function mounted(at: string, options: string): string | null {
    mkdirSync(at);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", at], { stdio: "pipe" });
    } catch (error) {
      return `no tmpfs can be mounted (${String((error as { stderr?: Buffer }).stderr ?? error).trim()})`;
    }
    onTestFinished(() => void execFileSync("umount", ["--lazy", at]));
    return null;
  }

  test("that is full: said so, the file as before, nothing left behind, and space is all it needs", async ({
    skip,
  }) => {
    const home = join(folder(), "small");
    const reason = mounted(home, "size=64k");
    if (reason !== null) skip(`not run: ${reason}`);
    const path = join(home, "state");
    const driver = stateFileDriver(path);
    await driver.send(command(50), signal());
    const before = readFileSync(path, "utf8");
    for (const bytes of [4096, 1])
      try {
        for (let at = 0; ; at += 1) writeFileSync(join(home, `filler-${bytes}-${at}`), Buffer.alloc(bytes));
      } catch {}
    await expect(driver.send(command(60, { reason: "x".repeat(20_000) }), signal())).rejects.toMatchObject({
      ...UNREACHABLE,
      message: `${path} cannot be written (ENOSPC); the split is as before`,
    });
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(readdirSync(home).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    for (const name of readdirSync(home).filter((one) => one.startsWith("filler"))) rmSync(join(home, name));
    expect((await driver.send(command(60), signal())).green).toBe(60);
  });

  test("that can only be read: said so, and read all the same", async ({ skip }) => {
    const home = join(folder(), "fixed");
    const reason = mounted(home, "size=64k");
    if (reason !== null) skip(`not run: ${reason}`);
    const path = join(home, "state");
    const driver = stateFileDriver(path);
    await driver.send(command(50), signal());
    execFileSync("mount", ["-o", "remount,ro", home]);
    await expect(driver.send(command(60), signal())).rejects.toMatchObject({
      message: `${path} cannot be written (EROFS); the split is as before`,
    });
    expect((await driver.read(signal())).green).toBe(50);
  });
});
