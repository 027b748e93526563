import { resolve } from "node:path";
import type { Config, SourceKind } from "@/lib/contract/config";
import { durationMs } from "@/lib/domain/duration";
import type { Environment } from "@/lib/domain/environment";
import { isZone, type Zone } from "@/lib/domain/time";
import { pathsOf, type Variables } from "./config-env";

/** A watched file. Kind `auto` is told by content: so `--source PATH` names files. */
export interface SourceSetting {
  kind: SourceKind | "auto";
  /** Absolute. */
  path: string;
  environment: Environment | null;
  /** What its naive timestamps are read in; the reporting zone where it has none of its own. */
  timezone: Zone;
}

interface ProbeCommon {
  name: string;
  environment: Environment | null;
  intervalMs: number;
  timeoutMs: number;
}
export type ProbeSetting =
  | (ProbeCommon & { kind: "command"; command: readonly string[]; cwd: string })
  | (ProbeCommon & { kind: "http"; url: string });

/** One line of the settings page. Secrets are masked already. */
export interface Origin {
  /** `benchmarks.hours.writer_agent`, or a variable's name. */
  path: string;
  value: string;
  origin: "default" | "file" | "environment";
  line?: number;
}

/** All settings, checked and with defaults. Holds secrets: show `origins`, never the whole. */
export interface Settings {
  /** The config file as the user named it; null where there is none. */
  file: string | null;
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  apiKey: string | null;
  admin: { email: string; password: string } | null;
  secret: string | null;
  logLevel: Variables["LOG_LEVEL"];
  /** Null outside demo mode; a speed of null leaves it to the simulator. */
  demo: { speed: number | null } | null;
  timezone: Zone;
  sources: SourceSetting[];
  articles: { agents: readonly string[] };
  benchmarks: { hourlyRateUsd: number; hours: ReadonlyMap<string, number> };
  freeModels: ReadonlySet<string>;
  environments: Record<Environment, { url: string | null; version: string | null }>;
  probes: ProbeSetting[];
  traffic: { stateFile: string | null; driver: "state-file" | "haproxy"; haproxy: HaproxySetting | null };
  flags: { file: string | null; defaults: ReadonlyMap<string, boolean> };
  /** As the file writes them; a later floor lays them over the default rules. */
  rules: Config["rules"];
  notify: Config["notify"];
  access: Config["access"];
  metrics: Config["metrics"];
  origins: Origin[];
}

export type HaproxySetting = NonNullable<Config["traffic"]["haproxy"]>;

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
    traffic: trafficOf(config.traffic, ground.folder),
    flags: {
      file: absolute(config.flags.file, ground.folder),
      defaults: new Map(Object.entries(config.flags.defaults)),
    },
    rules: config.rules,
    notify: config.notify,
    access: config.access,
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

const TIMEOUT_MS = { command: 30_000, http: 5_000 } as const;

function probeOf(probe: Config["probes"][number], folder: string): ProbeSetting {
  const intervalMs = durationMs(probe.interval);
  const common = {
    name: probe.name,
    environment: probe.environment ?? null,
    intervalMs,
    timeoutMs:
      probe.timeout === undefined ? Math.min(TIMEOUT_MS[probe.kind], intervalMs) : durationMs(probe.timeout),
  };
  if (probe.kind === "http") return { ...common, kind: probe.kind, url: probe.url };
  return { ...common, kind: probe.kind, command: probe.command, cwd: resolve(folder, probe.cwd ?? ".") };
}

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
