import { spawn } from "node:child_process";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { coresBetween, processUse } from "@/lib/drivers/process-use";
import { folder } from "@/tests/support/folder";
import { until } from "@/tests/support/until";

const BOOT_S = 1_700_000_000;

interface Told {
  name?: string;
  state?: string;
  parent: number;
  startTicks?: number;
  /** User, system, and the same of children that have ended. */
  ticks?: readonly [number, number, number, number];
  residentKb?: number;
}

/** A folder such as /proc, and a pid file that was written 100 s after the system began. */
function machine(processes: Record<number, Told>, pidText = "7\n") {
  const root = folder();
  const proc = join(root, "proc");
  mkdirSync(proc);
  writeFileSync(join(proc, "stat"), `cpu  1 2 3\nbtime ${BOOT_S}\n`);
  const tell = (pid: number, told: Told) => {
    const {
      name = "python3",
      state = "S",
      parent,
      startTicks = 9000,
      ticks = [0, 0, 0, 0],
      residentKb = 0,
    } = told;
    mkdirSync(join(proc, String(pid)), { recursive: true });
    const before = `${pid} (${name}) ${state} ${parent} 1 1 0 -1 0 0 0 0 0`;
    writeFileSync(
      join(proc, String(pid), "stat"),
      `${before} ${ticks.join(" ")} 20 0 1 0 ${startTicks} 1 1\n`,
    );
    writeFileSync(join(proc, String(pid), "status"), `Name:\tx\nVmRSS:\t${residentKb} kB\n`);
  };
  for (const [pid, told] of Object.entries(processes)) tell(Number(pid), told);
  const pidFile = join(root, "pipeline.pid");
  writeFileSync(pidFile, pidText);
  utimesSync(pidFile, BOOT_S + 100, BOOT_S + 100);
  return { proc, pidFile, tell, use: () => processUse(pidFile, 0, proc) };
}

test("memory and processor time are those of the process and all its descendants", async () => {
  const { use } = machine({
    1: { parent: 0, ticks: [9999, 0, 0, 0], residentKb: 9999 },
    7: { parent: 1, ticks: [100, 50, 25, 25], residentKb: 1000 },
    8: { parent: 7, ticks: [10, 0, 0, 0], residentKb: 500 },
    9: { parent: 8, ticks: [0, 40, 0, 0], residentKb: 24 },
    10: { parent: 1, ticks: [9999, 0, 0, 0], residentKb: 9999 },
  });
  expect(await use()).toEqual({ identity: "7:9000", memoryBytes: 1524 * 1024, cpuSeconds: 2.5, clockMs: 0 });
});

test("cores are processor time over time, known from the second look at the same process on", () => {
  const look = (clockMs: number, cpuSeconds: number, identity = "7:9000") => ({
    identity,
    memoryBytes: 0,
    cpuSeconds,
    clockMs,
  });
  expect(coresBetween(null, look(0, 100))).toBeNull();
  expect(coresBetween(look(0, 100), look(15_000, 145))).toBe(3);
  expect(coresBetween(look(0, 100), look(15_000, 100))).toBe(0);
  expect(coresBetween(look(0, 100), look(15_000, 1, "7:20000"))).toBeNull();
  expect(coresBetween(look(0, 100), look(15_000, 99))).toBeNull();
  expect(coresBetween(look(0, 100), look(0, 100))).toBeNull();
});

test("a child that ends leaves its time to its parent, so that none is lost or counted twice", async () => {
  const { use, tell, proc } = machine({
    7: { parent: 1, ticks: [100, 0, 0, 0] },
    8: { parent: 7, ticks: [300, 0, 0, 0] },
  });
  expect(await use()).toMatchObject({ cpuSeconds: 4 });
  rmSync(join(proc, "8"), { recursive: true });
  tell(7, { parent: 1, ticks: [100, 0, 320, 0] });
  expect(await use()).toMatchObject({ cpuSeconds: 4.2 });
});

test("a name with spaces and brackets hides nothing", async () => {
  const { use } = machine({
    7: { parent: 1, name: "a) S 1 (b c d e f g", ticks: [100, 0, 0, 0], residentKb: 4 },
  });
  expect(await use()).toMatchObject({ memoryBytes: 4096, cpuSeconds: 1 });
});

test("a process that has ended but was not noticed yet is gone", async () => {
  expect(await machine({ 7: { parent: 1, state: "Z" } }).use()).toEqual({ missing: "process 7 has ended" });
});

test("another process of the same number is not the one that was written down", async () => {
  const { use, tell } = machine({ 7: { parent: 1 } });
  expect(await use()).toMatchObject({ identity: "7:9000" });
  tell(7, { parent: 1, startTicks: 20_000 });
  expect(await use()).toEqual({ missing: "process 7 has ended; its number is another's now" });
});

test.each([
  ["", "the pid file holds no number"],
  ["seven", "the pid file holds no number"],
  ["7.5", "the pid file holds no number"],
  ["-1", "the pid file holds no number"],
  ["99999999999999999999", "the pid file holds no number"],
  ["8", "process 8 has ended"],
])("a pid file with %j names nobody", async (text, missing) => {
  expect(await machine({ 7: { parent: 1 } }, text).use()).toEqual({ missing });
});

test("neither does one that is not there", async () => {
  expect(await processUse("/nowhere/pipeline.pid", 0)).toEqual({ missing: "the pid file is not there" });
});

test("a real process is seen with its child", async () => {
  const sleeper = "setInterval(() => {}, 1000)";
  const code = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(sleeper)}]); ${sleeper}`;
  const parent = spawn(process.execPath, ["-e", code], { detached: true, stdio: "ignore" });
  const pid = parent.pid ?? 0;
  onTestFinished(() => void process.kill(-pid, "SIGKILL"));
  const pidFile = join(folder(), "pid");
  writeFileSync(pidFile, ` ${pid}\n`);
  // Either of them alone is smaller.
  await until(async () => {
    const use = await processUse(pidFile, 0);
    if ("missing" in use) throw new Error(use.missing);
    expect(use.memoryBytes).toBeGreaterThan(60_000_000);
    expect(use.cpuSeconds).toBeGreaterThan(0);
  });
});
