import { join, resolve } from "node:path";
import type { Config } from "@/lib/contract/config";
import { durationMs } from "@/lib/domain/duration";
import { isZone, type Zone } from "@/lib/domain/time";
import { pathsOf, type Variables } from "./config-env";
import type { ProbeSetting, Settings, SmokeSetting, SourceSetting } from "./config-settings";

export interface Ground {
  file: string | null;
  cwd: string;
  /** What relative paths of the file are relative to. */
  folder: string;
}

/** Turns checked values into settings: absolute paths, milliseconds, null for what is not set. */
export function settingsFrom(
  config: Config,
  variables: Variables,
  ground: Ground,
): Omit<Settings, "origins"> {
  const timezone = config.timezone ?? serverZone();
  return {
    file: ground.file,
    ...ofVariables(variables, ground.cwd),
    timezone,
    sources: sourcesOf(config, variables, timezone, ground.folder),
    articles: config.articles,
    benchmarks: {
      hourlyRateUsd: config.benchmarks.hourly_rate_usd,
      hours: new Map(Object.entries(config.benchmarks.hours)),
    },
    freeModels: new Set(config.free_models),
    environments: { blue: placeOf(config.environments.blue), green: placeOf(config.environments.green) },
    probes: config.probes.map((probe) => probeOf(probe, ground.folder)),
    resources: config.resources.map(({ pid_file, interval, environment }) => ({
      pidFile: resolve(ground.folder, pid_file),
      intervalMs: durationMs(interval),
      environment: environment ?? null,
    })),
    traffic: trafficOf(config.traffic, ground.folder),
    flags: {
      file: absolute(config.flags.file, ground.folder),
      defaults: new Map(Object.entries(config.flags.defaults)),
    },
    rules: config.rules,
    notify: config.notify,
    releases: { requires: config.releases.requires },
    smoke: config.smoke === undefined ? null : smokeOf(config.smoke, ground.folder),
    budget: config.budget === undefined ? null : { monthlyUsd: config.budget.monthly_usd },
    digest: config.digest.day === "never" ? null : { day: config.digest.day, time: config.digest.time },
    access: {
      anonymous: config.access.anonymous,
      url: config.access.url ?? null,
      proxies: config.access.proxies,
      requestsPerMinute: config.access.requests_per_minute,
    },
    backup: backupOf(config.backup, ground.folder, resolve(ground.cwd, variables.GREENLIGHT_DATA_DIR)),
    metrics: config.metrics,
  };
}

function ofVariables(variables: Variables, cwd: string) {
  const { GREENLIGHT_ADMIN_EMAIL: email, GREENLIGHT_ADMIN_PASSWORD: password } = variables;
  const speed = variables.GREENLIGHT_DEMO_SPEED;
  return {
    port: Number(variables.PORT),
    host: variables.HOST,
    dataDir: resolve(cwd, variables.GREENLIGHT_DATA_DIR),
    apiKey: variables.GREENLIGHT_API_KEY ?? null,
    admin: email === undefined || password === undefined ? null : { email, password },
    secret: variables.GREENLIGHT_SECRET ?? null,
    logLevel: variables.LOG_LEVEL,
    demo: variables.GREENLIGHT_DEMO === "1" ? { speed: speed === undefined ? null : Number(speed) } : null,
  };
}

function sourcesOf(config: Config, variables: Variables, timezone: Zone, folder: string): SourceSetting[] {
  const named = variables.GREENLIGHT_SOURCES === undefined ? null : pathsOf(variables.GREENLIGHT_SOURCES);
  if (named !== null) return named.map((path) => ({ kind: "auto", path, environment: null, timezone }));
  return config.sources.map((source) => ({
    kind: source.kind,
    path: resolve(folder, source.path),
    environment: source.environment ?? null,
    timezone: source.timezone ?? timezone,
  }));
}

const placeOf = (place: Config["environments"]["blue"]) => ({
  url: place?.url ?? null,
  version: place?.version ?? null,
});

const TIMEOUT_MS = { command: 30_000, http: 5_000, file: 5_000 } as const;

function probeOf(probe: Config["probes"][number], folder: string): ProbeSetting {
  const intervalMs = durationMs(probe.interval);
  const common = {
    name: probe.name,
    environment: probe.environment ?? null,
    intervalMs,
    retries: probe.retries,
    timeoutMs:
      probe.timeout === undefined ? Math.min(TIMEOUT_MS[probe.kind], intervalMs) : durationMs(probe.timeout),
  };
  if (probe.kind === "http") return { ...common, kind: probe.kind, url: probe.url };
  if (probe.kind === "file") return { ...common, kind: probe.kind, path: resolve(folder, probe.path) };
  return { ...common, kind: probe.kind, command: probe.command, cwd: resolve(folder, probe.cwd ?? ".") };
}

function smokeOf(smoke: NonNullable<Config["smoke"]>, folder: string): SmokeSetting {
  const common = { topics: smoke.topics, timeoutMs: durationMs(smoke.timeout) };
  if (smoke.kind === "webhook")
    return { ...common, kind: smoke.kind, url: smoke.url, secret: smoke.secret ?? null };
  return { ...common, kind: smoke.kind, command: smoke.command, cwd: resolve(folder, smoke.cwd ?? ".") };
}

const backupOf = (
  { every, keep, folder }: Config["backup"],
  base: string,
  dataDir: string,
): Settings["backup"] =>
  every === undefined
    ? null
    : { everyMs: durationMs(every), keep, folder: absolute(folder, base) ?? join(dataDir, "backups") };

const trafficOf = (
  { state_file, driver, haproxy }: Config["traffic"],
  folder: string,
): Settings["traffic"] => ({
  stateFile: absolute(state_file, folder),
  driver,
  haproxy: haproxy === undefined ? null : { ...haproxy, socket: resolve(folder, haproxy.socket) },
});

const absolute = (path: string | undefined, folder: string): string | null =>
  path === undefined ? null : resolve(folder, path);

/** The zone of the server; UTC where the system names one that this runtime does not know. */
export function serverZone(): Zone {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isZone(timeZone) ? timeZone : "UTC";
}
