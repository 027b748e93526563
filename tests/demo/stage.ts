import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { z } from "zod";
import { type Article, article, LINE_LAG_MS_MAX } from "@/lib/demo/article";
import { schedule } from "@/lib/demo/pipeline";
import type { Story, Turn } from "@/lib/demo/story";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { COST_LINES_FILE, EXECUTIONS_FILE } from "@/lib/workers/article-files";
import { TURNS_FILE } from "@/lib/workers/demo-pipeline";
import { type SimulatorOptions, startSimulator } from "@/lib/workers/simulate";
import { NOW_MS, STORY } from "./history";
import { costLineShape, documentShape } from "./shapes";

/** Every article that should have been written by then. */
export const expected = (story: Story, untilMs: number): Article[] =>
  schedule(story, story.startMs, untilMs - LINE_LAG_MS_MAX).map((slot) => article(story, slot));

/** A simulator in a folder of its own, whose clock moves only while it sleeps, and a follower that reads when asked to. */
export class Stage {
  readonly directory: string;
  readonly logged: string[] = [];
  /** Execution ids, in the order in which the follower first saw them. */
  readonly seen: Record<Environment, Set<string>> = { blue: new Set(), green: new Set() };
  nowMs = NOW_MS;
  /** What the state file says. */
  green: number | null = 0;

  constructor(directory: string) {
    this.directory = directory;
  }

  static async open(): Promise<Stage> {
    return new Stage(await mkdtemp(join(tmpdir(), "demo-")));
  }

  close = () => rm(this.directory, { recursive: true, force: true });

  path = (file: string, environment: Environment = "blue") => join(this.directory, environment, file);

  text = (file: string, environment: Environment = "blue") => readFile(this.path(file, environment), "utf8");

  turns = async (): Promise<Turn[]> => {
    const written = (await readFile(join(this.directory, TURNS_FILE), "utf8")).split("\n").slice(0, -1);
    return written.map((line) => JSON.parse(line));
  };

  /** What the files should tell, now that it is known what was asked of the split. */
  story = async (environment: Environment): Promise<Story> => ({
    ...STORY,
    environment,
    turns: await this.turns(),
  });

  executions = async (environment: Environment = "blue") =>
    documentShape.parse(JSON.parse(await this.text(EXECUTIONS_FILE, environment))).executions;

  lines = async (environment: Environment = "blue") => {
    const written = (await this.text(COST_LINES_FILE, environment)).split("\n").slice(0, -1);
    return written.map((line) => costLineShape.parse(JSON.parse(line)));
  };

  /** Green has no files before its first article. What is in them is held to its shape once, at the end. */
  look = async () => {
    for (const environment of ENVIRONMENTS) {
      const text = await this.text(EXECUTIONS_FILE, environment).catch((error: unknown) => {
        if (environment === "green" && String(error).includes("ENOENT")) return '{"executions":[]}';
        throw error;
      });
      const { executions }: z.output<typeof documentShape> = JSON.parse(text);
      for (const { execution_id } of executions) this.seen[environment].add(execution_id);
    }
  };

  /** Runs for that long, or until `stop` says so after a look at the files. */
  async run(ms: number, changes: Partial<SimulatorOptions> = {}, stop = () => false): Promise<void> {
    const abort = new AbortController();
    const endMs = this.nowMs + ms;
    const options: SimulatorOptions = {
      directory: this.directory,
      nowMs: () => this.nowMs,
      seed: STORY.seed,
      green: async () => this.green,
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
    };
    await startSimulator({ ...options, ...changes });
  }

  /** Both files of both environments held every article up to then, once and in order. */
  async expectWhole(untilMs = this.nowMs - 1_000): Promise<void> {
    for (const environment of ENVIRONMENTS) {
      const articles = expected(await this.story(environment), untilMs);
      if (articles.length > 0) await this.executions(environment);
      expect(await this.lines(environment)).toEqual(articles.map(({ costLine }) => costLine));
      expect([...this.seen[environment]]).toEqual(articles.map(({ execution }) => execution.execution_id));
    }
  }
}
