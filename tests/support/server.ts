import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";

import { TEST_KEY } from "./access";

interface Wishes {
  dataDir: string;
  env?: Record<string, string>;
  /** A folder with a `greenlight.yaml`, or any other; the server is told about it by GREENLIGHT_CONFIG. */
  config?: string;
}

/** The built server as a process of its own. What a test started it ends, by its id. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Everything that the server has printed. */
  log(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  kill9(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>;
}

const READY = /Greenlight is ready on (\S+)/;
const READY_MS_MAX = 60_000;

/** Nothing outlives the tests, however they end. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts the built server on a free port of the loopback and waits until it says that it is ready. */
export async function startServer({ dataDir, env = {}, config }: Wishes): Promise<Server> {
  await mkdir(dataDir, { recursive: true });
  const settings = { ...(config === undefined ? {} : { GREENLIGHT_CONFIG: config }), ...env };
  let now = await launch(dataDir, settings, "0");
  const { url } = now;
  return {
    url,
    get pid() {
      return now.child.pid ?? 0;
    },
    log: () => now.log.join(""),
    stop: async () => {
      await end(now.child, "SIGTERM");
      return now.child.exitCode;
    },
    kill9: () => end(now.child, "SIGKILL"),
    restart: async () => {
      now = await launch(dataDir, settings, new URL(url).port);
    },
  };
}

interface Running {
  child: ChildProcess;
  url: string;
  log: string[];
}

async function launch(dataDir: string, env: Record<string, string>, port: string): Promise<Running> {
  const child = spawn(process.execPath, ["--disable-proto=delete", "bin/serve.ts"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      TZ: "UTC",
      NEXT_TELEMETRY_DISABLED: "1",
      GREENLIGHT_DATA_DIR: dataDir,
      PORT: port,
      GREENLIGHT_CONFIG: "",
      GREENLIGHT_API_KEY: TEST_KEY,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const log: string[] = [];
  const slow = setTimeout(() => child.kill("SIGKILL"), READY_MS_MAX);
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (piece: Buffer) => {
      log.push(piece.toString());
      const [, found] = READY.exec(log.join("")) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code, signal) =>
      reject(new Error(`the server ended with ${code ?? signal}:\n${log.join("")}`)),
    );
  }).finally(() => clearTimeout(slow));
  return { child, url, log };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
