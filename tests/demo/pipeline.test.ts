import { describe, expect, test } from "vitest";
import { article } from "@/lib/demo/article";
import { HEADLINES } from "@/lib/demo/headlines";
import { executionDocument, historyStartMs, jobs, schedule } from "@/lib/demo/pipeline";
import { DAY_MS, outage } from "@/lib/demo/story";
import fc from "@/tests/support/laws";
import { daysOf, greenOf, historyOf, mean, NOW_MS, STORY } from "./history";

const anyMoment = fc.integer({ min: STORY.startMs, max: STORY.startMs + 90 * DAY_MS });
const slots = schedule(STORY, STORY.startMs, STORY.startMs + 90 * DAY_MS);

describe("the schedule", () => {
  test("of neighbouring ranges is the schedule of the whole", () => {
    fc.assert(
      fc.property(fc.array(anyMoment, { minLength: 3, maxLength: 6 }), (moments) => {
        const bounds = moments.sort((a, b) => a - b);
        const pieces = bounds.slice(1).flatMap((untilMs, index) => schedule(STORY, bounds[index]!, untilMs));
        expect(pieces).toEqual(schedule(STORY, bounds.at(0)!, bounds.at(-1)!));
      }),
      { numRuns: 30 },
    );
  });

  test("is in order, and articles end at least a minute apart", () => {
    const gapsMs = slots.slice(1).map(({ endMs }, index) => endMs - slots[index]!.endMs);
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(60_000);
  });

  test("never holds one topic twice within half an hour, nor within hours", () => {
    const lastMs = new Map<string, number>();
    for (const { topic, endMs } of slots) {
      expect(endMs - (lastMs.get(topic) ?? 0)).toBeGreaterThan(DAY_MS / 2);
      lastMs.set(topic, endMs);
    }
  });

  test("differs from seed to seed", () => {
    const other = schedule({ ...STORY, seed: 8 }, STORY.startMs, STORY.startMs + DAY_MS);
    expect(other).not.toEqual(schedule(STORY, STORY.startMs, STORY.startMs + DAY_MS));
  });

  test("falls silent for the eight hours of the outage, of a working day", () => {
    const { fromMs, toMs } = outage(STORY);
    expect(toMs - fromMs).toBe(8 * 3_600_000);
    expect([0, 6]).not.toContain(new Date(fromMs).getUTCDay());
    expect(schedule(STORY, fromMs, toMs - 1)).toEqual([]);
  });

  test("has no other silence as long, at any seed", () => {
    for (const seed of [7, 1, 42, 2026]) {
      const story = { ...STORY, seed };
      const ends = [story, greenOf(story)]
        .flatMap((told) => jobs(told, STORY.startMs, STORY.startMs + 90 * DAY_MS))
        .map(({ endMs }) => endMs)
        .sort((a, b) => a - b);
      const gaps = ends.slice(1).map((endMs, index) => ({ fromMs: ends[index]!, ms: endMs - ends[index]! }));
      const long = gaps.filter(({ ms }) => ms >= 8 * 3_600_000);
      expect(long).toHaveLength(1);
      expect(Math.abs(long[0]!.fromMs - outage(STORY).fromMs)).toBeLessThan(4 * 3_600_000);
    }
  });

  test("begins at a midnight, ninety days ago", () => {
    expect(new Date(historyStartMs(NOW_MS)).toISOString()).toBe("2026-08-25T00:00:00.000Z");
  });
});

test("an article depends on its story and its slot alone", () => {
  const [first] = schedule(STORY, STORY.startMs, STORY.startMs + DAY_MS);
  expect(article(STORY, first!)).toEqual(article({ ...STORY }, { ...first! }));
});

test("there are far more headlines than a day needs, no two alike", () => {
  expect(new Set(HEADLINES).size).toBe(HEADLINES.length);
  expect(HEADLINES.length).toBeGreaterThanOrEqual(120);
});

test("the document keeps the executions of thirty days", () => {
  const at = (day: number) => ({ timestamp: new Date(STORY.startMs + day * DAY_MS).toISOString() });
  const document = executionDocument([at(9), at(10), at(39)], STORY.startMs, STORY.startMs + 40 * DAY_MS);
  expect(document.executions).toEqual([at(10), at(39)]);
  expect(document.metadata.last_updated).toBe(at(40).timestamp);
});

describe.each([7, 1, 42, 2026])("the ninety days of seed %i", (seed) => {
  const story = { ...STORY, seed };
  const articles = historyOf(story);
  const costPerArticle = (fromDay: number, toDay: number) =>
    mean(daysOf(articles, story, fromDay, toDay).map(({ costLine }) => costLine.total_cost_usd));

  test("hold about fifteen articles a day, fewer at weekends and at night", () => {
    expect(articles.length / 90).toBeGreaterThan(12);
    expect(articles.length / 90).toBeLessThan(18);
    const times = articles.map(({ execution }) => new Date(execution.timestamp));
    const atWeekends = times.filter((time) => [0, 6].includes(time.getUTCDay())).length;
    const atNight = times.filter((time) => time.getUTCHours() < 7 || time.getUTCHours() >= 19).length;
    expect(atWeekends / articles.length).toBeLessThan(0.25);
    expect(atNight / articles.length).toBeLessThan(0.4);
  });

  test("stay within a plausible article's dollars, minutes, words and return", () => {
    for (const { execution, costLine } of articles) {
      expect(costLine.total_cost_usd).toBeGreaterThan(0.2);
      expect(costLine.total_cost_usd).toBeLessThan(1.3);
      expect(costLine.wall_seconds).toBeGreaterThan(240);
      expect(costLine.wall_seconds).toBeLessThan(900);
      expect(execution.totals.word_count).toBeGreaterThanOrEqual(900);
      expect(execution.totals.word_count).toBeLessThanOrEqual(1600);
      expect(execution.totals.roi_multiplier).toBeGreaterThan(100);
      expect(execution.totals.roi_multiplier).toBeLessThan(2000);
    }
  });

  test("show the negotiated rate, the smaller research model and the smaller writer model as steps down", () => {
    const [list, negotiated, research, writer] = [
      costPerArticle(0, 45),
      costPerArticle(45, 58),
      costPerArticle(58, 65),
      costPerArticle(65, 90),
    ];
    expect(negotiated / list).toBeLessThan(0.92);
    expect(research / negotiated).toBeLessThan(0.92);
    expect(writer / research).toBeLessThan(0.8);
  });
});
