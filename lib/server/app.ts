import { join, resolve } from "node:path";
import { openStore, type Store } from "@/db/open";
import { Calendar } from "@/lib/domain/time";
import { type Auth, openAuth, ownUrl } from "./access/auth";
import { Bus } from "./bus";
import { readVariables } from "./config-env";
import { type ConfigFile, openConfig } from "./config-file";
import { mistakeText } from "./config-mistake";
import type { Settings } from "./config-settings";
import { type Log, openLog } from "./log";
import { Metrics } from "./metrics";
import type { Policy } from "./prepare";
import { remember } from "./remember";

/** What every verb works with. One per process. */
export interface App {
  store: Store;
  bus: Bus;
  log: Log;
  metrics: Metrics;
  config: ConfigFile;
  databaseFile: string;
  /** Passwords and sessions of people. */
  auth(): Promise<Auth>;
  /** Aborted as soon as the process is to end. */
  closing: AbortController;
  /** The clock: UTC epoch milliseconds. */
  nowMs(): number;
  settings(): Settings;
  policy(): Policy;
  calendar(): Calendar;
}

/** The mistakes in the settings, each in words with its place. The start ends with them. */
export class BadSettings extends Error {}

/** The application of this process, which serves; opened at its first use. */
export const app = (): Promise<App> =>
  remember("app", () => openApp(process.env, process.cwd(), Date.now, "server"));

/**
 * Where the database is, without opening it. A `greenlight.yaml` cannot say so, and its mistakes do not matter.
 *
 * @throws BadSettings
 */
export function databaseFileFor(env: NodeJS.ProcessEnv, cwd: string): string {
  const read = readVariables(env);
  if (!read.ok) throw new BadSettings(read.mistakes.map(mistakeText).join("\n"));
  const { GREENLIGHT_DATA_DIR, GREENLIGHT_DEMO } = read.variables;
  return databaseIn(resolve(cwd, GREENLIGHT_DATA_DIR), GREENLIGHT_DEMO === "1");
}

const databaseIn = (dataDir: string, demo: boolean): string =>
  join(demo ? join(dataDir, "demo") : dataDir, "greenlight.db");

/**
 * Of all that have a database open, one is its server; commands are beside it.
 *
 * @throws BadSettings where the configuration has mistakes, DatabaseInUse, UnusableDatabase
 */
export async function openApp(
  env: NodeJS.ProcessEnv,
  cwd: string,
  nowMs: () => number,
  as: "server" | "command" = "command",
): Promise<App> {
  const opened = await openConfig({ env, cwd }, () => performance.now());
  if (!opened.ok) throw new BadSettings(opened.mistakes.map(mistakeText).join("\n"));
  const { config } = opened;
  const { port, dataDir, demo, logLevel } = config.settings;
  const databaseFile = databaseIn(dataDir, demo !== null);
  const server = as === "server" ? { pid: process.pid, port, sinceMs: nowMs() } : undefined;
  const store = await openStore(databaseFile, server);
  const calendarOf = lastOnly((zone: string) => new Calendar(zone));
  // Whether its cookies are for TLS alone follows from the address people open.
  const authOf = lastOnly((_url: string) => openAuth(store, config.settings));
  return {
    store,
    bus: new Bus(nowMs()),
    log: openLog(logLevel),
    metrics: new Metrics(),
    config,
    databaseFile,
    auth: () => authOf(ownUrl(config.settings)),
    closing: new AbortController(),
    nowMs,
    settings: () => config.settings,
    policy: () => policyOf(config.settings),
    calendar: () => calendarOf(config.settings.timezone),
  };
}

const policyOf = ({ articles, benchmarks, freeModels }: Settings): Policy => ({
  agents: articles.agents,
  benchmarks,
  freeModels,
});

/** Keeps the value of the last argument, because a calendar knows what it has worked out. */
function lastOnly<A, R>(make: (argument: A) => R): (argument: A) => R {
  let last: { argument: A; value: R } | null = null;
  return (argument) => {
    if (last === null || last.argument !== argument) last = { argument, value: make(argument) };
    return last.value;
  };
}
