import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ProbeFile } from "@/lib/drivers/probe-file";
import { folder } from "@/tests/support/folder";

const TIMEOUT_MS = 15_000;

function probed() {
  const path = join(folder(), "health.json");
  const file = new ProbeFile(path);
  return { path, file, ask: () => file.ask(TIMEOUT_MS) };
}

test("a file that stays as it was taken is no new result; one that is written again is", async () => {
  const { path, file, ask } = probed();
  writeFileSync(path, "{}");
  expect(await ask()).toMatchObject({ kind: "answered", medium: "file", status: null });
  file.take();
  expect(await ask()).toEqual({ kind: "unchanged" });
  utimesSync(path, 1, 1);
  expect(await ask()).toMatchObject({ kind: "answered" });
  file.take();
  writeFileSync(path, "[]");
  utimesSync(path, 1, 1);
  expect(await ask()).toMatchObject({ kind: "answered", body: Buffer.from("[]") });
});

test("what was not taken is told again", async () => {
  const { path, ask } = probed();
  writeFileSync(path, '{"status":');
  expect(await ask()).toMatchObject({ kind: "answered" });
  expect(await ask()).toMatchObject({ kind: "answered" });
});

test("a file that is not there is no answer, and one at its return", async () => {
  const { path, file, ask } = probed();
  expect(await ask()).toMatchObject({ kind: "failed", error: "the file is not there" });
  writeFileSync(path, "{}");
  expect(await ask()).toMatchObject({ kind: "answered" });
  file.take();
  rmSync(path);
  expect(await ask()).toMatchObject({ kind: "failed" });
});

test.each([
  ["a folder", (path: string) => mkdirSync(path), "this is no regular file"],
  ["a pipe without a writer", (path: string) => execFileSync("mkfifo", [path]), "this is no regular file"],
  ["2 MB", (path: string) => writeFileSync(path, Buffer.alloc(2_000_000)), "larger than 1 MiB"],
])("%s is not read", async (_, make, error) => {
  const { path, ask } = probed();
  make(path);
  expect(await ask()).toEqual({ kind: "failed", error, timedOut: false });
});
