import type { Slot } from "./article";
import { TRAITS } from "./environments";
import { headlinesOfDay } from "./headlines";
import { between, drawsOf, poisson, wholeBetween } from "./random";
import { ofRush, rush } from "./rush";
import { DAY_MS, dayOf, outage, ownSeed, type Story, weekend } from "./story";
import { askedMs, environmentOf, isIll } from "./turns";

export const HISTORY_DAYS = 90;

/** The pipeline drops what is older from `execution_roi.json`. */
export const KEPT_DAYS = 30;

const ARTICLES_MEAN = { weekday: 17, weekend: 11.5 } as const;
const ARTICLES_MIN = 9;
const ARTICLES_MAX = 40;

/** Articles end in slots of two minutes, in the first of them, so that their order is never in doubt. */
const SLOT_MS = 120_000;
const SLOTS_PER_HOUR = 30;

/** How much of a day's work falls into an hour; those from 7 to 19 h UTC are working time. */
const HOUR_WEIGHTS = Array.from({ length: 24 }, (_, hour) => (hour >= 7 && hour < 19 ? 1 : 0.5));
const DAY_WEIGHT = HOUR_WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** Where a history begins that has come to `nowMs`: a midnight of UTC. */
export const historyStartMs = (nowMs: number): number => dayOf(nowMs - HISTORY_DAYS * DAY_MS) * DAY_MS;

/** So far apart are two ends at least: further than a line is late, so that what was written last tells what is next. */
const APART_MS = 5_000;

/**
 * The articles of the story's environment that ended after `afterMs` and not after `untilMs`, oldest first.
 * What a day holds depends on the story and the day only, so ranges side by side hold what the whole does.
 */
export const schedule = (story: Story, afterMs: number, untilMs: number): Slot[] =>
  jobs(story, afterMs, untilMs).filter((slot) => !fails(story, slot));

/** Those articles, and the jobs of the same plan that fail. */
export function jobs(story: Story, afterMs: number, untilMs: number): Slot[] {
  const planned: Slot[] = [];
  for (let day = dayOf(afterMs - APART_MS); day <= dayOf(untilMs + APART_MS); day += 1)
    planned.push(...slotsOfDay(story, day));
  const more = rush(story, afterMs, untilMs).filter(
    ({ endMs }) => !planned.some((other) => Math.abs(other.endMs - endMs) < APART_MS),
  );
  return [...planned, ...more]
    .filter(({ endMs }) => endMs > afterMs && endMs <= untilMs)
    .filter(({ topic, endMs }) => environmentOf(story, topic, askedMs(endMs)) === story.environment)
    .sort((a, b) => a.endMs - b.endMs);
}

/** A broken version makes few articles, and an outage of the provider lets as few through. */
const FAILING_WHEN_ILL = 0.9;

/** Whether the job leaves no article. What fails on blue at other times than busy ones is on no plan. */
export function fails(story: Story, slot: Slot): boolean {
  const ill = isIll(story, slot.endMs);
  if (story.environment === "blue" && !ofRush(slot) && !ill) return false;
  const draw = drawsOf(ownSeed(story), dayOf(slot.endMs), 7, slot.ordinal);
  return draw() < (ill ? FAILING_WHEN_ILL : TRAITS[story.environment].failing);
}

function slotsOfDay(story: Story, day: number): Slot[] {
  const draw = drawsOf(story.seed, day, 0);
  const count = poisson(draw, weekend(day) ? ARTICLES_MEAN.weekend : ARTICLES_MEAN.weekday);
  const parts = Math.min(Math.max(count, ARTICLES_MIN), ARTICLES_MAX);
  // One article well within each of as many equal parts of the day's work: uneven, but no long silence by chance.
  const slots = new Set(
    Array.from({ length: parts }, (_, index) => slotAt((index + between(draw, 0.2, 0.8)) / parts)),
  );
  const ends = [...slots].map((slot) => day * DAY_MS + slot * SLOT_MS + wholeBetween(draw, 1, SLOT_MS / 2));
  const headlines = headlinesOfDay(story.seed, day);
  const missed = outage(story);
  return ends
    .map((endMs, ordinal) => ({
      endMs,
      ordinal,
      topic: headlines[ordinal] ?? `Notes of the day, ${ordinal}`,
    }))
    .filter(({ endMs }) => endMs < missed.fromMs || endMs >= missed.toMs);
}

/** The slot at which that part of a day's work, from 0 to below 1, is done. */
function slotAt(part: number): number {
  let left = part * DAY_WEIGHT;
  for (const [hour, weight] of HOUR_WEIGHTS.entries()) {
    if (left < weight) return Math.floor((hour + left / weight) * SLOTS_PER_HOUR);
    left -= weight;
  }
  return 24 * SLOTS_PER_HOUR - 1;
}

/** Whatever an execution says, here only its time matters: those of an earlier run are kept as they were written. */
export interface Dated {
  timestamp: string;
}

export interface ExecutionDocument<E extends Dated> {
  metadata: { schema_version: "1.0"; created: string; last_updated: string; rotation_policy: "30-day" };
  executions: E[];
}

/** `execution_roi.json` as it stands at `lastUpdatedMs`: only the executions of the thirty days before. */
export function executionDocument<E extends Dated>(
  executions: readonly E[],
  createdMs: number,
  lastUpdatedMs: number,
): ExecutionDocument<E> {
  const oldestMs = lastUpdatedMs - KEPT_DAYS * DAY_MS;
  return {
    metadata: {
      schema_version: "1.0",
      created: new Date(createdMs).toISOString(),
      last_updated: new Date(lastUpdatedMs).toISOString(),
      rotation_policy: "30-day",
    },
    executions: executions.filter(({ timestamp }) => Date.parse(timestamp) >= oldestMs),
  };
}
