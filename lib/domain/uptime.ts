import { knownMs, type StateMs } from "./health";
import type { Bucket, Calendar } from "./time";

/** A stretch of time in one state. Times are UTC milliseconds, `toMs` not included. */
export interface Stretch {
  fromMs: number;
  toMs: number;
  state: keyof StateMs;
}

/** Time by state in one bucket, and how much of what has passed of it is known, 0 to 1. */
export interface BucketUptime extends StateMs {
  startMs: number;
  coverage: number;
}

interface Asked {
  fromMs: number;
  toMs: number;
  bucket: Bucket;
  calendar: Calendar;
  nowMs: number;
  /** The component's first result; before it nothing could be known. Null: there is none. */
  firstMs: number | null;
}

const NO_TIME: StateMs = { up_ms: 0, degraded_ms: 0, down_ms: 0 };

/** No more buckets are listed than this: the last ones. Sums cover the whole period. */
const LISTED_MAX = 2400;

/**
 * Every bucket of a period, oldest first: stored sums of smaller or equal buckets, and open stretches that are in no
 * sum yet.
 */
export function uptimeSeries(
  stored: readonly (StateMs & { start_ms: number })[],
  open: readonly Stretch[],
  { fromMs, toMs, bucket, calendar, nowMs, firstMs }: Asked,
): BucketUptime[] {
  const known = new Map<number, StateMs>();
  const add = (atMs: number, time: Partial<StateMs>) => {
    const startMs = calendar.floorMs(atMs, bucket);
    known.set(startMs, plus(known.get(startMs) ?? NO_TIME, time));
  };
  for (const row of stored) add(row.start_ms, row);
  for (const { state, ...stretch } of open) {
    const end = Math.min(stretch.toMs, toMs);
    for (let at = Math.max(stretch.fromMs, fromMs); at < end; ) {
      const next = Math.min(end, calendar.nextMs(at, bucket));
      add(at, { [state]: next - at });
      at = next;
    }
  }
  return startsOf(fromMs, toMs, bucket, calendar).map((startMs) => {
    const time = known.get(startMs) ?? NO_TIME;
    const bounds = {
      fromMs: Math.max(startMs, fromMs),
      toMs: Math.min(calendar.nextMs(startMs, bucket), toMs),
    };
    return { startMs, ...time, coverage: coverageOf(time, bounds, firstMs, nowMs) };
  });
}

/** The same over a whole period. */
export function uptimeTotal(
  stored: readonly StateMs[],
  open: readonly Stretch[],
  { fromMs, toMs, nowMs, firstMs }: Pick<Asked, "fromMs" | "toMs" | "nowMs" | "firstMs">,
): StateMs & { coverage: number } {
  const opened = open.map(({ state, ...stretch }) => {
    const ms = Math.min(stretch.toMs, toMs) - Math.max(stretch.fromMs, fromMs);
    return { [state]: Math.max(0, ms) };
  });
  const time = [...stored, ...opened].reduce<StateMs>(plus, NO_TIME);
  return { ...time, coverage: coverageOf(time, { fromMs, toMs }, firstMs, nowMs) };
}

const plus = (time: StateMs, more: Partial<StateMs>): StateMs => ({
  up_ms: time.up_ms + (more.up_ms ?? 0),
  degraded_ms: time.degraded_ms + (more.degraded_ms ?? 0),
  down_ms: time.down_ms + (more.down_ms ?? 0),
});

/** Known time ÷ time that has passed since the first result. Two environments may both know the same time. */
function coverageOf(
  time: StateMs,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  firstMs: number | null,
  nowMs: number,
): number {
  const passed = firstMs === null ? 0 : Math.min(toMs, nowMs) - Math.max(fromMs, firstMs);
  return passed <= 0 ? 0 : Math.min(1, knownMs(time) / passed);
}

function startsOf(fromMs: number, toMs: number, bucket: Bucket, calendar: Calendar): number[] {
  const starts: number[] = [];
  for (let end = toMs; end > fromMs && starts.length < LISTED_MAX; ) {
    const start = calendar.floorMs(end - 1, bucket);
    starts.push(start);
    end = start;
  }
  return starts.reverse();
}
