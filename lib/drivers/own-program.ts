import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { gathered, lastOf } from "./probe-output";

const OUTPUT_BYTES_MAX = 1024 * 1024;
const REMARK_BYTES = 2048;

export interface Ended {
  /** Null where it was killed. */
  code: number | null;
  out: string;
  /** The end of what it wrote on standard error. */
  err: string;
}

/**
 * Runs a program of this project on this very Node, after everybody else where the processor is short. When its time
 * is up or the signal is aborted, it is killed with all that it has started. Never rejects.
 */
export async function ranOwn(
  args: readonly string[],
  { timeoutMs, env }: { timeoutMs: number; env: NodeJS.ProcessEnv },
  signal: AbortSignal,
): Promise<Ended> {
  if (signal.aborted) return { code: null, out: "", err: "stopped" };
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const output = gathered(child.stdout, OUTPUT_BYTES_MAX);
  const remark = lastOf(child.stderr, REMARK_BYTES);
  const kill = () => killGroup(child.pid);
  if (child.pid !== undefined) giveWay(child.pid);
  const late = setTimeout(kill, timeoutMs);
  signal.addEventListener("abort", kill, { once: true });
  const { code, failure } = await new Promise<{ code: number | null; failure: string }>((resolve) => {
    child.once("error", ({ message }) => resolve({ code: null, failure: message }));
    child.once("close", (code) => resolve({ code, failure: "" }));
  });
  clearTimeout(late);
  signal.removeEventListener("abort", kill);
  const err = failure || new TextDecoder().decode(remark()).trim();
  return { code, out: output.bytes().toString("utf8"), err };
}

function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It is over already.
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // None of it is left.
  }
}
