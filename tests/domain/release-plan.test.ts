import { describe, expect, test } from "vitest";
import { forecast, type Past, planned, planText } from "@/lib/domain/release-plan";
import fc from "@/tests/support/laws";
import { HOUR, NOW, plan, rule } from "@/tests/support/release";

const DAY = 24 * HOUR;
const share = (weight: number, holdMs = HOUR, articles = 8) => ({ weight, holdMs, articles });
const past = (articlesPerDay: number, rules: Past["rules"] = []): Past => ({ articlesPerDay, rules });
const noOdds = () => null;

describe("a plan", () => {
  test("by default goes 0, 50, 100, an hour and eight articles each, with a day of backup", () => {
    expect(plan()).toEqual({
      version: "sprint-15",
      environment: "green",
      steps: [share(0, 0, 0), share(50), share(100)],
      backupHoldMs: DAY,
      guards: [],
    });
  });

  test("that begins with traffic gets its checks first", () => {
    expect(plan({ steps: [share(10), share(100)] }).steps.map(({ weight }) => weight)).toEqual([0, 10, 100]);
    expect(plan({ steps: [share(0, 60_000, 0), share(100)] }).steps[0]?.holdMs).toBe(60_000);
  });

  test.each([
    ["that never gives it everything", [share(50)]],
    ["that goes down", [share(50), share(20), share(100)]],
    ["that stands still", [share(50), share(50), share(100)]],
    ["of half percents", [share(12.5), share(100)]],
    ["beyond everything", [share(50), share(101)]],
    ["that waits for articles without traffic", [share(0), share(100)]],
    ["that waits for nothing", [share(50, 0, 0), share(100)]],
    ["of a negative time", [share(50, -1), share(100)]],
    ["of half an article", [share(50, HOUR, 0.5), share(100)]],
    ["of nothing", []],
    ["of nothing but checks", [share(0, 0, 0)]],
  ])("%s is refused", (_, steps) => {
    expect(planned({ version: "v", environment: "green", steps })).toHaveProperty("mistake");
  });
});

test("a guard of a plan says how many times worse, and each figure has one", () => {
  const guarded = (...limits: number[]) =>
    planned({
      version: "v",
      environment: "green",
      guards: limits.map((limit) => ({ metric: "article_time_s", limit, action: "rollback" })),
    });
  expect(guarded(1.25)).toHaveProperty("guards.length", 1);
  for (const wrong of [guarded(0.25), guarded(1), guarded(Number.NaN), guarded(1.25, 2)])
    expect(wrong).toHaveProperty("mistake");
});

describe("a forecast", () => {
  test("at 14 articles a day the half takes about a day, and so it says before it starts", () => {
    const { steps, backupUntilMs } = forecast(plan(), past(14), NOW, noOdds);
    expect(steps.map(({ waitsFor }) => waitsFor)).toEqual(["time", "articles", "articles"]);
    expect(steps[0]).toMatchObject({ startsMs: NOW, endsMs: NOW });
    expect(((steps[1]?.endsMs ?? 0) - NOW) / DAY).toBeCloseTo(8 / 7, 6);
    expect(steps[1]?.samples).toEqual({ candidate: 8, control: 8 });
    expect(((steps[2]?.endsMs ?? 0) - (steps[2]?.startsMs ?? 0)) / DAY).toBeCloseTo(8 / 14, 6);
    expect(steps[2]?.samples).toEqual({ candidate: 8, control: 0 });
    expect(backupUntilMs).toBe((steps[2]?.startsMs ?? 0) + DAY);
  });

  test("at a thousand a day each share takes its hour", () => {
    const { steps } = forecast(plan(), past(1000), NOW, noOdds);
    expect(steps.map(({ endsMs }) => (endsMs ?? 0) - NOW)).toEqual([0, HOUR, 2 * HOUR]);
    expect(steps[1]?.samples.candidate).toBeCloseTo(500 / 24, 6);
  });

  test("a small share waits for its smaller side", () => {
    const { steps } = forecast(plan({ steps: [share(10), share(100)] }), past(20), NOW, noOdds);
    expect(((steps[1]?.endsMs ?? 0) - NOW) / DAY).toBeCloseTo(4, 6);
    expect(steps[1]?.samples.control).toBeCloseTo(72, 6);
  });

  test("without articles it never ends, and nothing after it has a time", () => {
    const { steps, backupUntilMs } = forecast(plan(), past(0), NOW, noOdds);
    expect(steps.map(({ startsMs, endsMs }) => [startsMs, endsMs])).toEqual([
      [NOW, NOW],
      [NOW, null],
      [null, null],
    ]);
    expect(backupUntilMs).toBeNull();
    const byTime = plan({ steps: [share(50, HOUR, 0), share(100, HOUR, 0)] });
    expect(forecast(byTime, past(0), NOW, noOdds).steps.at(-1)?.endsMs).toBe(NOW + 2 * HOUR);
  });

  test("the backup is kept until the last share has ended, however long that takes", () => {
    const slow = plan({ steps: [share(50, HOUR, 0), share(100, HOUR, 50)] });
    const { steps, backupUntilMs } = forecast(slow, past(14), NOW, noOdds);
    expect(backupUntilMs).toBe(steps.at(-1)?.endsMs);
  });

  test("says of each rule whether there will be evidence, and the odds of a false alarm over all shares", () => {
    const rules: Past["rules"] = [
      { rule: rule("errors", { minSamples: 8 }), perDay: 14, byShare: true },
      { rule: rule("gates", { minSamples: 10 }), perDay: 14, byShare: true },
      { rule: rule("rag", { minSamples: 20 }), perDay: 5760, byShare: false },
      { rule: rule("memory"), perDay: null, byShare: true },
    ];
    const seen: number[] = [];
    const odds = forecast(plan(), past(14, rules), NOW, ({ name }, n) => {
      if (name === "errors") seen.push(n);
      return name === "rag" ? null : 0.1;
    }).rules;
    expect(seen).toEqual([8, 8]);
    expect(odds).toMatchObject([
      { name: "errors", samples: 8, evidence: "enough" },
      { name: "gates", samples: 8, evidence: "not_enough" },
      { name: "rag", evidence: "enough", falseAlarm: null },
      { name: "memory", samples: null, evidence: "no_source", falseAlarm: null },
    ]);
    expect(odds[0]?.falseAlarm).toBeCloseTo(0.19, 9);
  });
});

describe("the text of a plan", () => {
  const rules = [rule("b"), rule("a")];

  test("does not depend on the order of keys or rules", () => {
    const { steps, ...rest } = plan();
    const turned = { steps: steps.map(({ weight, ...more }) => ({ ...more, weight })), ...rest };
    expect(planText(turned, rules.toReversed())).toBe(planText(plan(), rules));
  });

  test("differs with everything that the release would do", () => {
    const texts = [
      planText(plan(), rules),
      planText(plan({ version: "sprint-16" }), rules),
      planText(plan({ environment: "blue" }), rules),
      planText(plan({ steps: [share(100)] }), rules),
      planText(plan({ backupHoldMs: HOUR }), rules),
      planText(plan({ guards: [{ metric: "roi_multiplier", limit: 1.25, action: "hold" }] }), rules),
      planText(plan(), [rule("a", { threshold: 0.06 }), rule("b")]),
      planText(plan(), [rule("a")]),
    ];
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("can be read back, whatever the names", () => {
    fc.assert(
      fc.property(fc.string(), (version) => {
        expect(JSON.parse(planText(plan({ version }), [])).plan.version).toBe(version);
      }),
    );
  });
});
