import { describe, expect, test } from "vitest";
import type { Article } from "@/lib/demo/article";
import { TRAITS } from "@/lib/demo/environments";
import { logEntries } from "@/lib/demo/log";
import { jobs, schedule } from "@/lib/demo/pipeline";
import { ofRush } from "@/lib/demo/rush";
import { healthLines, latencyLines } from "@/lib/demo/samples";
import { beginMs, CHANGES, DAY_MS, HOUR_MS, MINUTE_MS, type Story, type Turn } from "@/lib/demo/story";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { type Judged, judged } from "@/lib/domain/judge";
import { loadedFrom } from "@/lib/server/config";
import fc from "@/tests/support/laws";
import { articlesOf, daysOf, greenOf, historyOf, mean, STORY } from "./history";

const GREEN = greenOf(STORY);
const endMs = STORY.startMs + 90 * DAY_MS;
const dayMs = (day: number) => STORY.startMs + day * DAY_MS;

describe("the history", () => {
  test("is blue's, but for two days on which green was tried with half of the work", () => {
    const green = historyOf(GREEN);
    const trial = [CHANGES.trialDay, CHANGES.trialDay + CHANGES.trialDays] as const;
    expect(green.length).toBeGreaterThanOrEqual(8);
    expect(daysOf(green, GREEN, ...trial)).toHaveLength(green.length);
    const blue = daysOf(historyOf(STORY), STORY, ...trial).length;
    expect(green.length / (green.length + blue)).toBeGreaterThan(0.3);
    expect(green.length / (green.length + blue)).toBeLessThan(0.7);
  });

  test("of green begins a few days before, with health checks and without work", () => {
    expect(beginMs(GREEN)).toBe(dayMs(CHANGES.greenDay));
    expect(CHANGES.greenDay).toBeLessThan(CHANGES.trialDay);
    const idle = [dayMs(CHANGES.trialDay + CHANGES.trialDays), endMs] as const;
    expect(healthLines(GREEN, ...idle).length).toBeGreaterThan(300);
    expect(logEntries(GREEN, ...idle)).toEqual([]);
    const names = latencyLines(GREEN, ...idle).map(({ text }) => JSON.parse(text).name);
    expect(new Set(names)).toEqual(new Set(["rag", "telemetry"]));
    const ofBlue = latencyLines(STORY, ...idle).filter(({ text }) => text.includes('"rag"'));
    expect(names.filter((name) => name === "rag").length).toBeLessThan(0.1 * ofBlue.length);
  });

  test("shares each job out to one environment", () => {
    const blue = jobs(STORY, STORY.startMs, endMs).map(({ topic, endMs }) => `${topic} ${endMs}`);
    const green = jobs(GREEN, STORY.startMs, endMs).map(({ topic, endMs }) => `${topic} ${endMs}`);
    expect(blue.filter((job) => green.includes(job))).toEqual([]);
  });
});

