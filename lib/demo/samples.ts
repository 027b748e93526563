import { closelyFromMs, conditionAt, memoryClimb, moments, ragSlowness } from "./conditions";
import { TRAITS } from "./environments";
import { between, drawsOf, lognormal } from "./random";
import { DAY_MS, HOUR_MS, MINUTE_MS, ownSeed, type Story, weekend } from "./story";
import { busyAt, deployedMs, versionAt, works } from "./turns";
import { rounded } from "./work";

/** Something that the pipeline writes at a moment; `text` ends with its newline. */
export interface Entry {
  atMs: number;
  text: string;
}

const SECOND_MS = 1000;

/** How often a duration is measured, and what tells its draws from others. */
const MEASURES = [
  { name: "rag", every: [5 * MINUTE_MS, 30 * SECOND_MS], key: 21 },
  { name: "llm", every: [15 * MINUTE_MS, MINUTE_MS], key: 22 },
  { name: "telemetry", every: [15 * MINUTE_MS, 2 * MINUTE_MS], key: 23 },
] as const;

type Measured = (typeof MEASURES)[number]["name"];

/** The lines of `latency.jsonl` after `afterMs` and not after `untilMs`. Only what succeeded is measured. */
export function latencyLines(story: Story, afterMs: number, untilMs: number): Entry[] {
  return MEASURES.flatMap(({ name, every, key }) =>
    [...moments(story, every, afterMs, untilMs)]
      .filter((atMs) => measurable(story, name, atMs))
      .map((atMs) => {
        const { median, spread } = durationOf(story, name, atMs);
        const value = lognormal(drawsOf(ownSeed(story), atMs / SECOND_MS, key), median, spread);
        return line(atMs, { name, value_ms: rounded(value, 2) });
      }),
  ).sort((a, b) => a.atMs - b.atMs);
}

/** Without work no model is asked, and the others seldom: an idle environment must not tell how the pipeline is. */
function measurable(story: Story, name: Measured, atMs: number): boolean {
  if (!works(story, atMs)) return name !== "llm" && atMs % HOUR_MS === 0;
  if (name === "telemetry") return true;
  return conditionAt(story, component(name), atMs) !== "unhealthy";
}

const component = (name: "rag" | "llm") => (name === "rag" ? "rag" : "flow");

/** Median and spread of a duration in milliseconds. */
function durationOf(story: Story, name: Measured, atMs: number): { median: number; spread: number } {
  if (name === "llm") return { median: 4_200, spread: 0.45 };
  if (name === "telemetry") return { median: 8.5, spread: 0.22 };
  const { ragMedianMs, ragSpread } = TRAITS[story.environment];
  return { median: ragMedianMs * ragSlowness(story, atMs), spread: ragSpread };
}

const RESOURCES_EVERY = [15 * MINUTE_MS, MINUTE_MS] as const;
/** Work comes in pieces of ten minutes. */
const PIECE_MS = 10 * MINUTE_MS;

/** The lines of `resources.jsonl` after `afterMs` and not after `untilMs`. */
export const resourceLines = (story: Story, afterMs: number, untilMs: number): Entry[] =>
  [...moments(story, RESOURCES_EVERY, afterMs, untilMs)].map((atMs) => {
    const draw = drawsOf(ownSeed(story), atMs / SECOND_MS, 31);
    const busy = busyness(story, atMs);
    const wave = Math.sin((2 * Math.PI * atMs) / (6 * HOUR_MS));
    const gigabytes =
      1.05 + 0.07 * wave + 0.16 * busy + between(draw, -0.025, 0.025) + 0.5 * memoryClimb(story, atMs);
    const cores = 0.55 + 2 * busy + between(draw, 0, 0.4);
    return line(atMs, { memory_bytes: Math.round(gigabytes * 1e9), cpu_cores: rounded(cores, 2) });
  });

/** From 0 to 1: what the pipeline has to do in these ten minutes. */
function busyness(story: Story, atMs: number): number {
  if (conditionAt(story, "flow", atMs) === "unhealthy" || !works(story, atMs)) return 0;
  if (busyAt(story, atMs)) return 0.9;
  const hour = new Date(atMs).getUTCHours();
  const likely = (hour >= 7 && hour < 19 ? 0.75 : 0.35) * (weekend(Math.floor(atMs / DAY_MS)) ? 0.7 : 1);
  const draw = drawsOf(ownSeed(story), Math.floor(atMs / PIECE_MS), 32);
  return draw() < likely ? between(draw, 0.45, 1) : between(draw, 0, 0.15);
}

