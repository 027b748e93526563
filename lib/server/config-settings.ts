import type { Config, SourceKind } from "@/lib/contract/config";
import type { DigestDay } from "@/lib/domain/digest";
import type { Environment } from "@/lib/domain/environment";
import type { Requirement } from "@/lib/domain/requirement";
import type { Zone } from "@/lib/domain/time";
import type { Variables } from "./config-env";

/** A watched file. Kind `auto` is told by content: so `--source PATH` names files. */
export interface SourceSetting {
  kind: SourceKind | "auto";
  /** Absolute. */
  path: string;
  environment: Environment | null;
  /** What its naive timestamps are read in; the reporting zone where it has none of its own. */
  timezone: Zone;
  /** How often a result of a component is due in it, in milliseconds; without it, as if it were pushed. */
  intervalMs?: number;
}

interface ProbeCommon {
  name: string;
  environment: Environment | null;
  intervalMs: number;
  timeoutMs: number;
  /** How many times it is tried again before a failure counts. */
  retries: number;
}
export type ProbeSetting =
  | (ProbeCommon & { kind: "command"; command: readonly string[]; cwd: string })
  | (ProbeCommon & { kind: "http"; url: string })
  | (ProbeCommon & { kind: "file"; path: string });

interface SmokeCommon {
  /** What articles are written about, each once. */
  topics: readonly string[];
  /** For one article. */
  timeoutMs: number;
}
/** What writes articles on request. */
export type SmokeSetting =
  | (SmokeCommon & { kind: "command"; command: readonly string[]; cwd: string })
  | (SmokeCommon & { kind: "webhook"; url: string; secret: string | null });

/** A process whose memory and processor use are sampled. */
export interface ResourceSetting {
  /** Absolute. */
  pidFile: string;
  intervalMs: number;
  environment: Environment | null;
}

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
  resources: ResourceSetting[];
  traffic: { stateFile: string | null; driver: "state-file" | "haproxy"; haproxy: HaproxySetting | null };
  flags: { file: string | null; defaults: ReadonlyMap<string, boolean> };
  /** As the file writes them; a later floor lays them over the default rules. */
  rules: Config["rules"];
  notify: Config["notify"];
  /** What every release is asked for, whatever its plan says. */
  releases: { requires: readonly Requirement[] };
  /** Null where nothing is set up to write articles on request. */
  smoke: SmokeSetting | null;
  /** Null where there is none. */
  budget: { monthlyUsd: number } | null;
  /** In the reporting zone; null where nobody wants one. */
  digest: { day: Exclude<DigestDay, "never">; time: string } | null;
  access: {
    anonymous: Config["access"]["anonymous"];
    /** The address people open, where it is not that of the server itself. */
    url: string | null;
    /** Whose `X-Forwarded-For` is believed. */
    proxies: readonly string[];
    requestsPerMinute: number;
  };
  /** Null where none are scheduled. */
  backup: { everyMs: number; keep: number; folder: string } | null;
  metrics: Config["metrics"];
  origins: Origin[];
}

export type HaproxySetting = NonNullable<Config["traffic"]["haproxy"]>;
