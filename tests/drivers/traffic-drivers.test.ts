import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { haproxyDriver } from "@/lib/drivers/haproxy";
import { stateFileDriver } from "@/lib/drivers/state-file";
import type { Command, TrafficDriver } from "@/lib/drivers/traffic";
import { haproxy } from "@/tests/support/haproxy";

interface Stage {
  driver: TrafficDriver;
  /** Green's percent as it stands outside, read past all of our code. */
  outside: () => Promise<number>;
  /** Moves it by hand, as a person would who does not know us. */
  move: (green: number) => Promise<void>;
  /** Takes what is outside away, and gives it back as it first was. */
  lose: () => Promise<void>;
  restore: () => Promise<void>;
}

const SERVERS = { blue: "blue", green: "green" };

async function onHaproxy(): Promise<Stage> {
  const balancer = await haproxy();
  const driver = haproxyDriver({ socket: balancer.socket, backend: "articles", servers: SERVERS });
  const share = (server: string, weight: number) =>
    `set server articles/${server} weight ${weight};set server articles/${server} state ready`;
  return {
    driver,
    outside: () => balancer.weight("green"),
    move: async (green) => {
      await balancer.ask(`${share("green", green)};${share("blue", 100 - green)}`);
    },
    lose: balancer.stop,
    restore: balancer.start,
  };
}

async function onStateFile(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-state-"));
  const moved = `${folder}-away`;
  onTestFinished(async () => {
    for (const one of [folder, moved]) await rm(one, { recursive: true, force: true });
  });
  const path = join(folder, ".deployment_state");
  const state = async () => JSON.parse(await readFile(path, "utf8"));
  return {
    driver: stateFileDriver(path),
    outside: async () => (await state()).weights.green,
    move: async (green) =>
      writeFile(path, JSON.stringify({ ...(await state()), weights: { blue: 100 - green, green } })),
    lose: () => rename(folder, moved),
    restore: () => rename(moved, folder),
  };
}

const command = (green: number): Command => ({
  green,
  live: "blue",
  previous: null,
  version: "sprint-14",
  reason: "a test",
  atMs: Date.UTC(2026, 10, 23),
});
const signal = () => new AbortController().signal;

describe.each([
  ["haproxy", onHaproxy],
  ["state-file", onStateFile],
] as const)("driver %s", (name, staged) => {
  test("begins with all work on blue", async () => {
    const { driver } = await staged();
    expect(driver.name).toBe(name);
    expect(await driver.read(signal())).toMatchObject({ green: 0, stopped: [], remarks: [] });
  });

  test("applies every share it is sent, twice as well as once, and reads it back", async () => {
    const { driver, outside } = await staged();
    for (const green of [1, 50, 50, 99, 100, 100, 0, 0, 33]) {
      expect((await driver.send(command(green), signal())).green).toBe(green);
      expect(await outside()).toBe(green);
      expect((await driver.read(signal())).green).toBe(green);
    }
  });

  test("every whole percent can be sent", async () => {
    const { driver, outside } = await staged();
    const shares = Array.from({ length: 101 }, (_, green) => green);
    for (const green of shares) {
      await driver.send(command(green), signal());
      expect(await outside()).toBe(green);
    }
  });

  test("sees what a hand has moved, and takes the next share all the same", async () => {
    const { driver, outside, move } = await staged();
    await driver.send(command(50), signal());
    await move(70);
    expect((await driver.read(signal())).green).toBe(70);
    await driver.send(command(50), signal());
    expect(await outside()).toBe(50);
  });

  test("can be read by many at once, also while it is told something", async () => {
    const { driver } = await staged();
    await driver.send(command(10), signal());
    const reads = Array.from({ length: 20 }, () => driver.read(signal()));
    const sent = driver.send(command(90), signal());
    const shares = (await Promise.all(reads)).map(({ green }) => green);
    expect((await sent).green).toBe(90);
    expect(shares.every((green) => typeof green === "number")).toBe(true);
    const after = await Promise.all(Array.from({ length: 20 }, () => driver.read(signal())));
    expect(after.map(({ green }) => green)).toEqual(Array(20).fill(90));
  });

  test("does nothing for somebody who waits no longer", async () => {
    const { driver, outside } = await staged();
    await driver.send(command(40), signal());
    const gone = AbortSignal.abort();
    await expect(driver.send(command(60), gone)).rejects.toMatchObject({ code: "driver-unreachable" });
    await expect(driver.read(gone)).rejects.toMatchObject({ code: "driver-unreachable" });
    expect(await outside()).toBe(40);
  });

  test("changes nothing where it is told right before the write that something else is wanted", async () => {
    const { driver, outside } = await staged();
    await driver.send(command(40), signal());
    const superseded = new Error("something else is wanted");
    await expect(driver.send(command(60), signal(), () => Promise.reject(superseded))).rejects.toBe(
      superseded,
    );
    expect(await outside()).toBe(40);
  });

  test("a change that is ended right before the write changes nothing", async () => {
    const { driver, outside } = await staged();
    await driver.send(command(40), signal());
    const ending = new AbortController();
    const sent = driver.send(command(60), ending.signal, async () => ending.abort());
    await expect(sent).rejects.toMatchObject({ code: "driver-unreachable" });
    expect(await outside()).toBe(40);
  });

  test("says what stands in the way when the outside is gone, never claims a share, and works again after it", async () => {
    const { driver, outside, lose, restore } = await staged();
    await driver.send(command(50), signal());
    await lose();
    await expect(driver.send(command(60), signal())).rejects.toMatchObject({ code: "driver-unreachable" });
    await restore();
    expect((await driver.read(signal())).green).not.toBe(60);
    await driver.send(command(60), signal());
    expect(await outside()).toBe(60);
  });
});
