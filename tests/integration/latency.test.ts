import { describe, expect, test } from "vitest";
import { latency } from "@/lib/contract/latency";
import type { LatencyRecord } from "@/lib/domain/signals";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { latencyOf } from "@/lib/server/latency";
import { pushText, testApp } from "@/tests/support/app";
import { costLines, type MadeLine } from "@/tests/support/documents";
import fc from "@/tests/support/laws";
import { call, routedApp } from "@/tests/support/routes";
import { madeLatency, told } from "@/tests/support/signals";

const AT = Date.UTC(2026, 10, 20, 10);
const MINUTE = 60_000;

const answer = (app: App, search: object = {}) =>
  latencyOf(app, latency.query.parse({ range: "all", ...search }));

const nearestRank = (values: readonly number[], percent: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil((percent / 100) * values.length) - 1] ?? Number.NaN;

const samplesOf = (values: readonly number[], everyMs = MINUTE): LatencyRecord[] =>
  values.map((value, index) => madeLatency(AT + index * everyMs, value, index));

test("percentiles are within 2 % of the exact ones, the largest is exact, and neither depends on how samples came", async () => {
  const milliseconds = fc.integer({ min: 1, max: 3_600_000_000 }).map((micros) => micros / 1000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(milliseconds, { minLength: 100, maxLength: 220 }),
      fc.nat(220),
      async (values, cut) => {
        const samples = samplesOf(values);
        const { app } = await testApp();
        await told(app, samples.slice(cut));
        await told(app, samples.slice(0, cut), { environment: null });
        const { total, series } = await answer(app, { bucket: "hour" });
        for (const percent of [50, 95, 99] as const) {
          const exact = nearestRank(values, percent);
          expect(Math.abs((total[`p${percent}`] ?? 0) - exact) / exact).toBeLessThan(0.0201);
        }
        expect([total.count, total.max]).toEqual([values.length, Math.max(...values)]);
        expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        const straight = await testApp();
        await told(straight.app, samples);
        expect(await answer(straight.app, { bucket: "hour" })).toEqual(await answer(app, { bucket: "hour" }));
      },
    ),
    { numRuns: 15 },
  );
});

test("environments merge into what all of them together took", async () => {
  const { app } = await testApp();
  const values = Array.from({ length: 120 }, (_, index) => 10 + index * 3);
  const samples = samplesOf(values);
  await told(
    app,
    samples.filter((_, index) => index % 3 === 0),
    { environment: "blue" },
  );
  await told(
    app,
    samples.filter((_, index) => index % 3 === 1),
    { environment: "green" },
  );
  await told(
    app,
    samples.filter((_, index) => index % 3 === 2),
  );
  const all = await answer(app);
  const one = await testApp();
  await told(one.app, samples);
  expect(all.total).toEqual((await answer(one.app)).total);
  expect((await answer(app, { environment: "green" })).total).toMatchObject({ count: 40, max: 10 + 118 * 3 });
});

test.each([
  [19, { p50: true, p95: false, p99: false }],
  [20, { p50: true, p95: true, p99: false }],
  [99, { p50: true, p95: true, p99: false }],
  [100, { p50: true, p95: true, p99: true }],
])("of %i samples it is known: %j, and always n and the largest", async (count, known) => {
  const { app } = await testApp();
  await told(app, samplesOf(Array.from({ length: count }, (_, index) => index + 1)));
  const { total } = await answer(app);
  expect({ p50: total.p50 !== null, p95: total.p95 !== null, p99: total.p99 !== null }).toEqual(known);
  expect([total.count, total.max]).toEqual([count, count]);
});

test("a sample counts once, however often it is pushed; two alike of one document are two", async () => {
  const { app } = await testApp();
  const row = { timestamp: "2026-11-20T10:00:00Z", name: "rag", value_ms: 123.4567 };
  const text = JSON.stringify([row, row, { ...row, name: "llm" }]);
  expect(await pushText(app, "latency", text)).toMatchObject({ accepted: 3, duplicates: 0 });
  expect(await pushText(app, "latency", text)).toMatchObject({ accepted: 0, duplicates: 3 });
  const { total, names } = await answer(app);
  expect([total.count, total.max, names]).toEqual([2, 123.457, ["llm", "rag"]]);
});

test("the summary says of the RAG what the latency says", async () => {
  const { app } = await testApp();
  await told(app, samplesOf(Array.from({ length: 150 }, (_, index) => 100 + index)));
  const { total } = await answer(app);
  const summary = await summaryOf(app, { range: "all" });
  const { count, ...figures } = total;
  expect(summary.rag_latency_ms).toEqual(figures);
  expect(summary.samples.rag_latency_ms).toBe(count);
  expect(summary.rag_latency_ms.p99).not.toBeNull();
});

describe("the latency of articles", () => {
  const line = (minute: number, seconds: number | null): MadeLine => ({
    timestamp: new Date(AT + minute * MINUTE).toISOString(),
    topic: `topic ${minute}`,
    writer: 1,
    research: 0,
    characters: null,
    seconds,
    passed: null,
  });

  test("is what the articles took, with that which is pushed under this name", async () => {
    const { app } = await testApp();
    await pushText(app, "article-costs", costLines([line(0, 300), line(90, 412.5), line(200, null)]), "blue");
    const { total, series, names } = await answer(app, { name: "article", bucket: "hour" });
    expect(names).toEqual(["article"]);
    expect(total).toMatchObject({ count: 2, p95: null, max: 412_500 });
    expect(series.map(({ count, max }) => [count, max])).toEqual([
      [1, 300_000],
      [1, 412_500],
    ]);
    await told(app, [madeLatency(AT, 500_000, 0, "article")]);
    expect((await answer(app, { name: "article" })).total).toMatchObject({ count: 3, max: 500_000 });
    expect((await answer(app, { name: "article", environment: "blue" })).total.count).toBe(2);
  });

  test("has no exact largest value where there are too many articles to look through", async () => {
    const { app } = await testApp();
    await pushText(
      app,
      "article-costs",
      costLines(Array.from({ length: 5001 }, (_, index) => line(index, 300 + (index % 100)))),
    );
    const { total } = await answer(app, { name: "article" });
    expect([total.count, total.max]).toEqual([5001, null]);
    expect(total.p99).not.toBeNull();
  });
});

test("a spreadsheet has the series", async () => {
  const app = await routedApp();
  await told(app, samplesOf([10, 20, 30], 25 * 60 * MINUTE));
  const response = await call("/api/latency", "?range=all&format=csv");
  expect((await response.text()).trim().split("\n")).toEqual([
    "time,name,count,p50,p95,p99,max",
    expect.stringMatching(/^2026-11-20T00:00:00.000Z,rag,1,[\d.]+,,,10$/),
    expect.stringMatching(/^2026-11-21T00:00:00.000Z,rag,1,[\d.]+,,,20$/),
    expect.stringMatching(/^2026-11-22T00:00:00.000Z,rag,1,[\d.]+,,,30$/),
  ]);
});
