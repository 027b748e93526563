import type { Environment } from "@/lib/domain/environment";
import { MINUTE_MS, type Mood } from "./story";

/** A release of the demo's story: what is released, and what becomes of it. */
export interface Chapter {
  version: string;
  environment: Environment;
  fate: "good" | "broken" | "outage";
}

/**
 * A good release to its end, one that is broken and goes back by itself, and one into which an outage of the provider
 * falls, for which it is not blamed. Each begins where the one before has left the traffic.
 */
export const CHAPTERS: readonly Chapter[] = [
  { version: "sprint-15", environment: "green", fate: "good" },
  { version: "sprint-16", environment: "blue", fate: "broken" },
  { version: "sprint-17", environment: "blue", fate: "outage" },
];

/** Everything in fast time: an article every ten seconds, where a real pipeline makes tens a day. */
export const DEMO_PLAN = {
  steps: [
    { weight: 0, hold: "5s", articles: 0 },
    { weight: 50, hold: "45s", articles: 4 },
    { weight: 100, hold: "30s", articles: 3 },
  ],
  backup_hold: "2m",
  guards: [{ metric: "cost_per_article_usd", limit: 1.25, action: "rollback" }],
} as const;

/** How long a visitor looks around before it begins, between two releases, and where a rule asks that somebody looks. */
export const PAUSE_MS = { first: 2 * MINUTE_MS, next: MINUTE_MS, review: MINUTE_MS / 2 } as const;

/** How long the provider is out: long enough for both environments to fail, and for a visitor to read why it is held. */
export const OUTAGE_MS = 3 * MINUTE_MS;

/** For how long only the live environment fails: it takes work first, so that the fault is seen not to be the release's. */
export const OUTAGE_ALONE_MS = MINUTE_MS;

/** How the pipeline does while a release of the story is at that point. `observedMs`: since its first share, null before. */
export function moodOf(chapter: Chapter, observedMs: number | null, versions: Mood["versions"]): Mood {
  const here = { ...versions, [chapter.environment]: chapter.version };
  if (observedMs === null || chapter.fate === "good") return { ill: [], versions: here };
  if (chapter.fate === "broken") return { ill: [chapter.environment], versions: here };
  const live: Environment = chapter.environment === "blue" ? "green" : "blue";
  if (observedMs >= OUTAGE_MS) return { ill: [], versions: here };
  return { ill: observedMs < OUTAGE_ALONE_MS ? [live] : ["blue", "green"], versions: here };
}
