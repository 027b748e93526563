import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { haproxyProgram } from "@/lib/drivers/scratch-haproxy";
import { drill } from "@/lib/server/traffic/drill";
import { folder } from "@/tests/support/folder";

interface Rehearsal {
  steps: { name: string; green: number; requests: number; given_to_green: number; failed: number }[];
  requests: number;
  failed: number;
  done: boolean;
}

test("greenlight drill shifts and rolls back on an HAProxy of its own, without one failed request", async () => {
  const dataDir = join(folder(), "data");
  const env = { ...process.env, GREENLIGHT_DATA_DIR: dataDir, GREENLIGHT_CONFIG: "/nowhere/greenlight.yaml" };
  const { code, out } = await new Promise<{ code: number; out: string }>((resolve) => {
    const words = ["--import", "tsx", "bin/greenlight.ts", "drill", "--json"];
    execFile(process.execPath, words, { env }, (error, out) =>
      resolve({ code: error ? Number(error.code) : 0, out }),
    );
  });
  const rehearsal: Rehearsal = JSON.parse(out);
  expect(code).toBe(0);
  expect(rehearsal).toMatchObject({ failed: 0, done: true });
  expect(rehearsal.requests).toBeGreaterThanOrEqual(1200);
  expect(rehearsal.steps.map(({ name, green }) => [name, green])).toEqual([
    ["look", 0],
    ["shift to 50 %", 50],
    ["shift to 100 %", 100],
    ["rollback", 0],
  ]);
  const [before, half, whole, back] = rehearsal.steps.map((step) => step.given_to_green / step.requests);
  expect([before, whole, back]).toEqual([0, 1, 0]);
  expect(half).toBeGreaterThan(0.4);
  expect(half).toBeLessThan(0.6);
  // Neither the settings nor the database of this machine were opened.
  expect(() => readdirSync(dataDir)).toThrow("ENOENT");
});

test("nothing of a rehearsal is left", async () => {
  const scratch = folder();
  vi.stubEnv("TMPDIR", scratch);
  const { done, lines } = await drill();
  expect({ done, last: lines.at(-1) }).toMatchObject({
    done: true,
    last: expect.stringContaining("read back"),
  });
  expect(readdirSync(scratch)).toEqual([]);
});

test("where no HAProxy is found it says what to install, and installs nothing", async () => {
  const { done, lines } = await drill(null);
  expect(done).toBe(false);
  expect(lines.join()).toContain("apt-get install haproxy");
});

test("an HAProxy that does not start is a failure that names what it said", async () => {
  const program = join(folder(), "haproxy");
  writeFileSync(program, "#!/bin/sh\necho 'no such luck' >&2\nexit 1\n", { mode: 0o755 });
  await expect(drill(program)).rejects.toThrow("HAProxy did not begin to answer: no such luck");
});

test("the program is looked for on the PATH, and only what can be run counts", async () => {
  const [first, second, third] = [folder(), folder(), folder()];
  mkdirSync(join(first, "haproxy"));
  writeFileSync(join(second, "haproxy"), "", { mode: 0o644 });
  writeFileSync(join(third, "haproxy"), "", { mode: 0o755 });
  expect(await haproxyProgram(`${first}:${second}:${third}`)).toBe(join(third, "haproxy"));
});
