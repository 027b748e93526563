import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { historyStartMs } from "@/lib/demo/pipeline";
import { DAY_MS, type Story, type Turn } from "@/lib/demo/story";
import { isIll } from "@/lib/demo/turns";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { ArticleFiles, earlierIn, wholeLinesOf } from "./article-files";
import { SignalFiles } from "./signal-files";

/** What the pipeline was told of the split, and when: with it, the files are the same whenever they are made again. */
export const TURNS_FILE = "turns.jsonl";

/** Far less than the thirty days that `execution_roi.json` holds: what was written is read before it rotates out. */
const STEP_MS = 10 * DAY_MS;

const environment = z.enum(ENVIRONMENTS);
const turn = z.object({
  atMs: z.int(),
  green: z.number().min(0).max(100),
  busyUntilMs: z.int(),
  ill: z.array(environment).default([]),
  versions: z.partialRecord(environment, z.string()).default({}),
});

interface Place {
  story: Story;
  articles: ArticleFiles;
  signals: SignalFiles;
}

/** An article that is on no plan. */
export interface Ordered {
  environment: Environment;
  topic: string;
}

export interface PipelineOptions {
  /** Where the files are written, in a folder for each environment; made if it is missing. */
  directory: string;
  nowMs: () => number;
  seed: number;
  /** Resolves when everything written so far was read. Nothing more is written before. */
  settled: () => Promise<void>;
  signal: AbortSignal;
}

/** A pipeline that runs in two environments: what stands in its files, and how they go on. Times are those of its clock. */
export class DemoPipeline {
  readonly #options: PipelineOptions;
  readonly #turns: Turn[];
  readonly #places: readonly Place[];

  private constructor(options: PipelineOptions, turns: Turn[], places: readonly Place[]) {
    this.#options = options;
    this.#turns = turns;
    this.#places = places;
  }

  /** Goes on where the files in the directory end. */
  static async open(options: PipelineOptions): Promise<DemoPipeline> {
    const { directory, nowMs, seed } = options;
    const folder = (environment: Environment) => join(directory, environment);
    const green = await earlierIn(folder("green"), historyStartMs(nowMs()));
    const blue = await earlierIn(folder("blue"), green.startMs);
    const earlier = { blue, green };
    const turns = turnsIn(await wholeLinesOf(join(directory, TURNS_FILE)));
    const places: Place[] = [];
    for (const environment of ENVIRONMENTS) {
      const story = { seed, startMs: blue.startMs, environment, turns };
      const articles = new ArticleFiles(folder(environment), story, earlier[environment]);
      places.push({ story, articles, signals: await SignalFiles.open(folder(environment), story) });
    }
    return new DemoPipeline(options, turns, places);
  }

  /** As it is told by one of its environments. */
  get stories(): readonly Story[] {
    return this.#places.map(({ story }) => story);
  }

  get turn(): Turn | null {
    return this.#turns.at(-1) ?? null;
  }

  /** The last moment of which anything tells. */
  writtenMs(): number {
    const files = this.#places.flatMap(({ articles, signals }) => [articles.latestMs(), signals.latestMs()]);
    return Math.max(this.turn?.atMs ?? 0, ...files);
  }

  /** From then on. Of what is written already nothing is decided anew: `atMs` is no earlier than `writtenMs`. */
  async take(next: Turn): Promise<void> {
    await appendFile(join(this.#options.directory, TURNS_FILE), `${JSON.stringify(next)}\n`);
    this.#turns.push(next);
  }

  /** Brings the articles there, in steps each of which is read before the next. */
  async writeArticles(untilMs: number): Promise<void> {
    const { settled, signal } = this.#options;
    const reachedMs = () => Math.min(...this.#places.map(({ articles }) => articles.reachedMs()));
    while (!signal.aborted && reachedMs() < untilMs) {
      const stepMs = Math.min(untilMs, reachedMs() + STEP_MS);
      let wrote = false;
      for (const { articles } of this.#places) wrote = (await articles.writeUntil(stepMs)) || wrote;
      if (wrote) await settled();
    }
  }

  /** Writes an article that somebody wants now; false where the environment is ill, and its job fails. */
  async write({ environment, topic }: Ordered, endMs: number): Promise<boolean> {
    const place = this.#places.find(({ story }) => story.environment === environment);
    if (place === undefined || isIll(place.story, endMs)) return false;
    await place.articles.add({ endMs, ordinal: ordinalOf(endMs), topic });
    return true;
  }

  /** How far everything reaches that it tells of itself. */
  signalsMs(): number {
    return Math.min(...this.#places.map(({ signals }) => signals.reachedMs()));
  }

  /** Brings that there, or as far as one step goes; false where more is to come. */
  async writeSignals(untilMs: number): Promise<boolean> {
    const stepMs = this.signalsMs() + STEP_MS;
    for (const { signals } of this.#places) await signals.writeUntil(Math.min(untilMs, stepMs));
    if (untilMs <= stepMs) return true;
    await this.#options.settled();
    return false;
  }
}

/** Told from all that a day has on its plan. */
const ordinalOf = (endMs: number): number => 100_000 + Math.floor((endMs % DAY_MS) / 1000);

/** A line that is no turn is left out. */
const turnsIn = (lines: string): Turn[] =>
  lines.split("\n").flatMap((line) => turn.safeParse(jsonOrNull(line)).data ?? []);

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
