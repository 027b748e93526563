import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** The built server, as `npm start` runs it, in a process of its own. */
export interface Server {
  url: string;
  port: number;
  pid: number;
  databaseFile: string;
  /** All that it has printed so far. */
  log(): string;
  /** Asks it to stop; the answer is its exit code, or the signal that ended it. */
  stop(): Promise<number | string>;
  /** Ends it as a power cut would. */
  kill9(): Promise<void>;
}

interface Wishes {
  /** Where its configuration and its data are; a folder of its own unless one is given. */
  folder?: string;
  dataDir?: string;
  /** Lines of its greenlight.yaml. */
  config?: readonly string[];
}

const READY = /Greenlight is ready on (http:\/\/127\.0\.0\.1:(\d+))/;
const READY_MS_MAX = 60_000;

const running = new Set<ChildProcess>();
const folders: string[] = [];

afterAll(async () => {
  await Promise.all([...running].map((child) => ended(child, "SIGKILL")));
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A folder that is gone when the tests of the file are done. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-server-"));
  folders.push(folder);
  return folder;
}

export async function startServer(wishes: Wishes = {}): Promise<Server> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("these tests need the built server: npm run build");
  const folder = wishes.folder ?? (await ownFolder());
  const dataDir = wishes.dataDir ?? join(folder, "data");
  const config = join(folder, "greenlight.yaml");
  await writeFile(config, ["timezone: UTC", ...(wishes.config ?? [])].join("\n"));
  const child = spawn(process.execPath, ["--disable-proto=delete", "bin/serve.ts", "--port", "0"], {
    env: {
      PATH: process.env.PATH,
      GREENLIGHT_CONFIG: config,
      GREENLIGHT_DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let log = "";
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  const timer = setTimeout(() => reject(new Error(`the server did not come up:\n${log}`)), READY_MS_MAX);
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      const ready = READY.exec(log);
      if (ready) resolve(ready);
    });
  child.once("exit", (code, signal) => {
    running.delete(child);
    reject(new Error(`the server ended (${signal ?? code}) before it was up:\n${log}`));
  });
  const [, url = "", port = ""] = await promise.finally(() => clearTimeout(timer));
  return {
    url,
    port: Number(port),
    pid: child.pid!,
    databaseFile: join(dataDir, "greenlight.db"),
    log: () => log,
    stop: () => ended(child, "SIGTERM"),
    kill9: async () => void (await ended(child, "SIGKILL")),
  };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | string> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      resolve(child.exitCode ?? child.signalCode ?? "");
    child.once("exit", (code, by) => resolve(code ?? by ?? ""));
    child.kill(signal);
  });
}