test("a check says the version that the settings of the demo say", () => {
  const loaded = loadedFrom({ env: { GREENLIGHT_DEMO: "1" }, cwd: "/" }, null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
  for (const environment of ENVIRONMENTS) {
    const checks = healthLines({ ...STORY, environment }, endMs - HOUR_MS, endMs);
    const versions = new Set(checks.map(({ text }) => JSON.parse(text).version));
    expect([...versions]).toEqual([loaded.settings.environments[environment].version]);
    expect([...versions]).toEqual([TRAITS[environment].version]);
  }
});

describe("while there is much to do", () => {
  const nowMs = endMs + 15.4 * HOUR_MS;
  const busy = (turns: readonly Turn[], environment: Story["environment"] = "blue"): Story => ({
    ...STORY,
    turns,
    environment,
  });
  const turn = (minute: number, green: number, busyMinutes = 10): Turn => ({
    atMs: nowMs + minute * MINUTE_MS,
    green,
    busyUntilMs: nowMs + (minute + busyMinutes) * MINUTE_MS,
  });
  const anyTurns = fc
    .array(fc.tuple(fc.nat(40), fc.nat(100), fc.nat(15)), { minLength: 1, maxLength: 5 })
    .map((list) =>
      list.map(([minute, green, long]) => turn(minute, green, long)).sort((a, b) => a.atMs - b.atMs),
    );
  const hour = [nowMs - MINUTE_MS, nowMs + HOUR_MS] as const;

  test("about six jobs a minute end, seconds apart, none of a topic of the last hours", () => {
    const all = jobs(busy([turn(0, 0)]), ...hour).filter(ofRush);
    expect(all.length).toBeGreaterThan(50);
    expect(all.length).toBeLessThanOrEqual(60);
    const fourHours = jobs(busy([turn(0, 0, 240)]), nowMs, nowMs + 4 * HOUR_MS);
    expect(new Set(fourHours.map(({ topic }) => topic)).size).toBe(fourHours.length);
  });

  test("two turns that overlap do not make a job twice, and ranges side by side hold what the whole does", () => {
    fc.assert(
      fc.property(anyTurns, fc.integer({ min: hour[0], max: hour[1] }), (turns, middleMs) => {
        const story = busy(turns);
        const all = jobs(story, ...hour);
        expect(new Set(all.map(({ endMs }) => endMs)).size).toBe(all.length);
        expect([...jobs(story, hour[0], middleMs), ...jobs(story, middleMs, hour[1])]).toEqual(all);
        const gapsMs = all.slice(1).map((job, index) => job.endMs - all[index]!.endMs);
        expect(Math.min(HOUR_MS, ...gapsMs)).toBeGreaterThanOrEqual(5_000);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test("a later turn changes nothing of what ended before it, in any file", () => {
    fc.assert(
      fc.property(anyTurns, fc.constantFrom(...ENVIRONMENTS), (turns, environment) => {
        const before = busy(turns, environment);
        const lastMs = turns.at(-1)!.atMs + MINUTE_MS;
        const after = busy(
          [...turns, { atMs: lastMs, green: 50, busyUntilMs: lastMs + HOUR_MS }],
          environment,
        );
        expect(schedule(after, hour[0], lastMs)).toEqual(schedule(before, hour[0], lastMs));
        expect(logEntries(after, hour[0], lastMs)).toEqual(logEntries(before, hour[0], lastMs));
        expect(latencyLines(after, hour[0], lastMs - 1)).toEqual(latencyLines(before, hour[0], lastMs - 1));
      }),
      { seed: 6, numRuns: 40 },
    );
  });

  test("green takes what it has as its share grows, and gives none of it back", () => {
    let before = new Set<string>();
    for (const green of [0, 10, 50, 90, 100]) {
      const now = new Set(jobs(busy([turn(0, green, 60)], "green"), ...hour).map(({ topic }) => topic));
      expect([...before].filter((topic) => !now.has(topic))).toEqual([]);
      before = now;
    }
    expect(before.size).toBeGreaterThan(200);
  });
});

describe("twelve articles of each", () => {
  const turns = [{ atMs: endMs, green: 50, busyUntilMs: endMs + HOUR_MS }];
  const blue = { ...STORY, turns };
  const twelve = (story: Story) => articlesOf(story, endMs, endMs + HOUR_MS).slice(0, 12);
  const values = (figure: (article: Article) => number): Judged =>
    judged(
      { kind: "values", values: twelve(greenOf(blue)).map(figure) },
      { kind: "values", values: twelve(blue).map(figure) },
      "lower",
    );

  test("show that green is about a third cheaper, uses more tokens and is slower", () => {
    const cost = values(({ costLine }) => costLine.total_cost_usd);
    expect(cost.verdict).toBe("better");
    expect(cost.effect).toBeGreaterThan(0.55);
    expect(cost.effect).toBeLessThan(0.75);
    expect(values(({ execution }) => execution.totals.total_tokens).verdict).toBe("worse");
    expect(values(({ costLine }) => costLine.wall_seconds).effect).toBeGreaterThan(1.02);
  });

  test("are too few to tell of the gates, though green passes fewer of them in the long run", () => {
    const long = (story: Story) => articlesOf(story, endMs, endMs + HOUR_MS);
    const passed = (story: Story) => mean(long(story).map(({ costLine }) => costLine.gates_passed / 5));
    expect(passed(greenOf(blue))).toBeLessThan(passed(blue) - 0.03);
    expect(passed(greenOf(blue))).toBeGreaterThan(0.77);
  });
});
