import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { stateFileDriver } from "@/lib/drivers/state-file";
import type { Command } from "@/lib/drivers/traffic";
import { folder } from "@/tests/support/folder";

/** The calls of the file system that change something, in their order; one of them can be made to fail. */
const { calls, failing, reading } = vi.hoisted(() => ({
  calls: [] as string[],
  failing: { call: null as string | null },
  /** What happens after a read, before its reader goes on. */
  reading: { after: () => {} },
}));

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const { basename: nameOf } = await import("node:path");
  const noted = async <T>(call: string, does: () => Promise<T>): Promise<T> => {
    calls.push(call);
    if (failing.call === call)
      throw Object.assign(new Error("input/output error"), { code: "EIO", syscall: call.split(" ")[0] });
    return does();
  };
  const what = (path: string) => (path.endsWith(".tmp") ? "temporary" : nameOf(path));
  return {
    ...real,
    open: async (path: string, ...rest: [string | number, number?]) => {
      const file = await real.open(path, ...rest);
      const sync = file.sync.bind(file);
      const writeFile = file.writeFile.bind(file);
      const readFile = file.readFile.bind(file);
      file.sync = () => noted(`sync ${what(path)}`, sync);
      file.writeFile = (text: string | Uint8Array) => noted(`write ${what(path)}`, () => writeFile(text));
      file.readFile = (async (encoding: "utf8") => {
        const text = await readFile(encoding);
        reading.after();
        return text;
      }) as typeof file.readFile;
      return file;
    },
    rename: (from: string, to: string) =>
      noted(`rename ${what(from)} ${what(to)}`, () => real.rename(from, to)),
    unlink: (path: string) => noted(`unlink ${what(path)}`, () => real.unlink(path)),
  };
});

const command = (green: number): Command => ({
  green,
  live: "blue",
  previous: null,
  version: null,
  reason: "",
  atMs: 0,
});
const signal = () => new AbortController().signal;

beforeEach(() => {
  calls.length = 0;
  failing.call = null;
  reading.after = () => {};
});

test("what is written is on the disk before it gets its name, and the name before it is told", async () => {
  const home = folder();
  await stateFileDriver(join(home, "state")).send(command(50), signal());
  expect(calls).toEqual([
    "write temporary",
    "sync temporary",
    "rename temporary state",
    `sync ${basename(home)}`,
  ]);
});

test.each(["write temporary", "sync temporary", "rename temporary state"])(
  "where the disk fails at: %s, the file is as before, and nothing is left behind",
  async (call) => {
    const home = folder();
    const path = join(home, "state");
    const driver = stateFileDriver(path);
    await driver.send(command(50), signal());
    const before = readFileSync(path, "utf8");
    failing.call = call;
    await expect(driver.send(command(60), signal())).rejects.toMatchObject({
      code: "driver-unreachable",
      message: `${path} cannot be written (EIO); the split is as before`,
    });
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(readdirSync(home)).toEqual(["state"]);
  },
);

test("where only the folder cannot be flushed it is not said that nothing has changed", async () => {
  const home = folder();
  const path = join(home, "state");
  const driver = stateFileDriver(path);
  failing.call = `sync ${basename(home)}`;
  const words = `${path} is written, but a power cut could take it back (EIO)`;
  await expect(driver.send(command(60), signal())).rejects.toMatchObject({ message: words });
  expect((await driver.read(signal())).green).toBe(60);
});

test("a file that somebody else was writing when it was read loses none of its fields to a change", async () => {
  const path = join(folder(), "state");
  const whole = JSON.stringify({ current: "blue", mine: "kept" });
  writeFileSync(path, whole.slice(0, 20));
  reading.after = () => {
    reading.after = () => {};
    writeFileSync(path, whole);
  };
  await stateFileDriver(path).send(command(50), signal());
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ mine: "kept", weights: { green: 50 } });
});
