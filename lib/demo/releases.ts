import { type Environment, other } from "@/lib/domain/environment";
import { MINUTE_MS, type Mood } from "./story";

/** A release of the demo's story: what is released, and what becomes of it. */
export interface Chapter {
  version: string;
  environment: Environment;
  fate: "good" | "broken" | "outage";
}

/**
 * A good release to its end, one that is broken and goes back by itself, and one into which an outage of the provider
 * falls, for which it is not blamed; blue's writer is the dearer one, so in the end that goes back, too. Each begins
 * where the one before has left the traffic.
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

/** How long both environments fail: long enough for a visitor to read why the release is held. */
export const OUTAGE_MS = 2 * MINUTE_MS;

/** So many jobs of the live environment fail before any of the other: the fault is seen not to be the release's. */
export const OUTAGE_ALONE_JOBS = 4;

/** How far a release of the story is. */
export interface Progress {
  /** Whether it has had a share. */
  begun: boolean;
  /** How long ago the outage has reached both environments; null before. */
  sharedMs: number | null;
}

/** How the pipeline does while a release of the story is at that point. */
export function moodOf(
  { environment, version, fate }: Chapter,
  { begun, sharedMs }: Progress,
  versions: Mood["versions"],
): Mood {
  const here = { ...versions, [environment]: version };
  if (!begun || fate === "good") return { ill: [], versions: here };
  if (fate === "broken") return { ill: [environment], versions: here };
  if (sharedMs === null) return { ill: [other(environment)], versions: here };
  return { ill: sharedMs < OUTAGE_MS ? ["blue", "green"] : [], versions: here };
}
