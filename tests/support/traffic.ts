import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type App, openApp } from "@/lib/server/app";
import { keepDerived } from "@/lib/server/rebuild";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { type Balancer, haproxy } from "./haproxy";

/** An application that moves real traffic: a state file, or a real HAProxy. */
export class TrafficStage {
  readonly folder: string;
  readonly clock = { nowMs: Date.UTC(2026, 10, 23, 12) };
  #open: { app: App; watch: TrafficWatch } | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  get app(): App {
    return this.#opened.app;
  }

  /** A second passes, and the traffic is looked at. */
  async look(times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      this.clock.nowMs += 1000;
      await this.#opened.watch.look();
    }
  }

  /** The file that jobs read. */
  get file(): string {
    return join(this.folder, "state.json");
  }

  // biome-ignore lint/suspicious/noExplicitAny: what a file says, of which each test expects its own shape
  async onFile(): Promise<any> {
    return JSON.parse(await readFile(this.file, "utf8"));
  }

  async start(): Promise<void> {
    forgetProcess();
    const data = join(this.folder, "data");
    const env = { NODE_ENV: "test", LOG_LEVEL: "silent", GREENLIGHT_DATA_DIR: data } as const;
    const app = await openApp(env, this.folder, () => this.clock.nowMs);
    await keepDerived(app);
    this.#open = { app, watch: new TrafficWatch(app) };
  }

  async stop(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    open?.app.bus.close();
    await open?.app.store.close();
  }

  /** As after a kill: the next process knows nothing but what is stored. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  get #opened() {
    if (this.#open === null) throw new Error("not started");
    return this.#open;
  }
}

/** What this process has in memory only. */
function forgetProcess(): void {
  for (const name of ["traffic-acting", "targets"])
    Reflect.deleteProperty(globalThis, Symbol.for(`greenlight.${name}`));
}

export interface Staged {
  stage: TrafficStage;
  /** Green's percent as it stands outside, read past all of our code. */
  outside: () => Promise<number>;
  balancer: Balancer | null;
}

/** An application in a folder of its own, with these lines of greenlight.yaml, started. */
export async function trafficStage(config: readonly string[]): Promise<TrafficStage> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-traffic-"));
  await writeFile(join(folder, "greenlight.yaml"), ["timezone: UTC", ...config, ""].join("\n"));
  const stage = new TrafficStage(folder);
  onTestFinished(async () => {
    await stage.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await stage.start();
  return stage;
}

export async function onStateFile(more: readonly string[] = []): Promise<Staged> {
  const stage = await trafficStage(["traffic: { state_file: state.json }", ...more]);
  // No file yet: jobs take all work for blue's.
  const outside = async () => (existsSync(stage.file) ? (await stage.onFile()).weights.green : 0);
  return { stage, balancer: null, outside };
}

/** The configuration that a balancer of these tests needs. */
export const haproxySettings = (socket: string): string =>
  `traffic: { driver: haproxy, haproxy: { socket: ${socket}, backend: articles } }`;

export async function onHaproxy(more: readonly string[] = []): Promise<Staged> {
  const balancer = await haproxy();
  const stage = await trafficStage([haproxySettings(balancer.socket), ...more]);
  const outside = async () => {
    const [blue, green] = [await balancer.weight("blue"), await balancer.weight("green")];
    return (100 * green) / (blue + green);
  };
  return { stage, balancer, outside };
}

export const DRIVERS = [
  ["state-file", onStateFile],
  ["haproxy", onHaproxy],
] as const;

export interface Noted {
  action: string;
  actor: string;
  reason: string | null;
}

/** What the event log says of the traffic, oldest first. */
export const noted = (app: App): Promise<Noted[]> =>
  app.store.db
    .selectFrom("event")
    .select(["action", "actor", "reason"])
    .where("subject", "=", "traffic")
    .orderBy("id")
    .execute();
