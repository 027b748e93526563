import { type Article, article } from "@/lib/demo/article";
import { historyStartMs, schedule } from "@/lib/demo/pipeline";
import { DAY_MS, type Story } from "@/lib/demo/story";

export const NOW_MS = Date.UTC(2026, 10, 23, 15, 30);
/** Of blue, as it was told before anybody played. */
export const STORY: Story = { seed: 7, startMs: historyStartMs(NOW_MS), environment: "blue", turns: [] };

/** The same, as the other environment tells it. */
export const greenOf = (story: Story): Story => ({ ...story, environment: "green" });

/** All articles of the ninety days of a story, of its environment. */
export const historyOf = (story: Story): Article[] =>
  articlesOf(story, story.startMs, story.startMs + 90 * DAY_MS);

/** Those that ended after one moment and not after another. */
export const articlesOf = (story: Story, afterMs: number, untilMs: number): Article[] =>
  schedule(story, afterMs, untilMs).map((slot) => article(story, slot));

/** Articles that ended from one day of the story up to, but not including, another. */
export const daysOf = (
  articles: readonly Article[],
  story: Story,
  fromDay: number,
  toDay: number,
): Article[] =>
  articles.filter(({ execution }) => {
    const day = (Date.parse(execution.timestamp) - story.startMs) / DAY_MS;
    return day >= fromDay && day < toDay;
  });

export const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
