import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { killedOrphans } from "@/lib/drivers/orphans";
import { folder } from "@/tests/support/folder";
import { begun, ended, pidsIn, running } from "@/tests/support/process";

const SCRIPT = fileURLToPath(new URL("../support/smoke-writer.ts", import.meta.url));

/** A program that ignores whatever it can, with a child, of the run that its environment names. */
async function left(run: string): Promise<number[]> {
  const pids = join(folder(), "pids");
  const child = spawn(process.execPath, [SCRIPT, "hang", pids], {
    env: { ...process.env, SMOKE_RUN: run },
    detached: true,
    stdio: "ignore",
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
    for (const pid of pidsIn(pids).filter(running)) process.kill(pid, "SIGKILL");
  });
  await begun(pids);
  return pidsIn(pids);
}

test("what an interrupted run has left is killed with its children, and nothing of another run", async () => {
  const [mine, other] = [await left("run-1"), await left("run-12")];
  expect(await killedOrphans("run-1")).toBe(2);
  await ended(mine);
  expect(other.filter(running)).toEqual(other);
  expect(await killedOrphans("run-1")).toBe(0);
});

test("where nothing carries the id nothing is killed", async () => {
  expect(await killedOrphans("nobody's")).toBe(0);
});
