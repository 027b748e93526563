import { beforeEach, describe, expect, test } from "vitest";
import { type Comparison, compare } from "@/lib/contract/compare";
import { tagOf } from "@/lib/contract/traffic";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { compareOf } from "@/lib/server/compare";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { call, routed } from "@/tests/support/routes";

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

const MINUTE_MS = 60_000;

let app: App;
let clock: { nowMs: number };
beforeEach(async () => {
  // Not at the beginning of an hour, whose sums hold what was before as well.
  const stage = await testApp({ nowMs: Date.UTC(2026, 10, 23, 12, 34) });
  app = routed(stage.app);
  clock = stage.clock;
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

/** Everything that an environment can be told of, so many minutes after a moment. */
async function toldAround(momentMs: number, minutes: number, environment: Environment, good: boolean) {
  // A run of agents is known by its moment.
  const apartMs = environment === "green" ? 1000 : 0;
  const timestamp = new Date(momentMs + minutes * 60_000 + apartMs).toISOString();
  const article = { topic: `${environment} ${minutes}`, timestamp, writer_model: "claude-opus-4-7" };
  const cost = good ? 0.5 : 2;
  await pushText(
    app,
    "article-costs",
    JSON.stringify({
      ...article,
      ...{ writer_cost_usd: cost, total_cost_usd: cost, article_chars: 6000, wall_seconds: good ? 400 : 900 },
      publication_validator_passed: good,
    }),
    environment,
  );
  const agents = {
    editor_agent: { gates_passed: good ? 5 : 1, gates_failed: good ? 0 : 4 },
    writer_agent: { chart_embedded: good },
  };
  await pushText(
    app,
    "agent-metrics",
    JSON.stringify({ version: "1.0", runs: [{ timestamp, agents }] }),
    environment,
  );
  await pushText(
    app,
    "latency",
    JSON.stringify({ timestamp, name: "rag", value_ms: good ? 100 : 900 }),
    environment,
  );
  if (!good) {
    const error = { timestamp, class: "llm_api", message: "529", job: article.topic };
    await pushText(app, "errors", JSON.stringify(error), environment);
  }
}

describe("of the very moments", () => {
  const side = { n: 1, k: null, interval: null };
  /** What is said of an environment of which only what is good is to count. */
  const GOOD: Partial<Record<Comparison["metric"], object>> = {
    cost_per_article_usd: { ...side, value: 0.5 },
    cost_per_word_usd: { ...side, value: 0.0005 },
    article_time_s: { ...side, value: 400 },
    gate_pass_rate: { value: 1, k: 5, n: 5 },
    chart_embedding_rate: { value: 1, k: 1, n: 1 },
    validator_pass_rate: { value: 1, k: 1, n: 1 },
    error_rate: { value: 0, k: 0, n: 1 },
    rag_slow_rate: { value: 0, k: 0, n: 1 },
  };

  test.each(Object.entries(GOOD))("%s of before the split counts for nobody", async (metric, expected) => {
    const splitMs = app.nowMs();
    await shiftTraffic(app, 50, { actor: "test", origin: "test", reason: "try" }, tagOf({ epoch: 1 }));
    clock.nowMs += MINUTE_MS;
    for (const environment of ENVIRONMENTS) {
      await toldAround(splitMs, -1, environment, false);
      await toldAround(splitMs, 0, environment, true);
    }
    const { comparisons, compared } = await compareOf(app, { since: "split" });
    expect(compared.from).toBe(new Date(splitMs).toISOString());
    const found = comparisons.find((one) => one.metric === metric);
    expect(found?.blue, metric).toMatchObject(expected);
    expect(found?.green, metric).toMatchObject(expected);
  });

  test.each(Object.entries(GOOD))(
    "%s after `to` does not count where exactly that was asked",
    async (metric, expected) => {
      const toMs = app.nowMs();
      for (const environment of ENVIRONMENTS) {
        await toldAround(toMs, -2, environment, true);
        await toldAround(toMs, 0, environment, false);
      }
      const span = { from: new Date(toMs - 120_000).toISOString(), to: new Date(toMs).toISOString() };
      const of = async (exact?: "true") =>
        (await compareOf(app, { ...span, exact })).comparisons.find((one) => one.metric === metric);
      expect((await of("true"))?.green).toMatchObject(expected);
      expect((await of())?.green).not.toMatchObject(expected);
    },
  );

  test("a ratio is that of the sums, and what is not known of an article is in neither", async () => {
    const wish = { actor: "test", origin: "test", reason: "try" };
    await shiftTraffic(app, 50, wish, tagOf({ epoch: 1 }));
    const timestamp = new Date(app.nowMs()).toISOString();
    const articles = [
      { topic: "a", total_cost_usd: 1, writer_cost_usd: 1, article_chars: 600 },
      { topic: "b", total_cost_usd: 1, writer_cost_usd: 1, article_chars: 6000 },
      { topic: "c", total_cost_usd: 7, writer_cost_usd: 7 },
    ];
    const text = articles
      .map((one) => JSON.stringify({ ...one, timestamp, writer_model: "gpt-4o" }))
      .join("\n");
    await pushText(app, "article-costs", text, "green");
    const { comparisons } = await compareOf(app, { since: "split" });
    const of = (metric: string) => comparisons.find((one) => one.metric === metric)?.green;
    expect(of("cost_per_word_usd")?.value).toBeCloseTo(2 / 1100, 9);
    expect(of("cost_per_article_usd")).toMatchObject({ value: 3, n: 3 });
    expect(of("roi_multiplier")).toMatchObject({ value: null, n: 0 });
  });
});
