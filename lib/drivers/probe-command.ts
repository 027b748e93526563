import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import { redacted } from "@/lib/domain/redact";
import type { HealthStatus } from "@/lib/domain/signals";
import {
  ANSWER_BYTES_MAX,
  codeOf,
  failed,
  messageOf,
  type ProbeAnswer,
  TOO_MUCH,
  tooLate,
} from "./probe-answer";
import { gathered, lastOf } from "./probe-output";

const REMARK_BYTES = 2048;
/** How long what still holds the pipes may go on after the command itself has ended. */
const DRAIN_MS = 1000;
const GRACE_MS = 2000;

/** By agreement of the pipeline's health check; every other exit code is a check that broke. */
const STATUS_OF_EXIT = new Map<number | null, HealthStatus>([
  [0, "healthy"],
  [1, "degraded"],
  [2, "unhealthy"],
]);

export interface CommandQuestion {
  command: readonly string[];
  /** Absolute. */
  cwd: string;
  timeoutMs: number;
  /** How long a command that is told to end (SIGTERM) has before it is killed. */
  graceMs?: number;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;
type Exit = { code: number | null; signal: NodeJS.Signals | null } | { error: unknown };
type Cut = "late" | "too-much" | "stopped" | null;

/**
 * Runs a command once, without a shell and in a process group of its own, and takes what it writes.
 * Nothing that it started in that group outlives the answer. Never rejects; when the signal is aborted, it is killed at once.
 */
export async function askCommand(question: CommandQuestion, signal: AbortSignal): Promise<ProbeAnswer> {
  const { command, cwd, timeoutMs, graceMs = GRACE_MS } = question;
  const [program = "", ...args] = command;
  let child: Child;
  try {
    child = spawn(program, args, {
      cwd,
      env: surroundings(),
      detached: true,
      shell: false,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    return failed(redacted(messageOf(error)));
  }
  const exited = exitOf(child);
  const output = gathered(child.stdout, ANSWER_BYTES_MAX);
  const remark = lastOf(child.stderr, REMARK_BYTES);
  const closed = once(child, "close").then(noop, noop);
  const settled = new AbortController();
  const passed = (ms: number) => after(ms, undefined, { signal: settled.signal }).then(noop, noop);
  const cut = await Promise.race([
    exited.then((): Cut => null),
    output.overflowing.then((): Cut => "too-much"),
    aborted(signal, settled.signal).then((): Cut => "stopped"),
    passed(timeoutMs).then((): Cut => "late"),
  ]);
  if (cut === "late") {
    killGroup(child, "SIGTERM");
    await Promise.race([exited, aborted(signal, settled.signal), passed(graceMs)]);
  }
  if (cut !== null) killGroup(child, "SIGKILL");
  await Promise.race([closed, passed(DRAIN_MS)]);
  killGroup(child, "SIGKILL");
  settled.abort();
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  if (cut === "stopped") return failed("stopped");
  if (cut === "late") return tooLate(timeoutMs);
  if (cut === "too-much") return failed(TOO_MUCH);
  return answerOf(await exited, output.bytes(), words(remark()), { program, cwd });
}

const noop = () => {};

/** Without our own settings, some of which are secrets. */
function surroundings(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (name.startsWith("GREENLIGHT_")) delete env[name];
  return env;
}

const exitOf = (child: Child): Promise<Exit> =>
  new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => resolve({ error }));
  });

const aborted = (signal: AbortSignal, settled: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true, signal: settled });
  });

/** The number of a group is not given away while one of its members lives; after that there is nobody to tell. */
function killGroup({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // None of it is left.
  }
}

const words = (bytes: Buffer): string | null => redacted(new TextDecoder().decode(bytes)).trim() || null;

async function answerOf(
  exit: Exit,
  body: Buffer,
  remark: string | null,
  { program, cwd }: { program: string; cwd: string },
): Promise<ProbeAnswer> {
  if ("error" in exit) return failed(await notStarted(exit.error, program, cwd));
  const status = STATUS_OF_EXIT.get(exit.code);
  if (status !== undefined)
    return {
      kind: "answered",
      medium: "command",
      body,
      status,
      remark: status === "healthy" ? null : remark,
      broken: false,
    };
  const ended = exit.code === null ? `ended by ${exit.signal}` : `ended with exit code ${exit.code}`;
  return {
    kind: "answered",
    medium: "command",
    body,
    status: "unhealthy",
    remark: remark === null ? ended : `${ended}: ${remark}`,
    broken: true,
  };
}

/** The system says ENOENT for a missing program and for a missing folder alike. */
async function notStarted(error: unknown, program: string, cwd: string): Promise<string> {
  const folder = await stat(cwd).catch(() => null);
  if (folder === null || !folder.isDirectory()) return `the folder ${cwd} is not there`;
  if (codeOf(error) === "ENOENT") return `the program ${program} is not there`;
  if (codeOf(error) === "EACCES") return `no permission to run ${program}`;
  return redacted(messageOf(error));
}
