import { describe, expect, test } from "vitest";
import { planWishOf, releasePlan } from "@/lib/contract/release-plan";
import { releaseDetail, releaseVerb } from "@/lib/contract/releases";
import { PHASES } from "@/lib/domain/release";
import { planned } from "@/lib/domain/release-plan";

const wish = (more: object = {}) =>
  releasePlan.body.safeParse({ version: "sprint-15", environment: "green", ...more });
const HOUR = 3_600_000;

describe("a wish", () => {
  test("says durations as the settings do, and becomes a plan", () => {
    const body = releasePlan.body.parse({
      version: " sprint-15 ",
      environment: "green",
      steps: [
        { weight: 10, hold: "30m", articles: 4 },
        { weight: 100, hold: "1h", articles: 8 },
      ],
      backup_hold: "48h",
      guards: [{ metric: "cost_per_article_usd", limit: 1.25, action: "rollback" }],
    });
    expect(planned(planWishOf(body, []))).toEqual({
      version: "sprint-15",
      environment: "green",
      steps: [
        { weight: 0, holdMs: 0, articles: 0 },
        { weight: 10, holdMs: HOUR / 2, articles: 4 },
        { weight: 100, holdMs: HOUR, articles: 8 },
      ],
      backupHoldMs: 48 * HOUR,
      guards: [{ metric: "cost_per_article_usd", limit: 1.25, action: "rollback" }],
    });
  });

  test("that leaves the rest open gets the defaults", () => {
    const plan = planned(planWishOf(releasePlan.body.parse({ version: "v", environment: "blue" }), []));
    expect(plan).toMatchObject({ backupHoldMs: 24 * HOUR, guards: [] });
    expect("steps" in plan && plan.steps.map(({ weight }) => weight)).toEqual([0, 50, 100]);
  });

  test.each<[string, object]>([
    ["no version", { version: " " }],
    ["another environment", { environment: "red" }],
    ["a share of 101", { steps: [{ weight: 101, hold: "1h", articles: 8 }] }],
    ["half a percent", { steps: [{ weight: 0.5, hold: "1h", articles: 8 }] }],
    ["an hour without a unit", { steps: [{ weight: 100, hold: "60", articles: 8 }] }],
    ["articles of less than none", { steps: [{ weight: 100, hold: "1h", articles: -1 }] }],
    ["no steps", { steps: [] }],
    ["a backup for ever", { backup_hold: "ever" }],
    ["a guard that is no limit", { guards: [{ metric: "roi_multiplier", limit: 1, action: "hold" }] }],
    ["a requirement that nobody knows", { requires: ["luck"] }],
    ["a guard on something else", { guards: [{ metric: "memory_bytes", limit: 2, action: "hold" }] }],
  ])("with %s is refused", (_, more) => {
    expect(wish(more).success).toBe(false);
  });
});

test("a rollback is asked for without a reason: that is asked for after the click", () => {
  expect(releaseVerb.body.parse({})).toEqual({});
});

test("a reply may say every state", () => {
  for (const state of PHASES) expect(releaseDetail.reply.shape.state.safeParse(state).success).toBe(true);
});