const HEALTH_EVERY = [15 * MINUTE_MS, 5 * MINUTE_MS] as const;

/** Of what is going on now: a check says for half a minute that an environment can take everything. */
const LIVE_HEALTH_EVERY = [15 * SECOND_MS, 15 * SECOND_MS] as const;

/** How often a health check is due: what lies between two is known by the first. */
export const HEALTH_INTERVAL_MS = HEALTH_EVERY[0];

/**
 * The lines of `health.jsonl` after `afterMs` and not after `untilMs`: whole checks of all components; `live` ones are close.
 * What was just deployed is checked at once.
 */
export const healthLines = (story: Story, afterMs: number, untilMs: number, live = false): Entry[] =>
  [
    ...moments(story, live ? LIVE_HEALTH_EVERY : HEALTH_EVERY, afterMs, untilMs),
    ...deployedMs(story, afterMs, untilMs),
  ]
    .sort((a, b) => a - b)
    .map((atMs) => healthLine(story, atMs));

function healthLine(story: Story, atMs: number): Entry {
  const components = {
    flow: flow(story, atMs),
    rag: rag(story, atMs),
    roi: roi(story, atMs),
    dependencies: dependencies(story, atMs),
  };
  const statuses = Object.values(components).map(({ status }) => status);
  const status = (["unhealthy", "degraded"] as const).find((bad) => statuses.includes(bad)) ?? "healthy";
  const older = story.environment === "blue" && atMs < closelyFromMs(story);
  const usual = older ? "sprint-13" : TRAITS[story.environment].version;
  const version = versionAt(story, atMs) ?? usual;
  return line(atMs, { status, version, components });
}

function flow(story: Story, atMs: number) {
  const status = conditionAt(story, "flow", atMs);
  if (status === "healthy") return { status, available: true, stages: 6, details: "Flow operational" };
  const fallback = "WORKFLOW_SEQUENCE";
  if (status === "degraded") return { status, available: true, fallback, details: "Flow catching up" };
  const error = "ConnectionError: cannot reach the flow engine at 127.0.0.1:8765";
  return { status, available: false, fallback, error, details: "Flow not available" };
}

function rag(story: Story, atMs: number) {
  const status = conditionAt(story, "rag", atMs);
  const fallback = "Editor without RAG";
  if (status === "unhealthy") {
    const error = "TimeoutError: the vector store did not answer within 5 s";
    return { status, available: false, fallback, error, details: "RAG not available" };
  }
  const { median, spread } = durationOf(story, "rag", atMs);
  const latency = lognormal(drawsOf(ownSeed(story), Math.floor(atMs / SECOND_MS), 21), median, spread);
  const slow = latency > 500;
  return {
    status: slow ? ("degraded" as const) : status,
    available: true,
    latency_ms: rounded(latency, 2),
    query_test: { query: "house style", results: 5, passed: true },
    documents: 1_204,
    ...(slow && { details: "RAG is slower than 500 ms" }),
  };
}

function roi(story: Story, atMs: number) {
  const status = conditionAt(story, "roi", atMs);
  const latency_ms = rounded(
    lognormal(drawsOf(ownSeed(story), Math.floor(atMs / SECOND_MS), 24), 8.5, 0.22),
    2,
  );
  if (status === "healthy") return { status, available: true, latency_ms, details: "Telemetry operational" };
  return {
    status,
    available: false,
    fallback: "No telemetry",
    error: "PermissionError: logs/execution_roi.json",
  };
}

function dependencies(story: Story, atMs: number) {
  const status = conditionAt(story, "dependencies", atMs);
  const missing = status === "healthy" ? [] : [{ name: "crewai", description: "Agent orchestration" }];
  return {
    status,
    total: 4,
    available: 4 - missing.length,
    missing: missing.length,
    missing_deps: missing,
    details: `${4 - missing.length}/4 critical dependencies available`,
  };
}

const line = (atMs: number, told: object): Entry => ({
  atMs,
  text: `${JSON.stringify({ timestamp: new Date(atMs).toISOString(), ...told })}\n`,
});
