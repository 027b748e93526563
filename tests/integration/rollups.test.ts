import { describe, expect, test } from "vitest";
import { rebuildRollups } from "@/db/record/rebuild";
import { reconciliationOf, summaryOf, trendsOf, usageOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { rebuild } from "@/lib/server/rebuild";
import { pushText, testApp } from "@/tests/support/app";
import {
  costLines,
  type MadeLine,
  type MadeRun,
  madeLine,
  madeRun,
  roiDocument,
} from "@/tests/support/documents";
import { fixture } from "@/tests/support/fixture";
import fc from "@/tests/support/laws";
import { ZONES } from "@/tests/support/zones";

type Step = { kind: "runs"; runs: MadeRun[]; minute: number | null } | { kind: "lines"; lines: MadeLine[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("runs" as const),
    runs: fc.array(madeRun, { maxLength: 8 }),
    minute: fc.option(fc.nat(9), { nil: null }),
  }),
  fc.record({
    kind: fc.constant("lines" as const),
    lines: fc.array(madeLine, { minLength: 1, maxLength: 6 }),
  }),
);

async function take(app: App, done: Step): Promise<void> {
  if (done.kind === "runs") await pushText(app, "execution-roi", roiDocument(done.runs, done.minute));
  else await pushText(app, "article-costs", costLines(done.lines));
}

/** What the rollups say, without what only tells how much time was asked for. */
async function everything(app: App) {
  const { previous: _, from: __, to: ___, ...summary } = await summaryOf(app, { range: "all" });
  return {
    summary,
    models: (await usageOf(app, { range: "all", by: "model" })).totals,
    agents: (await usageOf(app, { range: "all", by: "agent" })).totals,
    days: (await trendsOf(app, { range: "all", bucket: "day" })).series,
    pairs: (await reconciliationOf(app, { range: "all" })).totals,
  };
}

