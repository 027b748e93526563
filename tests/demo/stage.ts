import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type Article, article } from "@/lib/demo/article";
import { schedule } from "@/lib/demo/pipeline";
import {
  COST_LINES_FILE,
  EXECUTIONS_FILE,
  type SimulatorOptions,
  startSimulator,
} from "@/lib/workers/simulate";
import { NOW_MS, STORY } from "./history";
import { costLineShape, documentShape } from "./shapes";

/** Every article that should have been written by then. */
export const expected = (untilMs: number): Article[] =>
  schedule(STORY, STORY.startMs, untilMs - 10_000).map((slot) => article(STORY, slot));

/** A simulator in a folder of its own, whose clock moves only while it sleeps, and a follower that reads when asked to. */
export class Stage {
  readonly directory: string;
  readonly logged: string[] = [];
  /** Execution ids, in the order in which the follower first saw them. */
  readonly seen = new Set<string>();
  nowMs = NOW_MS;

  constructor(directory: string) {
    this.directory = directory;
  }

  static async open(): Promise<Stage> {
    return new Stage(await mkdtemp(join(tmpdir(), "demo-")));
  }

  close = () => rm(this.directory, { recursive: true, force: true });

  path = (file: string) => join(this.directory, file);

  text = (file: string) => readFile(this.path(file), "utf8");

  executions = async () => documentShape.parse(JSON.parse(await this.text(EXECUTIONS_FILE))).executions;

  lines = async () => {
    const written = (await this.text(COST_LINES_FILE)).split("\n").slice(0, -1);
    return written.map((line) => costLineShape.parse(JSON.parse(line)));
  };

  look = async () => {
    for (const { execution_id } of await this.executions()) this.seen.add(execution_id);
  };

  /** Runs for that long, or until `stop` says so after a look at the files. */
  async run(ms: number, changes: Partial<SimulatorOptions> = {}, stop = () => false): Promise<void> {
    const abort = new AbortController();
    const endMs = this.nowMs + ms;
    await startSimulator({
      directory: this.directory,
      nowMs: () => this.nowMs,
      seed: STORY.seed,
      speed: 60,
      settled: async () => {
        await this.look();
        if (stop()) abort.abort();
      },
      signal: abort.signal,
      log: (_, cause) => this.logged.push(String(cause)),
      sleep: async (sleptMs) => {
        this.nowMs += sleptMs;
        if (this.nowMs > endMs) abort.abort();
      },
      ...changes,
    });
  }

  /** Both files held every article up to then, once and in order. */
  async expectWhole(untilMs = this.nowMs - 1_000): Promise<void> {
    const articles = expected(untilMs);
    expect(await this.lines()).toEqual(articles.map(({ costLine }) => costLine));
    expect([...this.seen]).toEqual(articles.map(({ execution }) => execution.execution_id));
  }
}
