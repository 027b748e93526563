import { mkdtemp, readFile, rm } from "node:fs/promises";
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
  /** Takes what is outside away, and gives it back. */
  lose: () => Promise<void>;
}

const SERVERS = { blue: "blue", green: "green" };

async function onHaproxy(): Promise<Stage> {
  const balancer = await haproxy();
  const driver = haproxyDriver({ socket: balancer.socket, backend: "articles", servers: SERVERS });
  return { driver, outside: () => balancer.weight("green"), lose: balancer.stop };
}

async function onStateFile(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-state-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, ".deployment_state");
  const outside = async () => JSON.parse(await readFile(path, "utf8")).weights.green;
  const lose = () => rm(folder, { recursive: true, force: true });
  return { driver: stateFileDriver(path), outside, lose };
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
    expect((await driver.read(signal())).green).toBe(0);
  });

  test("applies every share it is sent, twice as well as once, and reads it back", async () => {
    const { driver, outside } = await staged();
    for (const green of [1, 50, 50, 99, 100, 0, 100, 33]) {
      expect((await driver.send(command(green), signal())).green).toBe(green);
      expect(await outside()).toBe(green);
      expect((await driver.read(signal())).green).toBe(green);
    }
  });

  test("says what stands in the way when the outside is gone, and never claims a share", async () => {
    const { driver, lose } = await staged();
    await driver.send(command(50), signal());
    await lose();
    await expect(driver.send(command(60), signal())).rejects.toMatchObject({ code: "driver-unreachable" });
  });
});