describe("rollups", () => {
  test("equal the raw records, whatever arrives, changes and pairs in whichever zone", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...ZONES),
        async (steps, zone) => {
          const { app } = await testApp({ zone });
          for (const one of steps) await take(app, one);
          const { differences } = await app.store.db
            .transaction()
            .execute((tx) => rebuildRollups(tx, app.calendar()));
          expect(differences).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("the sum of the days, and of the hours, is the range", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(madeRun, { maxLength: 20 }),
        fc.array(madeLine, { minLength: 1, maxLength: 10 }),
        fc.constantFrom(...ZONES),
        async (runs, lines, zone) => {
          const { app } = await testApp({ zone });
          await take(app, { kind: "runs", runs, minute: 1 });
          await take(app, { kind: "lines", lines });
          const range = { from: "2026-03-20", to: "2026-11-10" };
          const summary = await summaryOf(app, range);
          for (const bucket of ["hour", "day"] as const) {
            const { series } = await trendsOf(app, { ...range, bucket });
            const usage = await usageOf(app, { ...range, by: "provider", bucket });
            const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
            expect(sum(series.map((row) => row.executions))).toBe(summary.executions);
            expect(sum(series.map((row) => row.articles))).toBe(summary.articles);
            expect(sum(series.map((row) => row.cost_usd))).toBeCloseTo(summary.cost_usd, 6);
            expect(sum(usage.series.map((row) => row.cost_usd))).toBeCloseTo(summary.cost_usd, 6);
            expect(sum(usage.totals.map((row) => row.calls))).toBe(summary.llm_calls);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test("snapshots and lines give the same figures in every order, and twice over", async () => {
    // Distinct ages: of two equally old documents the later arrival wins, so there the order decides.
    const snapshots = fc.uniqueArray(
      fc.record({ minute: fc.nat(9), runs: fc.array(madeRun, { maxLength: 6 }) }),
      { selector: ({ minute }) => minute, maxLength: 3 },
    );
    const files = fc.uniqueArray(madeLine, {
      selector: ({ timestamp, topic }) => `${timestamp} ${topic}`,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        snapshots,
        files,
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(...ZONES),
        async (documents, lines, dice, zone) => {
          const steps: Step[] = [
            // A document shows an execution once.
            ...documents.map(({ minute, runs }) => ({
              kind: "runs" as const,
              minute,
              runs: [...new Map(runs.map((run) => [`${run.id} ${run.start}`, run])).values()],
            })),
            ...lines.map((line) => ({ kind: "lines" as const, lines: [line] })),
          ];
          const shuffled = [...steps, ...steps]
            .map((one) => ({ one, die: dice.next().value }))
            .sort((a, b) => a.die - b.die)
            .map(({ one }) => one);
          const straight = await testApp({ zone });
          for (const one of steps) await take(straight.app, one);
          const crooked = await testApp({ zone });
          for (const one of shuffled) await take(crooked.app, one);
          expect(await everything(crooked.app)).toEqual(await everything(straight.app));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("of two documents that disagree", () => {
  const run = (human: number, topic = "rates"): MadeRun => ({
    id: "a",
    start: "2026-05-01T10:00:00Z",
    agent: "pipeline",
    topic,
    human,
    calls: [{ model: "gpt-4o", input: 10, output: 10, cost: 1 }],
  });
  const line: MadeLine = {
    timestamp: "2026-05-01T10:05:00Z",
    topic: "rates",
    writer: 2,
    research: 0,
    characters: null,
    seconds: null,
    passed: null,
  };
  const runs = (minute: number | null, ...found: MadeRun[]): Step => ({ kind: "runs", runs: found, minute });

  async function humanAfter(...steps: Step[]): Promise<number | null> {
    const { app } = await testApp();
    for (const one of steps) await take(app, one);
    return (await summaryOf(app, { range: "all" })).human_cost_usd;
  }

  test("the later one wins, in either order", async () => {
    expect(await humanAfter(runs(1, run(10)), runs(2, run(20)))).toBe(20);
    expect(await humanAfter(runs(2, run(20)), runs(1, run(10)))).toBe(20);
  });

  test("one that says when it was updated wins over one that does not", async () => {
    expect(await humanAfter(runs(1, run(10)), runs(null, run(20)))).toBe(10);
    expect(await humanAfter(runs(null, run(20)), runs(1, run(10)))).toBe(10);
  });

  test("of two equally old ones the later arrival wins", async () => {
    expect(await humanAfter(runs(1, run(10)), runs(1, run(20)))).toBe(20);
  });

  test("what a later document showed unchanged is not overwritten by one in between", async () => {
    expect(await humanAfter(runs(1, run(10)), runs(3, run(10)), runs(2, run(20)))).toBe(10);
    expect(await humanAfter(runs(3, run(10)), runs(2, run(20)), runs(1, run(10)))).toBe(10);
  });

  test("an execution whose topic changes leaves its line, and takes a line that fits", async () => {
    const { app } = await testApp();
    await take(app, { kind: "lines", lines: [line] });
    await take(app, runs(1, run(10)));
    expect((await reconciliationOf(app, { range: "all" })).totals.pairs).toBe(1);
    await take(app, runs(2, run(10, "jobs")));
    expect((await reconciliationOf(app, { range: "all" })).totals).toEqual({
      pairs: 0,
      single_executions: 1,
      single_article_costs: 1,
    });
    await take(app, { kind: "lines", lines: [{ ...line, topic: "JOBS" }] });
    expect((await reconciliationOf(app, { range: "all" })).totals).toEqual({
      pairs: 1,
      single_executions: 0,
      single_article_costs: 1,
    });
  });
});

test("a rebuild tells what it went through, with the executions that belong to lines", async () => {
  const { app } = await testApp();
  await pushText(app, "execution-roi", fixture("same-run-twice/execution_roi.json"));
  await pushText(app, "article-costs", fixture("same-run-twice/agent_sdk_costs.jsonl"));
  await pushText(app, "execution-roi", fixture("execution_roi.3.json"));
  await app.store.db.updateTable("run_day").set({ human_nano: 1 }).execute();
  const rebuilt = await rebuild(app, "test");
  expect(rebuilt).toMatchObject({ executions: 30, lines: 2 });
  expect(rebuilt.differences.map(({ table }) => table)).toContain("run_day");
  expect((await rebuild(app, "test")).differences).toEqual([]);
  expect((await summaryOf(app, { range: "all" })).human_cost_usd).toBe(4125);
});

test("what the totals say is what a plain sum of the records says", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(madeRun, { maxLength: 20 }), async (made) => {
      const runs = [...new Map(made.map((run) => [`${run.id} ${run.start}`, run])).values()];
      const { app } = await testApp();
      await take(app, { kind: "runs", runs, minute: 1 });
      const summary = await summaryOf(app, { range: "all" });
      const calls = runs.flatMap((run) => run.calls);
      const known = calls.filter((call) => call.input + call.output > 0 || !call.cost);
      const recorded = calls.filter(
        (call) => call.cost !== null && (call.cost > 0 || call.input + call.output === 0),
      );
      const cost = recorded.reduce((sum, call) => sum + (call.cost ?? 0), 0);
      expect(summary.executions).toBe(runs.length);
      expect(summary.llm_calls).toBe(calls.length);
      expect(summary.cost_usd - summary.estimated_cost_usd).toBeCloseTo(cost, 6);
      expect(summary.human_cost_usd).toBeGreaterThanOrEqual(
        runs.reduce((sum, run) => sum + (run.human ?? 0), 0) - 1e-6,
      );
      if (known.length === calls.length)
        expect(summary.tokens.total).toBe(calls.reduce((sum, call) => sum + call.input + call.output, 0));
    }),
    { numRuns: 40 },
  );
});
