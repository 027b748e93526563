import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { ANSWER_BYTES_MAX, type Answered, type ProbeAnswer } from "@/lib/drivers/probe-answer";
import { askCommand } from "@/lib/drivers/probe-command";
import { folder } from "@/tests/support/folder";
import { begun, ended, pidsIn } from "@/tests/support/process";

const SCRIPT = fileURLToPath(new URL("../support/health-check.ts", import.meta.url));
const never = new AbortController().signal;

interface Wishes {
  timeoutMs?: number;
  graceMs?: number;
  signal?: AbortSignal;
}

const ask = (words: readonly string[], { signal = never, ...wishes }: Wishes = {}) =>
  askCommand(
    { command: [process.execPath, SCRIPT, ...words], cwd: process.cwd(), timeoutMs: 15_000, ...wishes },
    signal,
  );

function answered(answer: ProbeAnswer): Answered {
  if (answer.kind !== "answered") throw new Error(JSON.stringify(answer));
  return answer;
}

describe("the pipeline's health check", () => {
  test.each(["healthy", "degraded", "unhealthy"])("that ends with the code of %s", async (status) => {
    const answer = answered(await ask([status]));
    expect(answer).toMatchObject({ status, broken: false });
    expect(JSON.parse(new TextDecoder().decode(answer.body))).toMatchObject({ status, version: "sprint-15" });
  });

  test("that ends with another code is broken, and says the end of what it wrote to stderr", async () => {
    const answer = answered(await ask(["traceback"]));
    expect(answer).toMatchObject({ status: "unhealthy", broken: true });
    expect(answer.remark).toMatch(/^ended with exit code 3: x+\nModuleNotFoundError: No module named 'src'$/);
    expect(answer.remark?.length).toBeLessThan(2100);
  });

  test("that is ended by a signal is broken", async () => {
    expect(await ask(["signal"])).toMatchObject({ broken: true, remark: "ended by SIGABRT" });
  });

  test("is told none of our own settings", async () => {
    vi.stubEnv("GREENLIGHT_SECRET", "not for probes");
    const answer = answered(await ask(["secrets"]));
    const { names } = JSON.parse(new TextDecoder().decode(answer.body));
    expect(names).toContain("PATH");
    expect(names.filter((name: string) => name.startsWith("GREENLIGHT"))).toEqual([]);
  });
});

describe("a command that goes wrong", () => {
  test("is not there", async () => {
    const question = { command: ["/nowhere/check"], cwd: "/", timeoutMs: 5000 };
    expect(await askCommand(question, never)).toMatchObject({
      error: "the program /nowhere/check is not there",
    });
  });

  test("has no folder", async () => {
    const question = { command: ["true"], cwd: "/nowhere", timeoutMs: 5000 };
    expect(await askCommand(question, never)).toMatchObject({ error: "the folder /nowhere is not there" });
  });

  test("may not be run", async () => {
    const file = join(folder(), "check");
    writeFileSync(file, "", { mode: 0o644 });
    const question = { command: [file], cwd: "/", timeoutMs: 5000 };
    expect(await askCommand(question, never)).toMatchObject({ error: `no permission to run ${file}` });
  });

  test("has arguments that no program can be given", async () => {
    const question = { command: ["true", "a\0b"], cwd: "/", timeoutMs: 5000 };
    expect(await askCommand(question, never)).toMatchObject({ kind: "failed", timedOut: false });
  });

  test("hangs: it ends with what it started", async () => {
    const pids = join(folder(), "pids");
    const answer = await ask(["hang", pids], { timeoutMs: 3000, graceMs: 100 });
    expect(answer).toEqual({ kind: "failed", error: "no answer within 3 s", timedOut: true });
    expect(pidsIn(pids)).toHaveLength(2);
    await ended(pidsIn(pids));
  });

  test("does not end when it is told to: it is killed", async () => {
    const pids = join(folder(), "pids");
    const answer = await ask(["stubborn", pids], { timeoutMs: 3000, graceMs: 100 });
    expect(answer).toMatchObject({ timedOut: true });
    await ended(pidsIn(pids));
  });

  test("leaves somebody who holds its output: its answer counts, and what it left ends", async () => {
    const pids = join(folder(), "pids");
    const answer = answered(await ask(["orphan", pids]));
    expect(answer).toMatchObject({ status: "healthy", broken: false });
    await ended(pidsIn(pids));
  });

  test("writes 300 MB: it is stopped after the first, which is all that is held", async () => {
    const pids = join(folder(), "pids");
    const before = process.memoryUsage().rss;
    const answer = await ask(["flood", pids]);
    expect(answer).toEqual({ kind: "failed", error: "more than 1 MiB of output", timedOut: false });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * ANSWER_BYTES_MAX);
    await ended(pidsIn(pids));
  });

  test("is killed at once when nobody waits for it any more", async () => {
    const pids = join(folder(), "pids");
    const stopping = new AbortController();
    const asked = ask(["hang", pids], { timeoutMs: 600_000, graceMs: 600_000, signal: stopping.signal });
    await begun(pids);
    stopping.abort();
    expect(await asked).toMatchObject({ kind: "failed" });
    await ended(pidsIn(pids));
  });

  test("is not left running when asking was stopped before it began", async () => {
    const pids = join(folder(), "pids");
    expect(await ask(["hang", pids], { signal: AbortSignal.abort() })).toMatchObject({ kind: "failed" });
  });
});
