import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/**
 * A fast pipeline: for each article it writes what the real one does, into real files in the real shapes. Tests call it
 * (`made`), and a server runs it as the command of its smoke tests (`smokeLines`). Node's own modules only: it is a program, too.
 */

/** How it does; a test can change it between two articles, also of a server that runs it (`behaves`). */
export interface Behaviour {
  costUsd: number;
  /** Of the editor's five gates. */
  gatesFailed: number;
  seconds: number;
  /** Ends with exit code 1, without an article. */
  fails: boolean;
  /** Never ends, with a child that does not either. Its numbers stand in `pids`. */
  hangs: boolean;
  /** Ends well, and leaves no article. */
  silent: boolean;
  /** Prints what the article cost. */
  says: boolean;
  /** When it writes, where that is not now. */
  atMs: number | null;
}

const USUAL: Behaviour = {
  ...{ costUsd: 0.49, gatesFailed: 0, seconds: 288 },
  ...{ fails: false, hangs: false, silent: false, says: false, atMs: null },
};

export interface Wish extends Partial<Behaviour> {
  /** Where the files of the pipeline lie; made where it is missing. */
  folder: string;
}

const FILES = {
  lines: "agent_sdk_costs.jsonl",
  executions: "execution_roi.json",
  metrics: "agent_metrics.json",
  health: "health.json",
  behaviour: "behaviour.json",
  pids: "pids",
} as const;

export const fileIn = (folder: string, name: keyof typeof FILES): string => join(folder, FILES[name]);

/** From now on it does so; also for the articles that a server asks for. */
export function behaves(folder: string, behaviour: Partial<Behaviour>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileIn(folder, "behaviour"), JSON.stringify(behaviour));
}

/** Writes one article as the pipeline of this folder would: its line, its execution and its metrics. */
export function made(topic: string, { folder, ...wished }: Wish): void {
  const { costUsd, gatesFailed, seconds, atMs } = {
    ...USUAL,
    ...readJson(fileIn(folder, "behaviour"), {}),
    ...wished,
  };
  mkdirSync(folder, { recursive: true });
  const time = new Date(atMs ?? Date.now()).toISOString().replace("Z", "000+00:00");
  const writer = costUsd * 0.86;
  const work = { topic, time, costUsd, writer, graphics: costUsd - writer, seconds };
  addExecution(fileIn(folder, "executions"), work);
  addMetrics(fileIn(folder, "metrics"), time, gatesFailed);
  const line = {
    ...{ timestamp: time, topic, total_cost_usd: costUsd },
    ...{ writer_cost_usd: writer, graphics_cost_usd: work.graphics },
    ...{ writer_model: "claude-opus-4-7", graphics_model: "claude-sonnet-4-6" },
    ...{ stage3_seconds: seconds - 0.01, stage4_seconds: 0.01, wall_seconds: seconds },
    ...{ editorial_score: 88 - 10 * gatesFailed, gates_passed: 5 - gatesFailed },
    ...{ publication_validator_passed: gatesFailed === 0, article_chars: 6643 },
  };
  appendFileSync(fileIn(folder, "lines"), `${JSON.stringify(line)}\n`);
}

/** Writes what the health check prints, of a pipeline in which all is well unless told otherwise. */
export function checkedHealth(
  folder: string,
  { version, status = "healthy", packages = 171 }: { version: string; status?: string; packages?: number },
): void {
  mkdirSync(folder, { recursive: true });
  const well = { status, available: status === "healthy" };
  const document = {
    ...{ status, version, timestamp: new Date().toISOString() },
    components: {
      environment: {
        ...{ status: "healthy", python_version: "3.13.0", correct_version: true, venv_active: true },
        ...{ packages_installed: packages, details: `Python 3.13.0, ${packages} packages` },
      },
      file_system: {
        status: "healthy",
        output_dir_exists: true,
        charts_dir_exists: true,
        logs_dir_writable: true,
      },
      dependencies: { status: "healthy", total: 4, available: 4, missing: 0, missing_deps: [] },
      flow: { ...well, stages: 6, details: "Flow operational" },
      rag: { ...well, latency_ms: 142.5, query_test: { query: "house style", results: 5, passed: true } },
      roi: { ...well, latency_ms: 8.5, details: "Telemetry operational" },
    },
  };
  writeFileSync(fileIn(folder, "health"), JSON.stringify(document, null, 2));
}

