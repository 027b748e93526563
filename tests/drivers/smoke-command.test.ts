import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { wroteByCommand } from "@/lib/drivers/smoke-command";
import type { SmokeJob } from "@/lib/drivers/smoke-job";
import { folder } from "@/tests/support/folder";
import { begun, ended, pidsIn } from "@/tests/support/process";

const SCRIPT = fileURLToPath(new URL("../support/smoke-writer.ts", import.meta.url));
const never = new AbortController().signal;
const JOB: SmokeJob = {
  ...{ run: "run-1", number: 1, topic: "why; `blue` $(is) kept {environment}", version: "sprint-15" },
  environment: "green",
};

const wrote = (words: readonly string[], more: object = {}, signal = never, job = JOB) =>
  wroteByCommand(
    {
      command: [process.execPath, SCRIPT, ...words],
      ...{ cwd: process.cwd(), timeoutMs: 15_000, graceMs: 100, ...more },
    },
    job,
    signal,
  );

describe("a command that writes an article", () => {
  test("gets the topic as a word, whatever stands in it, and what it puts in is not filled again", async () => {
    const written = await wrote(["words", "-", "--topic={topic}", "{environment}", "{version}", "$HOME"]);
    expect(written).toMatchObject({ ok: true, error: null, costUsd: 0.25, seconds: 12.5 });
    expect(JSON.parse(written.output ?? "").output).toEqual([
      `--topic=${JOB.topic}`,
      "green",
      "{version}",
      "$HOME",
    ]);
  });

  test("is told the job in its surroundings, and none of our own settings", async () => {
    vi.stubEnv("GREENLIGHT_SECRET", "not for pipelines");
    const { output } = await wrote(["surroundings"]);
    expect(output?.split("\n").toSorted()).toEqual([
      "SMOKE_ENVIRONMENT is green",
      "SMOKE_RUN is run-1",
      `SMOKE_TOPIC is ${JOB.topic}`,
      "SMOKE_VERSION is sprint-15",
    ]);
  });

  test("that ends well but says an error has failed, and what it cost counts all the same", async () => {
    expect(await wrote(["says-an-error"])).toEqual({
      ...{ ok: false, costUsd: 0.1, seconds: null },
      error: "no gate passed, token=[redacted]",
      output: expect.stringContaining("bye"),
    });
  });

  test("that ends with another code has failed, with the end of what it wrote", async () => {
    expect(await wrote(["fails"])).toMatchObject({
      ...{ ok: false, costUsd: null },
      error: "ended with exit code 7",
      output: "Traceback: password=[redacted]",
    });
    expect(await wrote(["signal"])).toMatchObject({ ok: false, error: "ended by SIGABRT" });
  });

  test("may log as much as it likes: the end counts, and no more is held", async () => {
    const pids = join(folder(), "pids");
    const before = process.memoryUsage().rss;
    const written = await wrote(["flood", pids]);
    expect(written).toMatchObject({ ok: true, costUsd: 0.5 });
    expect(written.output).toMatch(/the end\n\{"cost_usd": 0\.5\}$/);
    expect(written.output?.length).toBeLessThanOrEqual(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });
});

describe("a command that goes wrong", () => {
  test.each([
    [["/nowhere/generate"], "/", "the program /nowhere/generate is not there"],
    [["true"], "/nowhere", "the folder /nowhere is not there"],
  ])("%j in %s is not there", async (command, cwd, error) => {
    expect(await wroteByCommand({ command, cwd, timeoutMs: 5000 }, JOB, never)).toMatchObject({
      ok: false,
      error,
    });
  });

  test("cannot be given a topic with a NUL, and says so", async () => {
    const written = await wrote(["words", "-", "{topic}"], {}, never, { ...JOB, topic: "a\0b" });
    expect(written).toMatchObject({ ok: false, output: null });
    expect(written.error).toMatch(/null bytes/);
  });

  test.each(["hang", "stubborn"])("%s: when its time is up, all of it is gone", async (how) => {
    const pids = join(folder(), "pids");
    const written = await wrote([how, pids], { timeoutMs: 3000 });
    expect(written).toMatchObject({ ok: false, error: "not done within 3 s" });
    await ended(pidsIn(pids));
  });

  test("leaves somebody who holds its output: it has ended, and what it left ends, too", async () => {
    const pids = join(folder(), "pids");
    expect(await wrote(["orphan", pids])).toMatchObject({ ok: true, costUsd: 0.5 });
    await ended(pidsIn(pids));
  });

  test("is killed at once when it is cancelled", async () => {
    const pids = join(folder(), "pids");
    const stopping = new AbortController();
    const writing = wrote(["hang", pids], { timeoutMs: 600_000, graceMs: 600_000 }, stopping.signal);
    await begun(pids);
    stopping.abort();
    expect(await writing).toMatchObject({ ok: false, error: "stopped" });
    await ended(pidsIn(pids));
  });
});
