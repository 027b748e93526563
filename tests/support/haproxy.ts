import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { folder } from "./folder";

export interface Balancer {
  /** Its runtime socket. */
  socket: string;
  /** The socket that clients ask over HTTP. */
  front: string;
  /** Asks the runtime socket as a person would, past all of our code. */
  ask(command: string): Promise<string>;
  /** A server's weight (0 where it is drained or stopped) as `show servers state` tells it. */
  weight(server: string): Promise<number>;
  /** Kills it; its sockets stay behind as files. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It hangs: connections are taken by the system, and nobody answers. */
  pause(): void;
  goOn(): void;
  /** Has the running master take a new worker and let the old one finish; resolves when the new one answers. */
  reload(): Promise<void>;
  /** What `start` and `reload` read: changed with the same wishes or others. */
  configure(wishes: Wishes): Promise<void>;
}

export interface Wishes {
  /** Ports of the two servers. */
  servers?: { blue: number; green: number };
  names?: { blue: string; green: string };
  /** The weights that it begins with. */
  shares?: { blue: number; green: number };
  level?: "admin" | "operator" | "user";
  /** As a service runs it: a master with a worker, which can be reloaded. */
  master?: boolean;
  /** More lines of its backend. */
  backend?: readonly string[];
}

/** A real HAProxy on sockets of its own. */
export async function haproxy(wishes: Wishes = {}): Promise<Balancer> {
  const home = await mkdtemp(join(tmpdir(), "greenlight-haproxy-"));
  const [socket, master, front] = ["admin.sock", "master.sock", "front.sock"].map((name) =>
    join(home, name),
  ) as [string, string, string];
  const file = join(home, "haproxy.cfg");
  const configure = (now: Wishes) => writeFile(file, configuration(socket, front, now));
  await configure(wishes);
  let child: ChildProcess | null = null;
  const ask = (command: string) => exchanged(socket, command);
  const start = async () => {
    const mode = wishes.master ? ["-W", "-S", master] : ["-db"];
    child = spawn("haproxy", [...mode, "-f", file], { stdio: "ignore", detached: true });
    const answers = async () =>
      (!wishes.master || (await exchanged(master, "show proc")).includes("worker")) &&
      (await ask("show info")).includes("Uptime_sec");
    if (!(await holdsSoon(answers, 10_000))) throw new Error("HAProxy did not begin to answer");
  };
  const stop = async () => {
    const running = child;
    child = null;
    if (running?.pid === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    // The master and its workers: a group of their own.
    process.kill(-running.pid, "SIGKILL");
    await ended;
  };
  const reload = async () => {
    const pid = async () => /^Pid: (\d+)$/m.exec(await ask("show info"))?.[1] ?? "";
    const before = await pid();
    // For a moment both listen on the same socket.
    const onlyNew = async () => {
      for (let asked = 0; asked < 10; asked += 1) if (["", before].includes(await pid())) return false;
      return true;
    };
    child?.kill("SIGUSR2");
    if (!(await holdsSoon(onlyNew, 10_000))) throw new Error("HAProxy did not reload");
  };
  const signalled = (signal: NodeJS.Signals) => () => void child?.kill(signal);
  onTestFinished(async () => {
    await stop();
    await rm(home, { recursive: true, force: true });
  });
  await start();
  const weight = async (server: string) => {
    const line = (await ask("show servers state articles"))
      .split("\n")
      .find((one) => one.split(" ")[3] === server);
    const words = (line ?? "").split(" ");
    return words[6] === "0" ? Number(words[7]) : 0;
  };
  const hanging = { pause: signalled("SIGSTOP"), goOn: signalled("SIGCONT") };
  return { socket, front, ask, weight, stop, start, ...hanging, reload, configure };
}

function configuration(socket: string, front: string, wishes: Wishes): string {
  const {
    names = { blue: "blue", green: "green" },
    servers = { blue: 9, green: 9 },
    shares = { blue: 100, green: 0 },
    level = "admin",
  } = wishes;
  const exposed = wishes.master ? " expose-fd listeners" : "";
  return `global
  stats socket ${socket} mode 600 level ${level}${exposed}
  hard-stop-after 5s
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s
  retries 3
  option redispatch
  option idle-close-on-response
frontend in
  bind unix@${front} mode 600
  default_backend articles
backend articles
  balance roundrobin
${(wishes.backend ?? []).map((line) => `  ${line}\n`).join("")}  server ${names.blue} 127.0.0.1:${servers.blue} weight ${shares.blue}
  server ${names.green} 127.0.0.1:${servers.green} weight ${shares.green}
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

const LOOK_MS = 20;

/** A real HAProxy of somebody else's configuration, which puts its runtime socket there; asks it past all of our code. */
export async function haproxyOf(text: string, socket: string): Promise<(command: string) => Promise<string>> {
  const home = folder();
  writeFileSync(join(home, "haproxy.cfg"), text);
  const child = spawn("haproxy", ["-db", "-f", join(home, "haproxy.cfg")], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ask = (command: string) => exchanged(socket, command);
  const answers = async () => (await ask("show info")).includes("Uptime_sec");
  if (!(await holdsSoon(answers, 10_000))) throw new Error("HAProxy did not begin to answer");
  return ask;
}

/** A process that was just started listens a moment later. */
async function holdsSoon(holds: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += LOOK_MS) {
    if (await holds().catch(() => false)) return true;
    await pause(LOOK_MS);
  }
  return false;
}
