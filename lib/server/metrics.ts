import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { remember } from "./remember";

/** Names from outside that one label takes; what comes after them is counted as `other`. */
const NAMES_MAX = 100;
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const WORK_SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What a probe's run came to: it said something, or it failed to. */
export type ProbeOutcome = "answered" | "timeout" | "failed";

/** What this process counts of its own work, by Prometheus' conventions: base units, `_total` for what only rises. */
export class Metrics {
  readonly registry = new Registry();
  readonly #registers = [this.registry];
  readonly #probeNames = new Set<string>();
  readonly #requests = new Counter({
    name: "greenlight_http_requests_total",
    help: "Requests answered, by route template",
    labelNames: ["method", "route", "status"],
    registers: this.#registers,
  });
  readonly #requestSeconds = new Histogram({
    name: "greenlight_http_request_duration_seconds",
    help: "Time from a request to its answer, or to the start of its stream",
    labelNames: ["method", "route"],
    buckets: REQUEST_SECONDS,
    registers: this.#registers,
  });
  readonly #ingested = new Counter({
    name: "greenlight_ingest_records_total",
    help: "Records by what they meant: accepted, updated, duplicate or rejected",
    labelNames: ["kind", "outcome"],
    registers: this.#registers,
  });
  readonly #ingestSeconds = new Histogram({
    name: "greenlight_ingest_duration_seconds",
    help: "Time to store one document with its sums",
    labelNames: ["kind"],
    buckets: WORK_SECONDS,
    registers: this.#registers,
  });
  readonly #probes = new Counter({
    name: "greenlight_probe_runs_total",
    help: "Runs of probes by what came of them",
    labelNames: ["probe", "kind", "outcome"],
    registers: this.#registers,
  });
  readonly #probeSeconds = new Histogram({
    name: "greenlight_probe_duration_seconds",
    help: "Time that a run of a probe took, with its retries",
    labelNames: ["probe", "kind"],
    buckets: WORK_SECONDS,
    registers: this.#registers,
  });
  readonly #writeFailures = new Counter({
    name: "greenlight_store_write_failures_total",
    help: "Transactions that the database could not take, by its code",
    labelNames: ["code"],
    registers: this.#registers,
  });

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.#requests.inc({ method, route, status });
    this.#requestSeconds.observe({ method, route }, seconds);
  }

  observeIngest(kind: string, outcomes: Readonly<Record<string, number>>, seconds: number): void {
    for (const outcome in outcomes) this.#ingested.inc({ kind, outcome }, outcomes[outcome] ?? 0);
    this.#ingestSeconds.observe({ kind }, seconds);
  }

  /** Notes one run of a probe: its name, `http`, `command` or `file`, what came of it, and how long it took. */
  observeProbe(name: string, kind: string, outcome: ProbeOutcome, seconds: number): void {
    const probe = bounded(this.#probeNames, name);
    this.#probes.inc({ probe, kind, outcome });
    this.#probeSeconds.observe({ probe, kind }, seconds);
  }

  observeWriteFailure(code: string): void {
    this.#writeFailures.inc({ code });
  }

  /** A gauge that is told anew at each look: labels that are not told again are gone. */
  gauge<Label extends string>(
    name: string,
    help: string,
    values: readonly (readonly [labels: Readonly<Record<Label, string>>, value: number])[],
  ): void {
    this.registry.removeSingleMetric(name);
    const labelNames = Object.keys(values[0]?.[0] ?? {});
    const gauge = new Gauge({ name, help, labelNames, registers: this.#registers });
    for (const [labels, value] of values) gauge.set(labels, value);
  }
}

/** The name itself, or `other` once a label has as many values as it may. */
function bounded(known: Set<string>, name: string): string {
  if (known.size < NAMES_MAX) known.add(name);
  return known.has(name) ? name : "other";
}

/** The figures of the process and its runtime, under their usual names (`process_…`, `nodejs_…`). One per process. */
export const processMetrics = (): Registry =>
  remember("process-metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    // Gauges that are named as counters are; the same figures stand by type in `nodejs_active_resources`.
    for (const name of ["handles", "requests", "resources"])
      registry.removeSingleMetric(`nodejs_active_${name}_total`);
    return registry;
  });