interface Work {
  topic: string;
  time: string;
  costUsd: number;
  writer: number;
  graphics: number;
  seconds: number;
}

/** Rewrites the whole document in place, as the pipeline does. */
function addExecution(file: string, { topic, time, costUsd, writer, graphics, seconds }: Work): void {
  const document = readJson<{ executions: unknown[] }>(file, { executions: [] });
  const metadata = { schema_version: "1.0", created: time, last_updated: time, rotation_policy: "30-day" };
  const agent = (agent_name: string, model: string, cost_usd: number, share: number) => ({
    agent_name,
    tokens_used: { prompt_tokens: 9_200, completion_tokens: 4_100, total_tokens: 13_300 },
    ...{ model, cost_usd, duration_seconds: seconds * share },
  });
  const execution = {
    ...{ execution_id: randomUUID(), timestamp: time, topic },
    agents: [
      agent("writer", "claude-opus-4-7", writer, 0.8),
      agent("graphics", "claude-sonnet-4-6", graphics, 0.2),
    ],
    totals: { total_tokens: 26_600, total_cost_usd: costUsd, human_hours_equivalent: 4.5, word_count: 1_100 },
  };
  const executions = [...document.executions, execution];
  writeFileSync(file, JSON.stringify({ metadata, executions }, null, 2));
}

function addMetrics(file: string, timestamp: string, gates_failed: number): void {
  const document = readJson<{ runs: unknown[] }>(file, { runs: [] });
  const gates_passed = 5 - gates_failed;
  const run = {
    timestamp,
    agents: {
      research_agent: { data_points: 10, verified: 9, unverified: 1, verification_rate: 90 },
      writer_agent: { word_count: 1_100, banned_phrases: 0, validation_passed: true, chart_embedded: true },
      editor_agent: { gates_passed, gates_failed, gate_pass_rate: 20 * gates_passed, edits_made: 6 },
      graphics_agent: { charts_generated: 1, visual_qa_passed: 1, visual_qa_pass_rate: 100 },
    },
    summary: { agents_tracked: 4, agents_successful: 4, success_rate: 100 },
  };
  const runs = [...document.runs, run];
  writeFileSync(file, JSON.stringify({ version: "1.0", created: timestamp, runs }, null, 2));
}

const readJson = <T>(file: string, otherwise: T): T =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : otherwise;

/** Lines of greenlight.yaml that let a server run this program for its smoke tests, each environment in a folder of its own. */
export function smokeLines(folder: string, topics: readonly string[] = ["One", "Two", "Three"]): string {
  const program = fileURLToPath(import.meta.url);
  const words = [process.execPath, program, "--folder", `${folder}/{environment}`, "--topic", "{topic}"];
  return `smoke: ${JSON.stringify({ kind: "command", command: words, topics, timeout: "30s" })}`;
}

async function main(): Promise<void> {
  const options = { folder: { type: "string" }, topic: { type: "string" } } as const;
  const { folder = ".", topic = "" } = parseArgs({ options }).values;
  const { fails, hangs, silent, says, costUsd } = { ...USUAL, ...readJson(fileIn(folder, "behaviour"), {}) };
  process.stdout.write(`2026-11-23 07:11:11,710 - pipeline - INFO - writing about ${topic}\n`);
  if (hangs) return hang(fileIn(folder, "pids"));
  if (fails) {
    process.stderr.write("openai.APITimeoutError: Request timed out. api_key=sk-proj-abcdefghijklmnop1234\n");
    process.exitCode = 1;
    return;
  }
  if (!silent) made(topic, { folder });
  if (says) process.stdout.write(`${JSON.stringify({ cost_usd: costUsd })}\n`);
}

/** Imported late, so that who only writes files starts nothing. */
async function hang(file: string): Promise<void> {
  const { spawn } = await import("node:child_process");
  const child = spawn(
    process.execPath,
    ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"],
    {
      stdio: "ignore",
    },
  );
  writeFileSync(file, `${process.pid} ${child.pid}`);
  setInterval(() => {}, 1000);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
