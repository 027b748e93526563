import { appendFile, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { article, LINE_LAG_MS_MAX } from "@/lib/demo/article";
import { earlierRun, wholeLines } from "@/lib/demo/earlier-run";
import { type Dated, executionDocument, historyStartMs, schedule } from "@/lib/demo/pipeline";
import { DAY_MS, type Story } from "@/lib/demo/story";
import { SignalFiles } from "./signal-files";

export const EXECUTIONS_FILE = "execution_roi.json";
export const COST_LINES_FILE = "agent_sdk_costs.jsonl";

/** Far less than the thirty days that `execution_roi.json` holds: what was written is read before it rotates out. */
const STEP_MS = 10 * DAY_MS;

/** The last day of the history is played, not written at once. */
const PLAYED_MS = DAY_MS;

/** Short, so that a changed clock or a laptop that slept is noticed at once. */
const TICK_MS = 1_000;

/** Signals come in small bundles: of so much of the pipeline's time, and no more often than this. */
const BUNDLE_MS = 20_000;
const BUNDLE_EVERY_MS = 5_000;

/** About the time to the next article that is played. */
const RETRY_MS = 60_000;

/** How long a newcomer waits for the first article that is played. */
const OPENING_MS = 5_000;

export interface SimulatorOptions {
  /** Where the pipeline's files are written; made if it is missing. */
  directory: string;
  nowMs: () => number;
  seed: number;
  /** How many times as fast as real time the last day is played. */
  speed?: number;
  /** Resolves when everything written so far was read. Nothing more is written before. */
  settled: () => Promise<void>;
  signal: AbortSignal;
  log: (message: string, cause: unknown) => void;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What is known to stand in both files. Times are those of the pipeline's clock. */
interface Progress {
  story: Story;
  executions: Dated[];
  executionsUntilMs: number;
  linesUntilMs: number;
}

/** From `sinceMs` of the real clock on, the pipeline's clock runs from `fromMs` until it has caught up. */
interface Playback {
  fromMs: number;
  sinceMs: number;
}

const reachedMs = ({ executionsUntilMs, linesUntilMs }: Progress): number =>
  Math.min(executionsUntilMs, linesUntilMs);

/**
 * Plays a pipeline that writes articles: ninety days at once up to a day ago, that day fast, then as time goes.
 * Goes on where the files in the directory end. Resolves when the signal is aborted; never rejects:
 * what cannot be written is logged and written later.
 */
export async function startSimulator(given: SimulatorOptions): Promise<void> {
  const { nowMs, speed = 60, signal, log, sleep = slept } = given;
  const stopped = aborted(signal);
  const options = { ...given, settled: () => Promise.race([given.settled(), stopped]) };
  let progress: Progress | null = null;
  let signals: SignalFiles | null = null;
  let playback: Playback | null = null;
  let bundledMs = Number.NEGATIVE_INFINITY;

  /** False where the signals are far behind, so that the next step is due at once. */
  const advance = async (): Promise<boolean> => {
    progress ??= await progressOf(options);
    signals ??= await SignalFiles.open(options.directory, progress.story);
    if (playback === null) {
      await writeUntil(options, progress, nowMs() - PLAYED_MS);
      playback = { fromMs: openingMs(progress, nowMs(), speed), sinceMs: nowMs() };
    }
    const clockMs = Math.min(nowMs(), playback.fromMs + (nowMs() - playback.sinceMs) * speed);
    await writeUntil(options, progress, clockMs - LINE_LAG_MS_MAX);
    const behindMs = clockMs - signals.reachedMs();
    if (behindMs > STEP_MS) {
      await signals.writeUntil(signals.reachedMs() + STEP_MS);
      await options.settled();
      return false;
    }
    if (behindMs < BUNDLE_MS || nowMs() - bundledMs < BUNDLE_EVERY_MS) return true;
    await signals.writeUntil(clockMs);
    bundledMs = nowMs();
    return true;
  };

  while (!signal.aborted) {
    try {
      if (await advance()) await sleep(TICK_MS, signal);
    } catch (cause) {
      log("the demo pipeline came to a halt and goes on in a minute", cause);
      signals = null;
      progress = null; // what stands in the files is read again: a write may have landed in part
      await sleep(RETRY_MS, signal);
    }
  }
}

/** A moment before the first article that is to be played. */
function openingMs(progress: Progress, nowMs: number, speed: number): number {
  const fromMs = Math.max(reachedMs(progress), nowMs - PLAYED_MS);
  const first = schedule(progress.story, fromMs, nowMs).at(0);
  return first === undefined ? fromMs : Math.max(fromMs, first.endMs - OPENING_MS * speed);
}

async function progressOf({ directory, nowMs, seed }: SimulatorOptions): Promise<Progress> {
  await mkdir(directory, { recursive: true });
  const costLines = join(directory, COST_LINES_FILE);
  const linesText = await textOf(costLines);
  const whole = wholeLines(linesText);
  if (whole !== linesText) await truncate(costLines, Buffer.byteLength(whole));
  const documentText = await textOf(join(directory, EXECUTIONS_FILE));
  const { startMs, ...reached } = earlierRun(documentText, whole, historyStartMs(nowMs()));
  return { story: { seed, startMs }, ...reached };
}

/** Brings both files to `untilMs`, in steps each of which is read before the next. */
async function writeUntil(options: SimulatorOptions, progress: Progress, untilMs: number): Promise<void> {
  const { directory, settled, signal } = options;
  while (!signal.aborted && reachedMs(progress) < untilMs) {
    const stepMs = Math.min(untilMs, reachedMs(progress) + STEP_MS);
    const executions = await writeExecutions(directory, progress, stepMs);
    const lines = await appendCostLines(directory, progress, stepMs);
    if (executions + lines > 0) await settled();
  }
}

/** Rewrites the whole file in place, as the real writer does: a reader may see half of it. */
async function writeExecutions(directory: string, progress: Progress, untilMs: number): Promise<number> {
  const { story, executionsUntilMs } = progress;
  const fresh = schedule(story, executionsUntilMs, untilMs).map((slot) => article(story, slot).execution);
  if (fresh.length > 0) {
    const all = [...progress.executions, ...fresh];
    const document = executionDocument(all, story.startMs, untilMs + LINE_LAG_MS_MAX);
    await writeFile(join(directory, EXECUTIONS_FILE), JSON.stringify(document, null, 2));
    progress.executions = document.executions;
  }
  progress.executionsUntilMs = Math.max(executionsUntilMs, untilMs);
  return fresh.length;
}

async function appendCostLines(directory: string, progress: Progress, untilMs: number): Promise<number> {
  const { story, linesUntilMs } = progress;
  const fresh = schedule(story, linesUntilMs, untilMs).map((slot) => article(story, slot).costLine);
  const text = fresh.map((line) => `${JSON.stringify(line)}\n`).join("");
  if (fresh.length > 0) await appendFile(join(directory, COST_LINES_FILE), text);
  progress.linesUntilMs = Math.max(linesUntilMs, untilMs);
  return fresh.length;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    throw cause;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** A sleep that was cut short is a sleep that is over. */
const slept = (ms: number, signal: AbortSignal): Promise<void> =>
  after(ms, undefined, { signal }).catch(() => undefined);
