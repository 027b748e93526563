import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import { redacted } from "@/lib/domain/redact";
import { codeOf, messageOf } from "./probe-answer";

/** How long what still holds the pipes may go on after the command itself has ended. */
const DRAIN_MS = 1000;
const GRACE_MS = 2000;

export interface GroupCommand {
  command: readonly string[];
  /** Absolute. */
  cwd: string;
  /** Beside the surroundings of this process, without our own settings. */
  env?: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** How long a command that is told to end (SIGTERM) has before it is killed. */
  graceMs?: number;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;
type Exit = { code: number | null; signal: NodeJS.Signals | null } | { error: unknown };

type Cut = "late" | "too-much" | "stopped";

/** How a command ended; `cut`: why it was ended before it did. */
export type Ended =
  | { kind: "ended"; code: number | null; signal: NodeJS.Signals | null }
  | { kind: "cut"; cut: Cut }
  | { kind: "not-started"; error: string };

/** Takes what a command writes. Where the answer resolves, it has written too much, and is ended. */
type Taking = (out: Readable, err: Readable) => Promise<void> | null;

/**
 * Runs a command once, without a shell and in a process group of its own. Nothing that it started in that group
 * outlives the answer. Never rejects; when the signal is aborted, it is killed at once.
 */
export async function ranInGroup(
  question: GroupCommand,
  taking: Taking,
  signal: AbortSignal,
): Promise<Ended> {
  const { command, cwd, env = {}, timeoutMs, graceMs = GRACE_MS } = question;
  const [program = "", ...args] = command;
  let child: Child;
  try {
    child = spawn(program, args, {
      cwd,
      env: { ...surroundings(), ...env },
      detached: true,
      shell: false,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    return { kind: "not-started", error: redacted(messageOf(error)) };
  }
  const exited = exitOf(child);
  const overflowing = taking(child.stdout, child.stderr);
  const cut = await overIn(child, { exited, overflowing, timeoutMs, graceMs }, signal);
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  if (cut !== null) return { kind: "cut", cut };
  const exit = await exited;
  if ("error" in exit) return { kind: "not-started", error: await notStarted(exit.error, program, cwd) };
  return { kind: "ended", ...exit };
}

interface Bounds {
  exited: Promise<Exit>;
  overflowing: Promise<void> | null;
  timeoutMs: number;
  graceMs: number;
}

/** Resolves when nothing of the group is left, with why it was ended before it did; null where it ended by itself. */
async function overIn(
  child: Child,
  { exited, overflowing, timeoutMs, graceMs }: Bounds,
  signal: AbortSignal,
): Promise<Cut | null> {
  const closed = once(child, "close").then(noop, noop);
  const settled = new AbortController();
  const passed = (ms: number) => after(ms, undefined, { signal: settled.signal }).then(noop, noop);
  const cut = await Promise.race([
    exited.then(() => null),
    ...(overflowing === null ? [] : [overflowing.then(() => "too-much" as const)]),
    aborted(signal, settled.signal).then(() => "stopped" as const),
    passed(timeoutMs).then(() => "late" as const),
  ]);
  if (cut === "late") {
    killGroup(child, "SIGTERM");
    await Promise.race([exited, aborted(signal, settled.signal), passed(graceMs)]);
  }
  if (cut !== null) killGroup(child, "SIGKILL");
  await Promise.race([closed, passed(DRAIN_MS)]);
  killGroup(child, "SIGKILL");
  settled.abort();
  return cut;
}

/** How a command ended that did not end well, in words. */
export const endWords = ({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): string =>
  code === null ? `ended by ${signal}` : `ended with exit code ${code}`;

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

/** The system says ENOENT for a missing program and for a missing folder alike. */
async function notStarted(error: unknown, program: string, cwd: string): Promise<string> {
  const folder = await stat(cwd).catch(() => null);
  if (folder === null || !folder.isDirectory()) return `the folder ${cwd} is not there`;
  if (codeOf(error) === "ENOENT") return `the program ${program} is not there`;
  if (codeOf(error) === "EACCES") return `no permission to run ${program}`;
  return redacted(messageOf(error));
}
