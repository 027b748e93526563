import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface Balancer {
  socket: string;
  /** Where clients connect to. */
  port: number;
  /** Asks the socket as a person would, past all of our code. */
  ask(command: string): Promise<string>;
  /** A server's weight (0 where it is drained or stopped) as `show servers state` tells it. */
  weight(server: string): Promise<number>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Wishes {
  /** Ports of the two servers. */
  servers?: { blue: number; green: number };
  port?: number;
  names?: { blue: string; green: string };
}

/** A real HAProxy on a socket of its own. */
export async function haproxy(wishes: Wishes = {}): Promise<Balancer> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-haproxy-"));
  const socket = join(folder, "admin.sock");
  const file = join(folder, "haproxy.cfg");
  const port = wishes.port ?? 0;
  await writeFile(file, configuration(socket, port, wishes));
  let child: ChildProcess | null = null;
  const ask = (command: string) => exchanged(socket, command);
  const start = async () => {
    child = spawn("haproxy", ["-db", "-f", file], { stdio: "ignore" });
    await answering(ask);
  };
  const stop = async () => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
  };
  await start();
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  const weight = async (server: string) => {
    const line = (await ask("show servers state articles"))
      .split("\n")
      .find((one) => one.split(" ")[3] === server);
    const words = (line ?? "").split(" ");
    return words[6] === "0" ? Number(words[7]) : 0;
  };
  return { socket, port, ask, weight, stop, start };
}

function configuration(socket: string, port: number, wishes: Wishes): string {
  const { blue, green } = wishes.names ?? { blue: "blue", green: "green" };
  const ports = wishes.servers ?? { blue: 9, green: 9 };
  const frontend = port === 0 ? "" : `frontend in\n  bind 127.0.0.1:${port}\n  default_backend articles\n`;
  return `global
  stats socket ${socket} mode 600 level admin
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s
${frontend}backend articles
  balance roundrobin
  server ${blue} 127.0.0.1:${ports.blue} weight 100
  server ${green} 127.0.0.1:${ports.green} weight 0
`;
}

function exchanged(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const connection = connect(socket);
    connection.on("data", (piece) => {
      answer += String(piece);
    });
    connection.on("end", () => resolve(answer));
    connection.on("error", reject);
    connection.end(`${command}\n`);
  });
}

/** A process that was just started listens a moment later. */
async function answering(ask: (command: string) => Promise<string>): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const answer = await ask("show info").catch(() => "");
    if (answer.includes("Uptime_sec")) return;
    await new Promise(setImmediate);
  }
  throw new Error("HAProxy did not begin to answer");
}
