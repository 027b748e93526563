import { setTimeout as after } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { LINE_LAG_MS_MAX } from "@/lib/demo/article";
import { schedule } from "@/lib/demo/pipeline";
import { DAY_MS, MINUTE_MS, type Mood, type Turn } from "@/lib/demo/story";
import { DemoPipeline, type Ordered, type PipelineOptions } from "./demo-pipeline";

/** The last day of the history is played, not written at once: in a minute, unless told otherwise. */
const PLAYED_MS = DAY_MS;
const SPEED = 1_440;

/** Short, so that a changed clock or a laptop that slept is noticed at once, and who moves the slider sees it soon. */
const TICK_MS = 1_000;

/** For so long after its start, and after every change of the split, the pipeline has much to do. */
export const BUSY_MS = 10 * MINUTE_MS;

/** Signals come in small bundles: of so much of the pipeline's time, and no more often than this. */
const BUNDLE_MS = 10_000;
const BUNDLE_EVERY_MS = 5_000;

const RETRY_MS = 60_000;

/** How long a newcomer waits for the first article that is played. */
const OPENING_MS = 5_000;

export interface SimulatorOptions extends PipelineOptions {
  /** What percent of new work green is to have now; null where that cannot be told, so that it stays as it was. */
  green: () => Promise<number | null>;
  /** What the story of the releases does to the pipeline; nothing unless given. */
  mood?: () => Mood;
  /** Articles that are due by now and on no plan, each with whom to tell whether it was written. */
  orders?: () => readonly Order[];
  /** How many times as fast as real time the last day is played. */
  speed?: number;
  log: (message: string, cause: unknown) => void;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Order extends Ordered {
  told: (written: boolean) => void;
}

/** From `sinceMs` of the real clock on, the pipeline's clock runs from `fromMs` until it has caught up. */
interface Playback {
  fromMs: number;
  sinceMs: number;
}

/**
 * Plays a pipeline that writes articles: ninety days at once up to a day ago, that day fast, then as time goes.
 * It asks which environment each article is for, as the README tells batch pipelines to.
 * Goes on where the files in the directory end. Resolves when the signal is aborted; never rejects:
 * what cannot be written is logged and written later.
 */
export async function startSimulator(given: SimulatorOptions): Promise<void> {
  const { nowMs, speed = SPEED, signal, log, sleep = slept } = given;
  const stopped = aborted(signal);
  const options = { ...given, settled: () => Promise.race([given.settled(), stopped]) };
  let pipeline: DemoPipeline | null = null;
  let playback: Playback | null = null;
  let arrived = false;
  let bundledMs = Number.NEGATIVE_INFINITY;
  /** Something was deployed, and its health check is due. */
  let deployed = false;

  /** False where the signals are far behind, so that the next step is due at once. */
  const advance = async (): Promise<boolean> => {
    pipeline ??= await DemoPipeline.open(options);
    if (playback === null) {
      await pipeline.writeArticles(nowMs() - PLAYED_MS);
      playback = { fromMs: openingMs(pipeline, nowMs(), speed), sinceMs: nowMs() };
    }
    const playedMs = playback.fromMs + (nowMs() - playback.sinceMs) * speed;
    const live = playedMs >= nowMs();
    const clockMs = live ? nowMs() : playedMs;
    await ask(pipeline, clockMs, live);
    await pipeline.writeArticles(clockMs - LINE_LAG_MS_MAX);
    for (const order of options.orders?.() ?? []) await wrote(pipeline, order, clockMs - LINE_LAG_MS_MAX);
    const checks = deployed && clockMs > (pipeline.turn?.atMs ?? 0);
    const behindMs = clockMs - pipeline.signalsMs();
    if (!checks && (behindMs < BUNDLE_MS || nowMs() - bundledMs < BUNDLE_EVERY_MS)) return true;
    if (!(await pipeline.writeSignals(clockMs))) return false;
    bundledMs = nowMs();
    if (checks) deployed = false;
    return true;
  };

  /** Notes what the split is where it has changed; and once when the clock has arrived at the present. */
  const ask = async (asking: DemoPipeline, atMs: number, live: boolean) => {
    const before = asking.turn;
    const green = (await options.green()) ?? before?.green ?? 0;
    const mood = options.mood?.() ?? CALM;
    const same = before?.green === green && isDeepStrictEqual(moodOf(before), mood);
    if (same && (arrived || !live)) return;
    const fromMs = Math.max(atMs, asking.writtenMs());
    await asking.take({ atMs: fromMs, green, busyUntilMs: live ? fromMs + BUSY_MS : fromMs, ...mood });
    arrived ||= live;
    deployed ||= !isDeepStrictEqual(moodOf(before).versions, mood.versions);
  };

  while (!signal.aborted) {
    try {
      if (await advance()) await sleep(TICK_MS, signal);
    } catch (cause) {
      log("the demo pipeline came to a halt and goes on in a minute", cause);
      pipeline = null; // what stands in the files is read again: a write may have landed in part
      await sleep(RETRY_MS, signal);
    }
  }
}

/** Whoever has ordered an article is told also where it cannot be written. */
async function wrote(pipeline: DemoPipeline, order: Order, endMs: number): Promise<void> {
  let written = false;
  try {
    written = await pipeline.write(order, endMs);
  } finally {
    order.told(written);
  }
}

const CALM: Mood = { ill: [], versions: {} };

const moodOf = (turn: Turn | null): Mood => ({ ill: turn?.ill ?? [], versions: turn?.versions ?? {} });

/** A moment before the first article that is to be played. */
function openingMs(pipeline: DemoPipeline, nowMs: number, speed: number): number {
  const fromMs = Math.max(pipeline.writtenMs(), nowMs - PLAYED_MS);
  const ends = pipeline.stories.flatMap((story) => schedule(story, fromMs, nowMs).map(({ endMs }) => endMs));
  return ends.length === 0 ? fromMs : Math.max(fromMs, Math.min(...ends) - OPENING_MS * speed);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** A sleep that was cut short is a sleep that is over. */
const slept = (ms: number, signal: AbortSignal): Promise<void> =>
  after(ms, undefined, { signal }).catch(() => undefined);
