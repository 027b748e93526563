import { beforeEach, describe, expect, test } from "vitest";
import { type Comparison, compare } from "@/lib/contract/compare";
import { tagOf } from "@/lib/contract/traffic";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { compareOf } from "@/lib/server/compare";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { pushText } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { call, routedApp } from "@/tests/support/routes";

const AT = Date.UTC(2026, 10, 22, 8);
const line = (index: number, costUsd: number, seconds: number) =>
  JSON.stringify({
    timestamp: new Date(AT + index * 600_000).toISOString(),
    topic: `article ${index} at ${costUsd}`,
    total_cost_usd: costUsd,
    writer_cost_usd: costUsd,
    writer_model: "claude-opus-4-7",
    wall_seconds: seconds,
    publication_validator_passed: index % 4 !== 0,
    article_chars: 6000,
  });
const COSTS = [0.4, 0.5, 0.45, 0.6, 0.5, 0.55, 0.48, 0.52];
const lines = (factor: number, seconds: number, count = COSTS.length) =>
  COSTS.slice(0, count)
    .map((cost, index) => line(index, cost * factor, seconds + index))
    .join("\n");

let app: App;
beforeEach(async () => {
  app = await routedApp();
});

const of = async (metric: Comparison["metric"]) => {
  const { comparisons } = await compareOf(app, { range: "all" });
  return comparisons.find((one) => one.metric === metric)!;
};

describe("blue against green", () => {
  test("green at half the cost and the same time is better in dollars and the same in seconds", async () => {
    await pushText(app, "article-costs", lines(1, 400), "blue");
    await pushText(app, "article-costs", lines(0.5, 400), "green");
    const cost = await of("cost_per_article_usd");
    expect(cost).toMatchObject({ better: "lower", verdict: "better", blue: { n: 8 }, green: { n: 8 } });
    expect(cost.effect).toBeCloseTo(0.5, 6);
    expect((await of("article_time_s")).verdict).toBe("same");
    expect(await of("validator_pass_rate")).toMatchObject({
      blue: { value: 0.75, k: 6, n: 8 },
      verdict: "not_enough_evidence",
    });
  });

  test("each figure is the summary's of that environment", async () => {
    await pushText(app, "article-costs", lines(1, 400), "blue");
    await pushText(app, "article-costs", lines(0.5, 700), "green");
    await pushText(app, "agent-metrics", fixture("agent_metrics.json"), "green");
    const { figures, comparisons } = await compareOf(app, { range: "all" });
    for (const environment of ["blue", "green"] as const) {
      const {
        from: _,
        to: __,
        timezone: ___,
        previous: ____,
        ...summary
      } = await summaryOf(app, {
        range: "all",
        environment,
      });
      expect(figures[environment]).toEqual(summary);
    }
    const gates = comparisons.find(({ metric }) => metric === "gate_pass_rate")!;
    expect(gates.green).toMatchObject({ value: 0.8125, k: 52, n: 64 });
    expect(gates.green.interval?.low).toBeCloseTo(0.7, 1);
    expect(gates.blue).toEqual({ value: null, n: 0, k: 0, interval: null });
    expect(gates.verdict).toBe("no_data");
  });

  test("seven articles are not enough evidence, whatever they cost", async () => {
    await pushText(app, "article-costs", lines(1, 400), "blue");
    await pushText(app, "article-costs", lines(9, 400, 7), "green");
    expect((await of("cost_per_article_usd")).verdict).toBe("not_enough_evidence");
  });

  test("with nothing of either there is no data, and no verdict", async () => {
    const { comparisons } = await compareOf(app, {});
    expect(new Set(comparisons.map(({ verdict }) => verdict))).toEqual(new Set(["no_data"]));
  });

  test("has nothing to say of errors before anything tells of them, and judges them from then on", async () => {
    await pushText(app, "article-costs", lines(1, 400), "blue");
    await pushText(app, "article-costs", lines(1.1, 400), "green");
    const unknown = { value: null, n: 0, k: 0, interval: null };
    expect(await of("error_rate")).toMatchObject({ verdict: "no_data", blue: unknown, green: unknown });
    const told = {
      timestamp: new Date(AT).toISOString(),
      class: "llm_api",
      message: "529",
      job: "article 99",
    };
    const push = {
      method: "POST",
      body: JSON.stringify(told),
      headers: { "content-type": "application/json" },
    };
    const ingest = { ...push, template: "/api/ingest/{kind}", params: { kind: "errors" } };
    expect((await call("/api/ingest/errors", "?environment=green", ingest)).status).toBe(200);
    expect(await of("error_rate")).toMatchObject({ blue: { value: 0, k: 0, n: 8 }, green: { k: 1, n: 9 } });
  });

  test("once green is live, blue is the candidate", async () => {
    await pushText(app, "article-costs", lines(1, 400), "blue");
    await pushText(app, "article-costs", lines(0.5, 400), "green");
    const wish = { actor: "test", origin: "test", reason: "live" };
    await shiftTraffic(app, 100, wish, tagOf({ epoch: 1 }));
    const { control, candidate } = await compareOf(app, { range: "all" });
    expect([control, candidate]).toEqual(["green", "blue"]);
    expect(await of("cost_per_article_usd")).toMatchObject({ verdict: "worse" });
  });

  test("whoever asks may name the candidate, whoever is live", async () => {
    await pushText(app, "article-costs", lines(1, 400), "blue");
    await pushText(app, "article-costs", lines(0.5, 400), "green");
    const wish = { actor: "test", origin: "test", reason: "live" };
    await shiftTraffic(app, 100, wish, tagOf({ epoch: 1 }));
    const reply = await (await call("/api/compare", "?range=all&candidate=green")).json();
    expect([reply.control, reply.candidate]).toEqual(["blue", "green"]);
    expect(reply.comparisons[0]).toMatchObject({ metric: "cost_per_article_usd", verdict: "better" });
  });

  test("slow RAG answers are counted one by one", async () => {
    const samples = (slow: number) =>
      Array.from({ length: 40 }, (_, index) =>
        JSON.stringify({
          timestamp: new Date(AT + index * 1000).toISOString(),
          name: "rag",
          value_ms: index < slow ? 900 : 200,
        }),
      ).join("\n");
    await pushText(app, "latency", samples(0), "blue");
    await pushText(app, "latency", samples(20), "green");
    expect(await of("rag_slow_rate")).toMatchObject({
      verdict: "worse",
      blue: { k: 0, n: 40 },
      green: { k: 20, n: 40, value: 0.5 },
    });
  });
});

test("the table says the same as the API, and the reply keeps the contract", async () => {
  await pushText(app, "article-costs", lines(1, 400), "blue");
  await pushText(app, "article-costs", lines(0.5, 400), "green");
  const reply = compare.reply.parse(await (await call("/api/compare", "?range=all")).json());
  const csv = await (await call("/api/compare", "?range=all", { headers: { accept: "text/csv" } })).text();
  const rows = csv.trim().split("\n");
  expect(rows).toHaveLength(reply.comparisons.length + 1);
  for (const { metric, verdict } of reply.comparisons)
    expect(rows.some((row) => row.startsWith(`${metric},`) && row.endsWith(verdict))).toBe(true);
});

test("since the split began, articles before it are not judged", async () => {
  await pushText(app, "article-costs", lines(1, 400), "blue");
  const wish = { actor: "test", origin: "test", reason: "try" };
  await shiftTraffic(app, 50, wish, tagOf({ epoch: 1 }));
  const { comparisons } = await compareOf(app, { since: "split" });
  expect(comparisons.find(({ metric }) => metric === "cost_per_article_usd")?.blue.n).toBe(0);
});
