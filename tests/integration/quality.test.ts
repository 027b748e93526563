import { describe, expect, test } from "vitest";
import { qualityTable } from "@/lib/contract/quality";
import { articlesOf, summaryOf } from "@/lib/server/answers";
import { qualityOf } from "@/lib/server/quality";
import { pushText, testApp } from "@/tests/support/app";
import { EVER, qualityEver } from "@/tests/support/checks";
import { costLines, type MadeLine } from "@/tests/support/documents";
import { fixture } from "@/tests/support/fixture";

const METRICS = fixture("agent_metrics.json");
const EVALS = fixture("article_evals.json");

/** agent_metrics.json with only its first runs. */
function firstRuns(count: number): string {
  const [head = "", ...runs] = METRICS.split(/(?=\n {4}\{\n {6}"timestamp")/);
  return `${[head, ...runs.slice(0, count)].join("").replace(/,\s*$/, "")}\n]}`;
}

describe("agent_metrics.json", () => {
  test("counts 52 gates passed and 12 failed: 81.25 %, not the 87.8 % of a plain sum", async () => {
    const { app } = await testApp();
    const { accepted, rejected } = await pushText(app, "agent-metrics", METRICS);
    expect(accepted).toBe(13);
    expect(rejected.map(({ path }) => path)).toEqual([
      "runs[3].agents.editor_agent.gates_failed",
      "runs[4].agents.editor_agent.gates_failed",
    ]);
    const found = await qualityEver(app);
    expect(found.gate_pass_rate).toBe(0.8125);
    expect(found.samples).toMatchObject({ gate_pass_rate: 64, gate_runs: 11 });
    expect(found.gates.map(({ name, passed, failed }) => [name, passed, failed])).toEqual([
      ["editor", 52, 12],
      ["draft_validation", 6, 7],
      ["chart_embedding", 11, 2],
      ["visual_qa", 8, 3],
      ["publication_validator", 0, 0],
    ]);
    expect(found.gates[4]).toMatchObject({ pass_rate: null, interval: null });
    expect(found.chart_embedding_rate).toBe(11 / 13);
    expect(found.draft_validation_rate).toBe(6 / 13);
    expect([found.first_pass_yield, found.samples.first_pass_yield]).toEqual([4 / 11, 11]);
    expect([found.validator_pass_rate, found.samples.validator_pass_rate]).toEqual([null, 0]);
    expect(found.targets).toEqual({ goal: 0.87, review: 0.8, rollback: 0.7 });
  });

  test("has intervals where fewer than 30 were checked, and only there", async () => {
    const { app } = await testApp();
    await pushText(app, "agent-metrics", METRICS);
    const { intervals } = await qualityEver(app);
    expect(intervals.gate_pass_rate).toBeNull();
    expect(intervals.validator_pass_rate).toBeNull();
    expect(intervals.chart_embedding_rate?.low).toBeCloseTo(0.5777, 4);
    expect(intervals.chart_embedding_rate?.high).toBeCloseTo(0.9567, 4);
  });

  test("names its rejected figures by path, for the environment that they may belong to", async () => {
    const { app } = await testApp();
    await pushText(app, "agent-metrics", METRICS);
    await pushText(app, "latency", '{"timestamp":"2026-01-01T00:00:00Z","name":"rag","value_ms":-1}').catch(
      () => null,
    );
    const { rejected } = await qualityEver(app, "blue");
    expect(rejected).toHaveLength(2);
    expect(rejected[0]).toMatchObject({
      source: "http",
      kind: "agent-metrics",
      path: "runs[3].agents.editor_agent.gates_failed",
    });
    expect(rejected[0]?.message).toContain("-1");
  });

  test("read twice changes nothing, and a longer version adds only what is new", async () => {
    const { app } = await testApp();
    expect(await pushText(app, "agent-metrics", firstRuns(5))).toMatchObject({ accepted: 5, updated: 0 });
    expect(await pushText(app, "agent-metrics", METRICS)).toMatchObject({ accepted: 8, duplicates: 5 });
    const before = await qualityEver(app);
    expect(await pushText(app, "agent-metrics", METRICS)).toMatchObject({ accepted: 0, duplicates: 13 });
    expect(await pushText(app, "agent-metrics", firstRuns(2))).toMatchObject({ accepted: 0, duplicates: 2 });
    expect({ ...(await qualityEver(app)), rejected: before.rejected }).toEqual(before);
    expect(before.gate_pass_rate).toBe(0.8125);
  });

  test("told again with other figures, a run counts as it was told last", async () => {
    const { app } = await testApp();
    await pushText(app, "agent-metrics", METRICS);
    const corrected = METRICS.replace('"gates_failed": -1', '"gates_failed": 1').replace(
      '"gates_passed": 3,\n          "gates_failed": 2',
      '"gates_passed": 5,\n          "gates_failed": 0',
    );
    expect(await pushText(app, "agent-metrics", corrected)).toMatchObject({ updated: 2, duplicates: 11 });
    const { gates, samples, rejected, failures } = await qualityEver(app);
    expect(gates[0]).toMatchObject({ passed: 52 + 6 + 2, failed: 12 + 1 - 2 });
    expect(failures.find(({ title }) => title.startsWith("2025-12-17"))?.reasons[0]).toBe(
      "1 of 7 gates failed: Style, Structure",
    );
    expect(samples.gate_runs).toBe(12);
    expect(rejected).toHaveLength(1);
  });

  test("an environment that is told later moves its runs, and none told later leaves them", async () => {
    const { app } = await testApp();
    await pushText(app, "agent-metrics", METRICS);
    expect((await qualityEver(app, "blue")).samples.gate_runs).toBe(0);
    expect(await pushText(app, "agent-metrics", METRICS, "blue")).toMatchObject({ updated: 13 });
    expect((await qualityEver(app, "blue")).gate_pass_rate).toBe(0.8125);
    expect(await pushText(app, "agent-metrics", METRICS)).toMatchObject({ duplicates: 13 });
    expect(await pushText(app, "agent-metrics", METRICS, "green")).toMatchObject({ updated: 13 });
    const [blue, green, all] = [
      await qualityEver(app, "blue"),
      await qualityEver(app, "green"),
      await qualityEver(app),
    ];
    expect([blue.gate_pass_rate, blue.series, blue.failures]).toEqual([null, [], []]);
    expect([green.samples, green.failures]).toEqual([all.samples, all.failures]);
    expect(all.failures[0]?.environment).toBe("green");
  });
});

describe("article_evals.json", () => {
  test("scores 52.8 %, apart from the scores of article-costs lines", async () => {
    const { app } = await testApp();
    expect(await pushText(app, "article-evals", EVALS)).toMatchObject({ accepted: 5 });
    await pushText(app, "article-costs", fixture("agent_sdk_costs.jsonl"));
    const line = JSON.parse(fixture("agent_sdk_costs.jsonl"));
    const { editorial_score, samples } = await qualityEver(app);
    expect(editorial_score).toEqual({ article_costs: line.editorial_score, article_evals: 52.8 });
    expect(samples.editorial_score).toEqual({ article_costs: 1, article_evals: 5 });
    expect(await pushText(app, "article-evals", EVALS)).toMatchObject({ accepted: 0, duplicates: 5 });
    expect((await qualityEver(app)).editorial_score.article_evals).toBe(52.8);
  });

  test("two files of one moment are two evaluations", async () => {
    const { app } = await testApp();
    const one = { timestamp: "2026-05-01T10:00:00Z", percentage: 70, scores: {} };
    const both = [
      { ...one, article_filename: "a.md" },
      { ...one, article_filename: "b.md", percentage: 90 },
    ];
    expect(await pushText(app, "article-evals", JSON.stringify(both))).toMatchObject({ accepted: 2 });
    const changed = [{ ...one, article_filename: "b.md", percentage: 50 }];
    expect(await pushText(app, "article-evals", JSON.stringify(changed))).toMatchObject({ updated: 1 });
    expect((await qualityEver(app)).editorial_score.article_evals).toBe(60);
  });
});

describe("the publication validator", () => {
  const line = (topic: string, passed: boolean | null, minute = 0): MadeLine => ({
    timestamp: `2026-05-01T10:0${minute}:00Z`,
    topic,
    writer: 1,
    research: 0,
    characters: null,
    seconds: null,
    passed,
  });

  test("counts the lines that say what it decided; refused articles are listed with their id", async () => {
    const { app } = await testApp();
    const lines = [line("rates", true), line("jobs", false, 1), line("trade", null)];
    await pushText(app, "article-costs", costLines(lines), "blue");
    const found = await qualityEver(app);
    expect([found.validator_pass_rate, found.samples.validator_pass_rate]).toEqual([0.5, 2]);
    expect(found.gates[4]).toMatchObject({ name: "publication_validator", passed: 1, failed: 1 });
    expect(found.failures).toHaveLength(1);
    const [failure] = found.failures;
    expect(failure).toMatchObject({
      kind: "article",
      title: "jobs",
      environment: "blue",
      time: "2026-05-01T10:01:00.000Z",
      reasons: ["publication validator refused it"],
    });
    const { articles } = await articlesOf(app, { ...EVER, limit: 50 });
    expect(articles.find(({ topic }) => topic === "jobs")?.id).toBe(failure?.id);
    expect((await qualityEver(app, "green")).failures).toEqual([]);
  });
});

test("the figures are the same in the summary, the period, its days, its hours and the table", async () => {
  const { app } = await testApp({ zone: "Asia/Kathmandu" });
  await pushText(app, "agent-metrics", METRICS);
  await pushText(app, "article-evals", EVALS);
  await pushText(app, "article-costs", fixture("same-run-twice/agent_sdk_costs.jsonl"));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  for (const bucket of ["hour", "day"] as const) {
    const found = await qualityOf(app, { ...EVER, bucket });
    for (const { name, passed, failed } of found.gates) {
      expect(sum(found.series.map((point) => point.passed[name]))).toBe(passed);
      expect(sum(found.series.map((point) => point.failed[name]))).toBe(failed);
    }
    expect(sum(found.series.map((point) => point.samples.editorial_score.article_evals))).toBe(5);
    expect(sum(found.series.map((point) => point.yield_passed))).toBe(4);
    const table = qualityTable(found);
    expect(sum(table.map((row) => Number(row.gates_passed)))).toBe(52);
    expect(sum(table.map((row) => Number(row.gates_failed)))).toBe(12);
    expect(await summaryOf(app, EVER)).toMatchObject({
      gate_pass_rate: found.gate_pass_rate,
      chart_embedding_rate: found.chart_embedding_rate,
      validator_pass_rate: found.validator_pass_rate,
    });
  }
});

test("a day holds what runs, evaluations and lines say of it, also where only one of them does", async () => {
  const { app } = await testApp();
  await pushText(app, "article-costs", fixture("agent_sdk_costs.jsonl"));
  const evaluation = { article_filename: "a.md", percentage: 50, scores: {} };
  const days = ["2026-04-26T10:00:00Z", "2026-04-27T10:00:00Z"];
  const evaluations = days.map((timestamp) => ({ ...evaluation, timestamp }));
  await pushText(app, "article-evals", JSON.stringify(evaluations));
  await pushText(
    app,
    "article-costs",
    '{"timestamp":"2026-04-28T10:00:00Z","topic":"jobs","total_cost_usd":1,"publication_validator_passed":false}',
  );
  const { series } = await qualityEver(app);
  expect(
    series.map(({ time, editorial_score, validator_pass_rate }) => [
      time.slice(0, 10),
      editorial_score.article_costs,
      editorial_score.article_evals,
      validator_pass_rate,
    ]),
  ).toEqual([
    ["2026-04-26", 88, 50, 1],
    ["2026-04-27", null, 50, null],
    ["2026-04-28", null, null, 0],
  ]);
});
