import { pushing } from "@/lib/client/curl";

/** The lines that bring a figure onto the page, ready to be copied. */

const post = (origin: string, kind: string, body: object): string =>
  pushing(origin, kind, `-d '${JSON.stringify(body)}'`);

/** Text that a shell takes as it is within single quotes, and JSON within double ones. */
const plain = (name: string): string => name.replaceAll(/[^\w .:/@-]/g, "_");

export const pushHealth = (origin: string, component: string): string =>
  post(origin, "health", { component: plain(component), status: "healthy", latency_ms: 120 });

export const PROBE_LINES = `probes:
  - { name: pipeline, kind: command, command: [python3, scripts/production_health_check.py], cwd: ../economist, interval: 60s, timeout: 30s }`;

export const RESOURCE_LINES = `resources:
  - { pid_file: ../economist/pipeline.pid, interval: 15s }`;

export const LOG_LINES = `sources:
  - { kind: log, path: ../economist/logs/production.log }`;

/** A moment that reads as an example; records are kept at the time that they name. */
const NOW = "$(date -u +%FT%TZ)";

const postNow = (origin: string, kind: string, body: object): string =>
  post(origin, kind, { timestamp: "NOW", ...body }).replace('"NOW"', `"'"${NOW}"'"`);

export const pushLatency = (origin: string, name: string): string =>
  postNow(origin, "latency", { name: plain(name), value_ms: 168 });

export const pushResources = (origin: string): string =>
  postNow(origin, "resources", { memory_bytes: 1_200_000_000, cpu_cores: 1.4 });

export const pushError = (origin: string): string =>
  postNow(origin, "errors", { class: "llm_api", kind: "rate_limit", message: "429 from the API" });
