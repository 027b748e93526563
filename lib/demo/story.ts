import type { Environment } from "@/lib/domain/environment";

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

/** From `atMs` on green has that percent of new work; until `busyUntilMs` there is much of it. */
export interface Turn extends Partial<Mood> {
  atMs: number;
  green: number;
  busyUntilMs: number;
}

/** What the story of the demo's releases does to the pipeline. */
export interface Mood {
  /** Where most jobs fail. */
  ill: readonly Environment[];
  /** What runs where it is another version than at first. */
  versions: Partial<Record<Environment, string>>;
}

/** What makes a history, as one environment sees it: the same story gives the same articles. */
export interface Story {
  seed: number;
  /** A midnight of UTC. */
  startMs: number;
  environment: Environment;
  /** What was asked of the split while the story was played, oldest first. */
  turns: readonly Turn[];
}

/** Both environments write the same topics, but what happens to one does not happen to the other. */
export const ownSeed = ({ seed, environment }: Story): number => (environment === "blue" ? seed : ~seed);

/** From when on there is the environment at all. */
export const beginMs = ({ startMs, environment }: Story): number =>
  environment === "blue" ? startMs : startMs + CHANGES.greenDay * DAY_MS;

export const PARTS = ["research", "writer", "editor", "graphics"] as const;

export type Part = (typeof PARTS)[number];

/** List prices in US dollars per million tokens. A test compares them with the price table Greenlight itself uses. */
export const LIST_PRICES = {
  "gpt-4o": { provider: "openai", promptUsd: 2.5, completionUsd: 10 },
  "gpt-4o-mini": { provider: "openai", promptUsd: 0.15, completionUsd: 0.6 },
  "claude-opus-4-7": { provider: "anthropic", promptUsd: 5, completionUsd: 25 },
  "claude-haiku-4-5": { provider: "anthropic", promptUsd: 1, completionUsd: 5 },
  "claude-sonnet-4-6": { provider: "anthropic", promptUsd: 3, completionUsd: 15 },
} as const;

export type Model = keyof typeof LIST_PRICES;

/** What changed on which day of the history: the changes one should find in the charts. */
export const CHANGES = {
  negotiatedRateDay: 45,
  cheaperResearchDay: 58,
  cheaperWriterDay: 65,
  /** The smaller writer fails more gates, until its prompts were mended. */
  mendedPromptsDay: 71,
  slowRagDay: 68,
  outageDay: 73,
  memoryDay: 79,
  /** Green is there from then on, and was tried for two days. */
  greenDay: 82,
  trialDay: 84,
  trialDays: 2,
  closeLookDay: 89,
} as const;

/** What Anthropic bills as a part of its list price, from `negotiatedRateDay` on. */
export const NEGOTIATED_RATE = 0.8;

export const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

export const storyDay = (story: Story, atMs: number): number => dayOf(atMs) - dayOf(story.startMs);

/** Whether the smaller model writes with the prompts of the larger one. */
export const writesBadly = (story: Story, atMs: number): boolean => {
  const day = storyDay(story, atMs);
  return day >= CHANGES.cheaperWriterDay && day < CHANGES.mendedPromptsDay;
};

interface Usage {
  model: Model;
  prompt: number;
  completion: number;
}

/** What the pipeline is billed for a call, in dollars: the list price, or the negotiated part of it. */
export function billedUsd(story: Story, atMs: number, { model, prompt, completion }: Usage): number {
  const { provider, promptUsd, completionUsd } = LIST_PRICES[model];
  const negotiated = provider === "anthropic" && storyDay(story, atMs) >= CHANGES.negotiatedRateDay;
  const listUsd = (prompt * promptUsd + completion * completionUsd) / 1_000_000;
  return listUsd * (negotiated ? NEGOTIATED_RATE : 1);
}

export const weekend = (day: number): boolean => {
  const weekday = new Date(day * DAY_MS).getUTCDay();
  return weekday === 0 || weekday === 6;
};

/** Eight working hours in which nothing was finished; on the first weekday from `outageDay` on, when it is missed. */
export function outage(story: Story): { fromMs: number; toMs: number } {
  let day = dayOf(story.startMs) + CHANGES.outageDay;
  while (weekend(day)) day += 1;
  return { fromMs: day * DAY_MS + 9 * HOUR_MS, toMs: day * DAY_MS + 17 * HOUR_MS };
}
