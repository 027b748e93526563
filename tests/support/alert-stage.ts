import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { alertHistory, alertsState } from "@/db/queries/alerts";
import { storedFlags } from "@/db/queries/switches";
import { addRelease } from "@/db/record/releases";
import type { Act, AlertEffect } from "@/lib/domain/alert-effect";
import type { Alert } from "@/lib/domain/alert-state";
import type { Environment } from "@/lib/domain/environment";
import type { Kind } from "@/lib/ingest/parse";
import { AlertWatch } from "@/lib/server/alerts/look";
import { type App, openApp } from "@/lib/server/app";
import { keepDerived } from "@/lib/server/rebuild";
import { TEST_KEY } from "./access";
import { pushText } from "./app";
import { observing, release } from "./release";

const SECOND = 1000;

/** An application with real documents, whose alerts are looked at when a test says so, by clocks that a test moves. */
export class AlertStage {
  readonly folder: string;
  readonly clock = { nowMs: Date.UTC(2026, 10, 23, 12), monoMs: 5_000_000 };
  effects: AlertEffect[] = [];
  #open: { app: App; watch: AlertWatch } | null = null;
  #told = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  get app(): App {
    return this.#opened.app;
  }

  get watch(): AlertWatch {
    return this.#opened.watch;
  }

  get #opened() {
    if (this.#open === null) throw new Error("not started");
    return this.#open;
  }

  async start(): Promise<void> {
    const env = { NODE_ENV: "test", LOG_LEVEL: "silent", GREENLIGHT_API_KEY: TEST_KEY } as const;
    const data = { GREENLIGHT_DATA_DIR: join(this.folder, "data") };
    const app = await openApp({ ...env, ...data }, this.folder, () => this.clock.nowMs);
    await keepDerived(app);
    this.#open = { app, watch: new AlertWatch(app, () => this.clock.monoMs) };
  }

  async stop(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    open?.app.bus.close();
    await open?.app.store.close();
  }

  /** Time passes while nothing runs, then another process takes up what is stored. */
  async restart(downMs = SECOND): Promise<void> {
    await this.stop();
    this.clock.nowMs += downMs;
    this.clock.monoMs = 1000;
    Reflect.deleteProperty(globalThis, Symbol.for("greenlight.traffic-acting"));
    await this.start();
  }

  pass(ms: number): void {
    this.clock.nowMs += ms;
    this.clock.monoMs += ms;
  }

  /** One look, so many seconds after the one before. Answers what it asked for. */
  async look(seconds = 5): Promise<readonly AlertEffect[]> {
    this.pass(seconds * SECOND);
    const looked = await this.watch.look();
    this.effects.push(...(looked?.effects ?? []));
    return looked?.effects ?? [];
  }

  /** Looks every five seconds for so long. */
  async looks(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 5) await this.look(Math.min(5, left));
  }

  /** Pushes lines of a kind. */
  async tell(kind: Kind, lines: readonly object[], environment: Environment | null = null): Promise<void> {
    await pushText(this.app, kind, lines.map((line) => JSON.stringify(line)).join("\n"), environment);
  }

  /** The moment so many seconds ago, as records write it; each one another, so that none is told twice. */
  iso(secondsAgo = 0): string {
    return new Date(this.clock.nowMs - secondsAgo * SECOND).toISOString();
  }

  /** Jobs that end one after the other, a second apart, the last one now: true where one fails. */
  async jobs(bad: readonly boolean[], environment: Environment = "green"): Promise<void> {
    const all = bad.map((failed, index) => ({
      failed,
      at: this.iso(bad.length - 1 - index),
      id: this.#next,
    }));
    const failed = all.filter((job) => job.failed);
    const good = all.filter((job) => !job.failed);
    const errors = failed.map(({ at, id }) => ({
      ...{ timestamp: at, class: "llm_api", kind: "timeout", message: "it broke", job: `job ${id}` },
    }));
    if (errors.length > 0) await this.tell("errors", errors, environment);
    const lines = good.map(({ at, id }) => ({ timestamp: at, topic: `topic ${id}`, total_cost_usd: 0.5 }));
    if (lines.length > 0) await this.tell("article-costs", lines, environment);
  }

  /** That errors are told of at all: one of the other environment, long ago. */
  async errorsTold(): Promise<void> {
    const old = { timestamp: this.iso(30 * 86_400), class: "other", message: "long ago", job: "old" };
    await this.tell("errors", [old], "blue");
  }

  /** Articles of that many seconds each, a minute apart, the last one now. */
  async timed(seconds: readonly number[], environment: Environment = "green"): Promise<void> {
    const lines = seconds.map((wall_seconds, index) => ({
      ...{ timestamp: this.iso((seconds.length - 1 - index) * 60), topic: `topic ${this.#next}` },
      ...{ total_cost_usd: 0.5, wall_seconds },
    }));
    await this.tell("article-costs", lines, environment);
  }

  /** Articles of that human value and cost in dollars, a minute apart, the last one now. */
  async articles(
    made: readonly { human: number; cost: number }[],
    environment: Environment = "green",
  ): Promise<void> {
    const executions = made.map(({ human, cost }, index) => {
      const at = this.iso((made.length - 1 - index) * 60);
      const id = `run ${this.#next}`;
      const call = { model: "gpt-4o", input_tokens: 100, output_tokens: 100, cost_usd: cost };
      return {
        ...{ execution_id: id, agent: "full_pipeline", start_time: at, end_time: at },
        ...{ human_hours_equivalent: human / 75, human_cost_equivalent: human },
        llm_calls: [{ timestamp: at, agent: "writer", ...call, metadata: { topic: id } }],
      };
    });
    await pushText(this.app, "execution-roi", JSON.stringify({ version: "1.0", executions }), environment);
  }

  async gates(passed: number, failed: number, environment: Environment = "green"): Promise<void> {
    const run = {
      timestamp: new Date(this.clock.nowMs - this.#next).toISOString(),
      agents: { editor_agent: { gates_passed: passed, gates_failed: failed } },
    };
    await pushText(this.app, "agent-metrics", JSON.stringify({ version: "1.0", runs: [run] }), environment);
  }

  /** So many samples of a latency, that many seconds apart, the last one now. */
  async latency(name: string, valuesMs: readonly number[], apartS = 15, environment: Environment = "green") {
    const samples = valuesMs.map((value_ms, index) => ({
      ...{ timestamp: this.iso((valuesMs.length - 1 - index) * apartS), name, value_ms },
    }));
    await this.tell("latency", samples, environment);
  }

  async memory(bytes: number, environment: Environment = "green"): Promise<void> {
    await this.tell("resources", [{ timestamp: this.iso(), memory_bytes: bytes }], environment);
  }

  /** A release of green at half of the traffic. */
  async release(id = "one"): Promise<void> {
    const running = release(observing(), { id, applied: 50 });
    await this.app.store.write((tx) => addRelease(tx, running, "hash", "test"));
  }

  async alert(rule: string, environment: Environment | null = "green"): Promise<Alert | undefined> {
    const { alerts } = await alertsState(this.app.store.db);
    return alerts.find((alert) => alert.rule === rule && alert.environment === environment);
  }

  async flag(name: string): Promise<boolean | undefined> {
    return (await storedFlags(this.app.store.db)).find((flag) => flag.name === name)?.enabled;
  }

  /** What stands in the queue of notifications, oldest first. */
  async queued(): Promise<string[]> {
    const rows = await this.app.store.db.selectFrom("notification").selectAll().orderBy("id").execute();
    return rows.map(({ payload }) => {
      const { kind, alerts } = JSON.parse(payload);
      return `${kind} ${alerts.map((alert: { rule: string; environment: string }) => `${alert.rule} ${alert.environment}`).join(", ")}`;
    });
  }

  /** What the history says of a rule, oldest first. */
  async history(rule: string): Promise<string[]> {
    const entries = await alertHistory(this.app.store.db, { rule, limit: 200 });
    return entries.map(({ kind }) => kind).reverse();
  }

  get acts(): string[] {
    const acts = this.effects.filter((effect): effect is Act => effect.kind === "act");
    return acts.map(({ action, note }) => `${note.rule} ${action.kind}`);
  }

  get #next(): number {
    this.#told += 1;
    return this.#told;
  }
}

/** A receiver that is told what is queued; nothing is sent here. */
export const RECEIVER = "notify: [{ kind: webhook, url: 'http://127.0.0.1:1/hook' }]";

/** An application in a folder of its own, with these lines of greenlight.yaml, started. */
export async function alertStage(config: readonly string[] = [RECEIVER]): Promise<AlertStage> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-alerts-"));
  await writeFile(join(folder, "greenlight.yaml"), ["timezone: UTC", ...config, ""].join("\n"));
  const stage = new AlertStage(folder);
  onTestFinished(async () => {
    await stage.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await stage.start();
  return stage;
}
