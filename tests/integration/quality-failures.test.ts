import { expect, test } from "vitest";
import { pushText, testApp } from "@/tests/support/app";
import { qualityEver } from "@/tests/support/checks";
import { fixture } from "@/tests/support/fixture";

test("says of each run that failed why, newest first", async () => {
  const { app } = await testApp();
  await pushText(app, "agent-metrics", fixture("agent_metrics.json"));
  const { failures } = await qualityEver(app);
  expect(failures.map(({ title }) => title)).toEqual([
    "2026-01-03T10:29:28.592353",
    "2026-01-03T10:23:14.702031",
    "2026-01-02T20:18:53.990173",
    "2026-01-01T20:23:21.848177",
    "2026-01-01T16:00:48.343182",
    "2025-12-07T15:39:25.391417",
    "2025-12-02T15:39:25.391406",
  ]);
  expect(failures[0]?.reasons).toEqual([
    "draft not valid",
    "chart not embedded",
    "visual QA passed 0 of 1 chart: 1 zone violation",
    "1 regeneration of draft and charts",
    "writer agent said “Needs improvement”, predicted “Clean draft (0 banned phrases, chart embedded)”",
    "graphics agent said “1 violations”, predicted “Pass Visual QA (100%)”",
  ]);
  expect(failures[2]?.reasons[0]).toBe("6 of 11 gates failed");
  expect(failures[6]?.reasons.slice(0, 2)).toEqual([
    "2 of 5 gates failed: Style, Structure",
    "draft not valid: 1 banned phrase",
  ]);
  expect(failures[6]?.reasons).toContain(
    "editor agent said “Failed 2 gates”, predicted “All gates pass (5/5)”",
  );
});

test("lists an evaluation below 60 % with its weakest scores", async () => {
  const { app } = await testApp();
  await pushText(app, "article-evals", fixture("article_evals.json"), "green");
  const { failures } = await qualityEver(app, "green");
  expect(failures.map(({ kind, title }) => [kind, title])).toEqual(
    Array.from({ length: 4 }, () => ["evaluation", "published"]),
  );
  expect(failures[0]?.reasons).toEqual([
    "46 %, below 60 %",
    expect.stringMatching(/^structure 1: 0 headings, 3 words/),
    expect.stringMatching(/^evidence sourcing 3: 0 references cited/),
    "opening quality 4: Opening has 0 data tokens",
  ]);
});

test("what a run says now is why it failed, not what it said before", async () => {
  const { app } = await testApp();
  const run = (issue: string) =>
    JSON.stringify({
      runs: [
        {
          timestamp: "2026-05-01T10:00:00Z",
          agents: { editor_agent: { gates_passed: 4, gates_failed: 1, quality_issues: [issue] } },
        },
      ],
    });
  await pushText(app, "agent-metrics", run("Style"));
  expect(await pushText(app, "agent-metrics", run("Tone"))).toMatchObject({ updated: 1 });
  expect((await qualityEver(app)).failures[0]?.reasons).toEqual(["1 of 5 gates failed: Tone"]);
});

test.each([
  ["its draft", { writer_agent: { validation_passed: false } }, "draft not valid"],
  ["its chart", { writer_agent: { chart_embedded: false } }, "chart not embedded"],
  [
    "visual QA",
    { graphics_agent: { charts_generated: 2, visual_qa_passed: 1 } },
    "visual QA passed 1 of 2 charts",
  ],
])("a run that failed in %s alone is listed", async (_, agents, reason) => {
  const { app } = await testApp();
  const runs = [{ timestamp: "2026-05-01T10:00:00Z", agents }];
  await pushText(app, "agent-metrics", JSON.stringify({ runs }));
  expect((await qualityEver(app)).failures.map(({ reasons }) => reasons)).toEqual([[reason]]);
});

test("at most a hundred failures are listed, the newest", async () => {
  const { app } = await testApp();
  const runs = Array.from({ length: 130 }, (_, minute) => ({
    timestamp: new Date(Date.UTC(2026, 4, 1, 0, minute)).toISOString(),
    agents: { editor_agent: { gates_passed: 4, gates_failed: 1 } },
  }));
  await pushText(app, "agent-metrics", JSON.stringify({ version: "1.0", runs }));
  const { failures } = await qualityEver(app);
  expect(failures).toHaveLength(100);
  expect(failures[0]?.time).toBe("2026-05-01T02:09:00.000Z");
  expect(failures[99]?.time).toBe("2026-05-01T00:30:00.000Z");
});
