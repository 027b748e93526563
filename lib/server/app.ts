import { join } from "node:path";
import { openStore, type Store } from "@/db/open";
import { Calendar } from "@/lib/domain/time";
import { type Auth, openAuth, ownUrl } from "./access/auth";
import { Bus } from "./bus";
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
  auth(): Auth;
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

/** The application of this process, opened at its first use. */
export const app = (): Promise<App> => remember("app", () => openApp(process.env, process.cwd(), Date.now));

/** @throws BadSettings where the configuration has mistakes. */
export async function openApp(env: NodeJS.ProcessEnv, cwd: string, nowMs: () => number): Promise<App> {
  const opened = await openConfig({ env, cwd }, () => performance.now());
  if (!opened.ok) throw new BadSettings(opened.mistakes.map(mistakeText).join("\n"));
  const { config } = opened;
  const { dataDir, demo, logLevel } = config.settings;
  const databaseFile = join(demo === null ? dataDir : join(dataDir, "demo"), "greenlight.db");
  const store = await openStore(databaseFile);
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
