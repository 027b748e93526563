import { drawsOf, wholeBetween } from "./random";
import { CHANGES, DAY_MS, dayOf, HOUR_MS, MINUTE_MS, outage, ownSeed, type Story } from "./story";

export const COMPONENTS = ["flow", "rag", "roi", "dependencies"] as const;

export type Component = (typeof COMPONENTS)[number];
export type Condition = "healthy" | "degraded" | "unhealthy";

/** From when on the pipeline is looked at closely: the day before the last of the history. */
export const closelyFromMs = (story: Story): number => story.startMs + CHANGES.closeLookDay * DAY_MS;

/** The moments of a grid after `afterMs` and not after `untilMs`: `wideMs` apart, later `closeMs`. */
export function* moments(
  story: Story,
  [wideMs, closeMs]: readonly [wideMs: number, closeMs: number],
  afterMs: number,
  untilMs: number,
): Generator<number> {
  const closely = closelyFromMs(story);
  const next = (atMs: number) => {
    const stepMs = atMs < closely ? wideMs : closeMs;
    return (Math.floor(atMs / stepMs) + 1) * stepMs;
  };
  for (let atMs = next(afterMs); atMs <= untilMs; atMs = next(atMs)) yield atMs;
}

/** How a component does. The outage takes flow down and drags others with it; a small thing happens every week or so. */
export function conditionAt(story: Story, component: Component, atMs: number): Condition {
  const { fromMs, toMs } = outage(story);
  const hours = (atMs - fromMs) / HOUR_MS;
  if (atMs >= fromMs && atMs < toMs) {
    if (component === "flow") return hours < 6.5 ? "unhealthy" : "degraded";
    if (component === "dependencies") return hours < 6.5 ? "degraded" : "healthy";
    if (component === "rag") return hours < 1 ? "unhealthy" : hours < 2 ? "degraded" : "healthy";
  }
  return mishap(story, component, atMs) ? "degraded" : "healthy";
}

function mishap(story: Story, component: Component, atMs: number): boolean {
  const draw = drawsOf(ownSeed(story), dayOf(atMs), 10);
  if (draw() > 0.14) return false;
  const struck = (["rag", "roi", "roi", "dependencies"] as const)[wholeBetween(draw, 0, 3)];
  const fromMs = dayOf(atMs) * DAY_MS + wholeBetween(draw, 1, 20) * HOUR_MS;
  return struck === component && atMs >= fromMs && atMs < fromMs + wholeBetween(draw, 30, 100) * MINUTE_MS;
}

/** How many times slower than usual the style memory answers: its index had grown for a day and a half; later it is rebuilt. */
export function ragSlowness(story: Story, atMs: number): number {
  const slowMs = story.startMs + CHANGES.slowRagDay * DAY_MS + 6 * HOUR_MS;
  if (atMs >= slowMs && atMs < slowMs + 36 * HOUR_MS) return 3.4;
  if (conditionAt(story, "rag", atMs) === "degraded") return 3.2;
  // Every few hours of the days that are looked at closely it is rebuilt, which takes eight minutes.
  const rebuilt = Math.floor(atMs / HOUR_MS) % 3 === 0 && atMs % HOUR_MS < 8 * MINUTE_MS;
  return rebuilt && atMs >= closelyFromMs(story) ? 3.3 : 1;
}

/** How far the climb of the memory has come, from 0 to 1; it ends with a restart. */
export function memoryClimb(story: Story, atMs: number): number {
  const fromMs = story.startMs + CHANGES.memoryDay * DAY_MS;
  const climb = (atMs - fromMs) / (2 * DAY_MS);
  return climb > 0 && climb < 1 ? climb : 0;
}
