import { spawn } from "node:child_process";
import { once } from "node:events";
import { compiled } from "./compiled";

export interface Dead {
  /** Whole lines that it wrote. */
  lines: string[];
  signal: NodeJS.Signals | null;
  err: string;
}

/** Runs a script of ours to its end, or until it is killed: `delayMs` after its first word where that is given. */
export async function ranUntilKilled(args: readonly string[], delayMs: number | null = null): Promise<Dead> {
  const [program = "", ...rest] = args;
  const child = spawn(process.execPath, [await compiled(program), ...rest], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (told === "" && delayMs !== null) setTimeout(() => child.kill("SIGKILL"), delayMs);
    told += text;
  });
  const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  // The last line may be half.
  return { lines: told.split("\n").slice(0, -1), signal, err };
}
