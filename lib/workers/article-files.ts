import { appendFile, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { article, LINE_LAG_MS_MAX, type Slot } from "@/lib/demo/article";
import { type EarlierRun, earlierRun, wholeLines } from "@/lib/demo/earlier-run";
import { type Dated, executionDocument, schedule } from "@/lib/demo/pipeline";
import type { Story } from "@/lib/demo/story";

export const EXECUTIONS_FILE = "execution_roi.json";
export const COST_LINES_FILE = "agent_sdk_costs.jsonl";

/** The two files in which the demo pipeline of one environment tells of its articles. */
export class ArticleFiles {
  readonly #directory: string;
  readonly #story: Story;
  #executions: Dated[];
  #executionsUntilMs: number;
  #linesUntilMs: number;

  constructor(directory: string, story: Story, earlier: EarlierRun) {
    this.#directory = directory;
    this.#story = story;
    this.#executions = earlier.executions;
    this.#executionsUntilMs = earlier.executionsUntilMs;
    this.#linesUntilMs = earlier.linesUntilMs;
  }

  /** What is known to stand in both. */
  reachedMs(): number {
    return Math.min(this.#executionsUntilMs, this.#linesUntilMs);
  }

  /** How far the one reaches that reaches further. */
  latestMs(): number {
    return Math.max(this.#executionsUntilMs, this.#linesUntilMs);
  }

  /** Brings both files there; true where something was written. */
  async writeUntil(untilMs: number): Promise<boolean> {
    const executions = await this.#writeExecutions(untilMs);
    const lines = await this.#appendLines(untilMs);
    return executions + lines > 0;
  }

  /** Writes an article that is on no plan; of what is planned before it, all is written. */
  async add(slot: Slot): Promise<void> {
    const { execution, costLine } = article(this.#story, slot);
    await this.#rewrite([...this.#executions, execution], slot.endMs);
    await appendFile(join(this.#directory, COST_LINES_FILE), `${JSON.stringify(costLine)}\n`);
    this.#linesUntilMs = Math.max(this.#linesUntilMs, slot.endMs);
    this.#executionsUntilMs = Math.max(this.#executionsUntilMs, slot.endMs);
  }

  async #writeExecutions(untilMs: number): Promise<number> {
    const story = this.#story;
    const fresh = schedule(story, this.#executionsUntilMs, untilMs).map(
      (slot) => article(story, slot).execution,
    );
    if (fresh.length > 0) await this.#rewrite([...this.#executions, ...fresh], untilMs);
    this.#executionsUntilMs = Math.max(this.#executionsUntilMs, untilMs);
    return fresh.length;
  }

  /** The whole file in place, as the real writer does: a reader may see half of it. */
  async #rewrite(executions: readonly Dated[], untilMs: number): Promise<void> {
    const document = executionDocument(executions, this.#story.startMs, untilMs + LINE_LAG_MS_MAX);
    await writeFile(join(this.#directory, EXECUTIONS_FILE), JSON.stringify(document, null, 2));
    this.#executions = document.executions;
  }

  async #appendLines(untilMs: number): Promise<number> {
    const fresh = schedule(this.#story, this.#linesUntilMs, untilMs).map(
      (slot) => article(this.#story, slot).costLine,
    );
    const text = fresh.map((line) => `${JSON.stringify(line)}\n`).join("");
    if (fresh.length > 0) await appendFile(join(this.#directory, COST_LINES_FILE), text);
    this.#linesUntilMs = Math.max(this.#linesUntilMs, untilMs);
    return fresh.length;
  }
}

/** What an earlier run left in these files; makes the folder, and takes back a line that was cut short. */
export async function earlierIn(directory: string, startMs: number): Promise<EarlierRun> {
  await mkdir(directory, { recursive: true });
  const lines = await wholeLinesOf(join(directory, COST_LINES_FILE));
  return earlierRun(await textOf(join(directory, EXECUTIONS_FILE)), lines, startMs);
}

/** The whole lines of a file to which lines are appended; what a crash cut short is cut off. */
export async function wholeLinesOf(path: string): Promise<string> {
  const text = await textOf(path);
  const whole = wholeLines(text);
  if (whole !== text) await truncate(path, Buffer.byteLength(whole));
  return whole;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    throw cause;
  }
}
