import { describe, expect, test } from "vitest";
import { budget } from "@/lib/contract/budget";
import { alertsOf } from "@/lib/server/alerts/alerts";
import { summaryOf, trendsOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { budgetOf } from "@/lib/server/reports/budget";
import { alertStage, RECEIVER } from "@/tests/support/alert-stage";
import { pushText, testApp } from "@/tests/support/app";
import { call, routed } from "@/tests/support/routes";

const BUDGET = "budget: { monthly_usd: 10 }";
const line = (timestamp: string, total_cost_usd: number) =>
  JSON.stringify({ timestamp, topic: `topic of ${timestamp}`, total_cost_usd });
const spend = (app: App, ...lines: readonly (readonly [at: string, usd: number])[]) =>
  pushText(app, "article-costs", lines.map(([at, usd]) => line(at, usd)).join("\n"));

describe("the budget of a month", () => {
  test("adds up as the summary and the trends of the same days do", async () => {
    const { app } = await testApp({ config: [BUDGET] });
    const days = Array.from({ length: 22 }, (_, day) => `2026-11-${String(day + 1).padStart(2, "0")}`);
    await spend(app, ["2026-10-31T23:59:59Z", 5], ...days.map((day) => [`${day}T09:30:00Z`, 0.1] as const));
    await spend(app, ["2026-11-23T11:00:00Z", 0.7]);
    const reply = budget.reply.parse(await budgetOf(app));
    expect(reply).toMatchObject({
      ...{ month: "2026-11", from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
      ...{ limit_usd: 10, spent_usd: 2.9, spent_known: true, share: 0.29, days_left: 7.5 },
      // 2.9 + 0.1 × 7.5
      ...{ forecast_usd: 3.65, forecast_share: 0.365 },
      forecast_basis: { from: "2026-11-16T00:00:00.000Z", days: 7, daily_usd: 0.1 },
    });
    const range = { range: "month" } as const;
    expect((await summaryOf(app, range)).cost_usd).toBe(reply.spent_usd);
    const trends = await trendsOf(app, { ...range, bucket: "day" });
    const { series } = trends;
    expect(reply.days.map(({ time, cost_usd }) => [time, cost_usd])).toEqual(
      series.map(({ time, cost_usd }) => [time, cost_usd]),
    );
    expect(reply.days.at(-1)?.cumulative_usd).toBe(2.9);
  });

  test("is that of the reporting zone, and of every environment together", async () => {
    const { app } = await testApp({ zone: "Asia/Kolkata", config: [BUDGET] });
    await spend(app, ["2026-10-31T18:29:59Z", 5], ["2026-10-31T18:30:00Z", 1]);
    await pushText(app, "article-costs", line("2026-11-02T10:00:00Z", 2), "blue");
    await pushText(app, "article-costs", line("2026-11-03T10:00:00Z", 3), "green");
    expect(await budgetOf(app)).toMatchObject({
      ...{ from: "2026-10-31T18:30:00.000Z", spent_usd: 6, timezone: "Asia/Kolkata" },
      thresholds: [
        { share: 0.5, limit_usd: 5, reached_at: "2026-11-03T09:30:00.000Z" },
        { share: 0.8, limit_usd: 8, reached_at: null },
        { share: 1, limit_usd: 10, reached_at: null },
      ],
    });
  });

  test("without a limit has a forecast alone, and none without three whole days", async () => {
    const { app, clock } = await testApp();
    await spend(app, ["2026-11-21T10:00:00Z", 1]);
    const early = await budgetOf(app);
    expect(early).toMatchObject({ limit_usd: null, share: null, thresholds: [], forecast_usd: null });
    expect(early.forecast_basis).toBeNull();
    clock.nowMs += 86_400_000;
    // One of three days, and 6.5 days left.
    expect((await budgetOf(app)).forecast_usd).toBeCloseTo(1 + 6.5 / 3, 8);
  });

  test("says that part of it is not known where a model has no price", async () => {
    const { app } = await testApp({ config: [BUDGET] });
    const of = { model: "nobody-knows-this-model", input_tokens: 10, output_tokens: 10, cost_usd: 0 };
    const at = "2026-11-20T10:00:00Z";
    const run = { execution_id: "one", agent: "writer_agent", start_time: at, end_time: at };
    const executions = [{ ...run, llm_calls: [{ timestamp: at, agent: "writer", ...of }] }];
    await pushText(app, "execution-roi", JSON.stringify({ version: "1.0", executions }));
    expect(await budgetOf(app)).toMatchObject({ spent_usd: 0, spent_known: false });
  });

  test("is answered as JSON and as a table of its days", async () => {
    const { app } = await testApp({ config: [BUDGET] });
    routed(app);
    await spend(app, ["2026-11-02T10:00:00Z", 2]);
    expect(budget.reply.parse(await (await call("/api/budget")).json()).spent_usd).toBe(2);
    const table = await (await call("/api/budget", "?format=csv")).text();
    expect(table.split(/\r?\n/).slice(0, 3)).toEqual([
      "time,cost_usd,cumulative_usd",
      "2026-11-01T00:00:00.000Z,0,0",
      "2026-11-02T00:00:00.000Z,2,2",
    ]);
  });
});

describe("the rules of a budget", () => {
  const DAY_S = 86_400;
  const named = (queued: readonly string[]) => queued.filter((one) => one.includes("budget"));

  test("fire once a month each, and are resolved by the next", async () => {
    const stage = await alertStage([RECEIVER, BUDGET]);
    await stage.looks(10);
    expect(await stage.alert("budget-50", null)).toMatchObject({ state: "inactive" });
    await stage.tell("article-costs", [{ timestamp: stage.iso(60), topic: "a", total_cost_usd: 8.1 }]);
    await stage.looks(10);
    expect(named(await stage.queued())).toEqual(["fired budget-50 null", "fired budget-80 null"]);
    const { alerts } = await alertsOf(stage.app, { rule: "budget-80" });
    expect(alerts[0]?.figure?.said).toBe("$8.10 of $10.00 spent in Nov 2026: 81 % (limit 80 %)");
    for (let day = 0; day < 7; day += 1) await stage.look(DAY_S);
    await stage.restart();
    await stage.looks(10);
    expect(named(await stage.queued())).toHaveLength(2);
    // From 30 November into December.
    await stage.look(DAY_S);
    await stage.looks(400);
    expect(named(await stage.queued()).slice(2)).toEqual([
      "resolved budget-50 null",
      "resolved budget-80 null",
    ]);
    await stage.tell("article-costs", [{ timestamp: stage.iso(60), topic: "b", total_cost_usd: 10 }]);
    await stage.looks(10);
    expect(
      named(await stage.queued())
        .slice(4)
        .sort(),
    ).toEqual([...["fired budget-100 null", "fired budget-50 null", "fired budget-80 null"]]);
  });

  test("hold only where there is a budget, and can be changed by name", async () => {
    const none = await alertStage();
    await none.tell("article-costs", [{ timestamp: none.iso(60), topic: "a", total_cost_usd: 90_000 }]);
    await none.looks(10);
    expect(named(await none.queued())).toEqual([]);
    const rules = "rules: [{ name: budget-50, threshold: 0.6 }, { name: budget-80, action: { kind: none } }]";
    const changed = await alertStage([RECEIVER, BUDGET, rules]);
    await changed.tell("article-costs", [{ timestamp: changed.iso(60), topic: "a", total_cost_usd: 5.9 }]);
    await changed.looks(10);
    expect(named(await changed.queued())).toEqual([]);
    await changed.tell("article-costs", [{ timestamp: changed.iso(60), topic: "b", total_cost_usd: 3 }]);
    await changed.looks(10);
    expect(named(await changed.queued())).toEqual(["fired budget-50 null"]);
  });
});
