import { describe, expect, test } from "vitest";
import { addRelease } from "@/db/record/releases";
import { report } from "@/lib/contract/report";
import { alertsOf } from "@/lib/server/alerts/alerts";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { reportOf } from "@/lib/server/reports/report";
import { alertStage } from "@/tests/support/alert-stage";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { release } from "@/tests/support/release";
import { call, routed } from "@/tests/support/routes";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);

/** A release that was begun, and entered its present phase so many days ago. */
async function begun(app: App, id: string, daysAgo: number, more: Parameters<typeof release>[1] = {}) {
  const atMs = NOW - daysAgo * DAY;
  const times = { createdMs: atMs - DAY, enteredMs: atMs };
  const one = release({ name: "completed", retired: false } as never, { id, ...times, ...more });
  await app.store.write(async (tx) => {
    await addRelease(tx, one, "hash", "test");
    await tx.updateTable("release").set({ started_epoch: 1 }).where("id", "=", id).execute();
  });
}

describe("a report", () => {
  test("has every figure as the summary has it, of its period and of the one before", async () => {
    const { app } = await testApp();
    await pushText(app, "execution-roi", fixture("execution_roi.3.json"));
    await pushText(app, "agent-metrics", fixture("agent_metrics.json"));
    for (const query of [{ range: "all" }, { from: "2026-01-09", to: "2026-01-10" }] as const) {
      const reply = report.reply.parse(await reportOf(app, query));
      const { previous, ...now } = await summaryOf(app, query);
      const of = ({ cost_usd, articles, cost_per_article_usd, roi_multiplier, ...more }: typeof previous) => [
        ...[cost_usd, articles, cost_per_article_usd, roi_multiplier, more.human_cost_usd],
        ...[more.gate_pass_rate, more.error_rate, more.article_time_s.p50],
      ];
      expect(reply.figures.map(({ value }) => value)).toEqual(of(now));
      expect(reply.figures.map(({ before }) => before)).toEqual(of(previous));
      expect([reply.from, reply.to]).toEqual([now.from, now.to]);
    }
  });

  test("says in a sentence what it was worth, and what its figures do not know", async () => {
    const { app } = await testApp();
    await pushText(app, "execution-roi", fixture("execution_roi.3.json"));
    const { headline, left_out } = await reportOf(app, { range: "all" });
    expect(headline).toBe("Every dollar spent replaced $14,336 of human work; 3 articles at $0.0232 each.");
    expect(left_out).toEqual([
      "Nothing tells of gates: the quality is not known.",
      "Nothing tells of errors: how many jobs failed is not known.",
      "3 articles belong to neither blue nor green, and count in no comparison of both.",
    ]);
  });

  test("names the releases that were begun, planned or ended within its period, and no others", async () => {
    const { app } = await testApp();
    await begun(app, "old", 40);
    await begun(app, "new", 2);
    await begun(app, "back", 1, { undoneBy: { actor: "ada", automatic: false, rule: null } });
    await app.store.write((tx) =>
      addRelease(tx, release({ name: "draft" }, { id: "draft" }), "hash", "test"),
    );
    const ids = async (range: "7d" | "90d") => (await reportOf(app, { range })).releases.map(({ id }) => id);
    expect(await ids("7d")).toEqual(["back", "new"]);
    expect(await ids("90d")).toEqual(["back", "new", "old"]);
  });

  test("names what fired of the critical and high ones, with its end, as the history has it", async () => {
    const stage = await alertStage();
    await stage.jobs([true, true, true, true, true]);
    await stage.looks(10);
    await stage.memory(1_600_000_000);
    await stage.looks(80);
    const { history } = await alertsOf(stage.app, {});
    const fired = history.filter(({ kind }) => kind === "fired");
    expect(fired.map(({ rule }) => rule).sort()).toEqual(["api-error-rate", "memory"]);
    const reply = await reportOf(stage.app, { range: "7d" });
    const wanted = fired.filter(({ severity }) => severity === "critical");
    expect(reply.alerts_fired).toBe(2);
    expect(reply.incidents).toEqual(
      wanted.map(({ rule, environment, severity, time, said }) => ({
        ...{ rule, environment, severity, time, said, resolved_at: null },
      })),
    );
    expect((await reportOf(stage.app, { from: "2026-10-01", to: "2026-10-08" })).incidents).toEqual([]);
  });

  test("is Markdown for who asks so, in which nothing that others wrote means anything", async () => {
    const { app } = await testApp();
    routed(app);
    const plan = { ...release().plan, version: "v2 | <b>*bold*</b>" };
    await begun(app, "odd", 1, { plan });
    const response = await call("/api/report", "?range=30d", { headers: { accept: "text/markdown" } });
    const text = await response.text();
    expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(text).toMatch(/^# Report, 24 Oct – 23 Nov 2026\n/);
    expect(text).toContain("| Spend | $0 | – | – |");
    expect(text).toContain("- v2 \\| \\<b\\>\\*bold\\*\\</b\\> on green: completed, 22 Nov 2026, 12:00");
    expect(text).toContain("## Incidents\n\nNone.");
    expect(await (await call("/api/report", "?range=30d&format=md")).text()).toBe(text);
  });
});
