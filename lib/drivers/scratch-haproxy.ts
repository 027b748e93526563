import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Environment } from "@/lib/domain/environment";
import { asked } from "./haproxy-socket";

/** An HAProxy of our own, for a rehearsal: nothing of it is anybody else's. */
export interface ScratchHaproxy {
  /** Its runtime socket. */
  socket: string;
  /** The socket that clients ask over HTTP. */
  front: string;
  backend: string;
  stop(): Promise<void>;
}

/** Where Debian puts it, which is not on everybody's PATH. */
const SBIN = ["/usr/sbin", "/usr/local/sbin"];

/** The program `haproxy`; null where none is found. */
export async function haproxyProgram(path: string = process.env.PATH ?? ""): Promise<string | null> {
  for (const folder of [...path.split(delimiter).filter((part) => part !== ""), ...SBIN]) {
    const program = join(folder, "haproxy");
    const found = await stat(program).catch(() => null);
    if (found?.isFile() && (found.mode & 0o111) !== 0) return program;
  }
  return null;
}

const BACKEND = "articles";
const START_MS_MAX = 10_000;
const LOOK_MS = 20;

/** Starts an HAProxy in this folder, with two servers on these ports of the loopback; all work is blue's. */
export async function scratchHaproxy(
  program: string,
  folder: string,
  ports: Readonly<Record<Environment, number>>,
): Promise<ScratchHaproxy> {
  const [socket, front, file] = ["admin.sock", "front.sock", "haproxy.cfg"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await writeFile(file, configuration(socket, front, ports));
  const child = spawn(program, ["-db", "-f", file], { stdio: ["ignore", "ignore", "pipe"] });
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  const exited = once(child, "exit");
  const said: string[] = [];
  child.stderr.on("data", (piece) => said.push(String(piece)));
  const stop = async () => {
    process.off("exit", end);
    end();
    await exited;
  };
  try {
    await answering(socket, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw new Error(`HAProxy did not begin to answer: ${said.join("").trim() || String(error)}`);
  }
  return { socket, front, backend: BACKEND, stop };
}

const configuration = (
  socket: string,
  front: string,
  ports: Readonly<Record<Environment, number>>,
): string => `global
  stats socket ${socket} mode 600 level admin
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  retries 3
  option redispatch
frontend in
  bind unix@${front} mode 600
  default_backend ${BACKEND}
backend ${BACKEND}
  balance roundrobin
  server blue 127.0.0.1:${ports.blue} weight 100
  server green 127.0.0.1:${ports.green} weight 0
`;

async function answering(socket: string, ended: () => boolean): Promise<void> {
  const limit = AbortSignal.timeout(START_MS_MAX);
  for (;;) {
    try {
      await asked(socket, [["show", "info"]], limit);
      return;
    } catch (error) {
      if (limit.aborted || ended()) throw error;
      await pause(LOOK_MS);
    }
  }
}
