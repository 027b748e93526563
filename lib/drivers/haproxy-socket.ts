import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Problem } from "@/lib/domain/problem";

/** Longer than any answer about one backend; what is longer is no HAProxy. */
const ANSWER_BYTES_MAX = 1024 * 1024;
const ANSWER_MS_MAX = 1200;
/** How soon a socket that has no place left is tried again: HAProxy serves ten at a time. */
const BUSY_MS = 10;

/** Words that a command may hold: `;`, line ends and spaces would end it and begin another. */
const WORD = /^[A-Za-z0-9_.:/-]+$/;

/**
 * Asks HAProxy's runtime socket, one connection for each list of commands, and gives the whole text of its answer.
 *
 * @throws Problem "driver-unreachable" where it is missing, refuses, hangs, or says too much; RangeError where a word
 * of a command could be more than a word.
 */
export async function asked(
  path: string,
  commands: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<string> {
  for (const word of commands.flat()) if (!WORD.test(word)) throw new RangeError(`not a word: ${word}`);
  const line = `${commands.map((words) => words.join(" ")).join(";")}\n`;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]);
  for (;;) {
    try {
      return await exchanged(path, line, limit);
    } catch (error) {
      if (codeOf(error) !== BUSY || limit.aborted)
        throw new Problem("driver-unreachable", `HAProxy's socket ${path} ${faultOf(error)}`, {
          cause: error,
        });
    }
    await pause(BUSY_MS);
  }
}

/** Nothing was sent yet: to try again does nothing twice. */
const BUSY = "EAGAIN";

async function exchanged(path: string, line: string, signal: AbortSignal): Promise<string> {
  const socket = connect({ path, signal, allowHalfOpen: true });
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    socket.end(line);
    for await (const piece of socket) {
      pieces.push(piece);
      size += piece.length;
      if (size > ANSWER_BYTES_MAX) throw new TooMuch();
    }
    return Buffer.concat(pieces).toString("utf8");
  } finally {
    socket.destroy();
  }
}

class TooMuch extends Error {}

const FAULTS: Readonly<Record<string, string>> = {
  [BUSY]: "is busy: too many ask it",
  ENOENT: "is not there",
  ECONNREFUSED: "refuses: nothing listens on it",
  EACCES: "may not be used: no permission",
  ENOTSOCK: "is no socket",
  ECONNRESET: "broke off in the middle",
  EPIPE: "broke off in the middle",
};

function faultOf(error: unknown): string {
  if (error instanceof TooMuch) return "answers more than HAProxy ever would";
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError" || name === "TimeoutError") return "does not answer";
  const code = codeOf(error);
  return FAULTS[code] ?? `failed (${code || "unknown"})`;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";
