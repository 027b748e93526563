import {
  type LatencySample,
  latencySamples,
  memorySamples,
  resourceSamples,
} from "@/db/queries/evidence-samples";
import { currentResults } from "@/db/queries/health";
import type { HealthResultRow } from "@/db/schema-signals";
import type { Environment } from "@/lib/domain/environment";
import { verdictOf, worst } from "@/lib/domain/health";
import { judge } from "@/lib/domain/judge";
import type { Rule } from "@/lib/domain/rule";
import { PROBE_STATUS } from "@/lib/domain/rule-metrics";
import { figure } from "@/lib/domain/words";
import type { App } from "@/lib/server/app";
import { saidBy } from "@/lib/server/health-view";
import { PUSHED_INTERVAL_MS } from "@/lib/server/ingest";
import { type Evidenced, type Question, stretchOf } from "./question";
import { summaryFinding } from "./summary-metric";
import { inBytes, inMs, plain, trendWords } from "./wording";

/** Longer windows are read from histograms. */
const RAW_MS_MAX = 3_600_000;
/** A probe that comes a moment late leaves a window one sample short: so much further back the missing ones are found. */
const LENIENCE = 0.1;

const PERCENT: Readonly<Record<string, 50 | 95 | 99>> = { p50: 50, p99: 99 };
/** As for every percentile: fewer samples say nothing about the tail. */
const SAMPLES_MIN = { 50: 1, 95: 20, 99: 100 } as const;

/** A percentile of a latency over the rule's window, whatever is observed. */
export async function latencyEvidence(
  app: App,
  rule: Rule,
  question: Question,
  name: string,
): Promise<Evidenced> {
  if (rule.windowMs > RAW_MS_MAX) {
    const metric = rule.metric === "rag_latency_p95_ms" ? "rag_latency_ms.p95" : rule.metric;
    return { finding: await summaryFinding(app, { ...rule, metric }, question), stale: false };
  }
  const percent = PERCENT[rule.metric.split(".")[1] ?? ""] ?? 95;
  const floor = Math.max(rule.minSamples, SAMPLES_MIN[percent]);
  const sinceMs = from(rule, question, rule.windowMs * (1 + LENIENCE));
  const samples = await latencySamples(app.store.db, name, stretchOf({ ...question, sinceMs }));
  const values = windowed(samples, question.nowMs - rule.windowMs, floor);
  const value = values.length < floor ? null : nearestRank(values, percent);
  const wording = inMs(`p${percent} of ${name === "rag" ? "RAG" : name}`);
  const threshold = { ...rule, minSamples: floor };
  const finding = judge({ kind: "figure", value, n: values.length, threshold, wording });
  const silent = values.length === 0 && (await checksAreLate(app, name, question));
  return { finding, stale: silent };
}

/** From when samples are read: so far back, unless what is observed began within the rule's window. */
const from = ({ windowMs }: Rule, { sinceMs, nowMs }: Question, backMs: number): number =>
  sinceMs > nowMs - windowMs ? sinceMs : nowMs - backMs;

/** Those of the window, newest first; where they are too few, those right before it, as many as are missing. */
function windowed(samples: readonly LatencySample[], fromMs: number, floor: number): number[] {
  const within = samples.filter(({ atMs }) => atMs >= fromMs).length;
  return samples.slice(0, Math.max(within, floor)).map(({ ms }) => ms);
}

const nearestRank = (values: readonly number[], percent: number): number | null =>
  values.toSorted((a, b) => a - b)[Math.ceil((percent / 100) * values.length) - 1] ?? null;

/** Whether the component of that name is checked, and the check is overdue. */
async function checksAreLate(app: App, name: string, { environment, nowMs }: Question): Promise<boolean> {
  const mine = (await resultsOf(app, environment)).filter(({ component }) => component === name);
  return mine.length > 0 && mine.every((row) => verdictOf(saidBy(row), nowMs).stale);
}

const resultsOf = async (app: App, environment: Environment | null): Promise<HealthResultRow[]> =>
  (await currentResults(app.store.db)).filter((row) => row.environment === (environment ?? ""));

/** For so many intervals a sample holds, as a health check does. */
const INTERVALS = 3;
const TREND_MS = 3_600_000;

/** Memory and processor: a sample holds for its window, and at least until three more are overdue. */
export async function resourceEvidence(app: App, rule: Rule, question: Question): Promise<Evidenced> {
  const heldMs = INTERVALS * intervalMsOf(app, question.environment);
  const sinceMs = from(rule, question, Math.max(rule.windowMs, heldMs));
  const samples = await resourceSamples(app.store.db, stretchOf({ ...question, sinceMs }));
  if (rule.metric === "memory_bytes") {
    const known = samples.flatMap(({ memoryBytes }) => memoryBytes ?? []);
    const finding = judge({
      ...{ kind: "figure", value: known[0] ?? null, n: known.length },
      ...{ threshold: rule, wording: inBytes("memory") },
    });
    const grown = finding.verdict === "fail" ? await trend(app, question) : "";
    return { finding: { ...finding, said: finding.said + grown }, stale: false };
  }
  const cores = samples.flatMap(({ cpuCores }) => cpuCores ?? []);
  const value = cores.length === 0 ? null : cores.reduce((sum, one) => sum + one, 0) / cores.length;
  const wording = plain("mean of processor cores");
  return {
    finding: judge({ kind: "figure", value, n: cores.length, threshold: rule, wording }),
    stale: false,
  };
}

async function trend(app: App, question: Question): Promise<string> {
  const hour = stretchOf({ ...question, sinceMs: question.nowMs - TREND_MS });
  return trendWords(await memorySamples(app.store.db, hour));
}

/** How often a process of that environment is sampled; what is pushed is taken to come once a minute. */
function intervalMsOf(app: App, environment: Environment | null): number {
  const sampled = app.settings().resources.filter((one) => one.environment === environment);
  return sampled.reduce((longest, { intervalMs }) => Math.max(longest, intervalMs), PUSHED_INTERVAL_MS);
}

const NAMES = Object.fromEntries(Object.entries(PROBE_STATUS).map(([name, value]) => [value, name]));

/** The worst state of the probes of an environment; where none is configured, of whatever it reports. */
export async function probeEvidence(app: App, rule: Rule, question: Question): Promise<Evidenced> {
  const named = app
    .settings()
    .probes.filter((probe) => probe.environment === question.environment)
    .map(({ name }) => name);
  const rows = await resultsOf(app, question.environment);
  const mine = named.length === 0 ? rows : rows.filter(({ component }) => named.includes(component));
  const verdicts = mine.map((row) => ({ row, ...verdictOf(saidBy(row), question.nowMs) }));
  const heard = verdicts.filter(({ stale }) => !stale);
  const state = heard.length === 0 ? null : worst(heard.map(({ status }) => status));
  const bad = heard.filter(({ status }) => status === state && state !== "healthy");
  const names = bad.map(({ row }) => row.component).join(", ");
  const finding = judge({
    ...{ kind: "figure", value: state === null ? null : PROBE_STATUS[state], n: heard.length },
    ...{ threshold: rule, wording: { what: "state of probes", show: (v) => NAMES[v] ?? figure(v) } },
  });
  const said = names === "" ? finding.said : `${finding.said}: ${names}`;
  return { finding: { ...finding, said }, stale: mine.length > 0 && heard.length === 0 };
}
