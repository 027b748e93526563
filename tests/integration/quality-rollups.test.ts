import { describe, expect, test } from "vitest";
import { sumQuality } from "@/db/record/quality";
import { rebuildRollups } from "@/db/record/rebuild";
import { RollupSums } from "@/db/record/rollup-sums";
import type { Environment } from "@/lib/domain/environment";
import { Calendar } from "@/lib/domain/time";
import type { App } from "@/lib/server/app";
import { qualityOf } from "@/lib/server/quality";
import { rebuild } from "@/lib/server/rebuild";
import { pushText, testApp } from "@/tests/support/app";
import {
  evalsDocument,
  type MadeChecks,
  type MadeEvaluation,
  madeChecks,
  madeEvaluation,
  metricsDocument,
} from "@/tests/support/checks";
import { fixture } from "@/tests/support/fixture";
import fc from "@/tests/support/laws";
import { ZONES } from "@/tests/support/zones";

interface Step {
  runs: MadeChecks[];
  evaluations: MadeEvaluation[];
  environment: Environment | null;
}

const step: fc.Arbitrary<Step> = fc.record({
  runs: fc.array(madeChecks, { maxLength: 8 }),
  evaluations: fc.array(madeEvaluation, { maxLength: 5 }),
  environment: fc.constantFrom(null, "blue", "green"),
});

async function take(app: App, { runs, evaluations, environment }: Step): Promise<void> {
  await pushText(app, "agent-metrics", metricsDocument(runs), environment);
  await pushText(app, "article-evals", evalsDocument(evaluations), environment);
}

const YEAR = { from: "2026-01-01", to: "2027-01-01" };
const ENVIRONMENTS = [undefined, "blue", "green"] as const;

/** Everything of a year that quality answers, of each environment. */
const everything = (app: App) =>
  Promise.all(ENVIRONMENTS.map((environment) => qualityOf(app, { ...YEAR, environment, bucket: "hour" })));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the sums of quality", () => {
  test("equal the stored runs and evaluations, whatever arrives and changes, in whichever zone", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...ZONES),
        async (steps, zone) => {
          const { app } = await testApp({ zone });
          for (const one of steps) await take(app, one);
          const raw = new RollupSums(app.calendar());
          await app.store.db.transaction().execute((tx) => sumQuality(tx, raw));
          for (const table of ["quality_hour", "quality_day"] as const) {
            const stored = await app.store.db.selectFrom(table).selectAll().execute();
            expect(new Set(stored)).toEqual(new Set(raw.rowsOf(table)));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are those of a plain sum over what was told last of each", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        const { app } = await testApp();
        for (const one of steps) await take(app, one);
        const runs = [
          ...new Map(steps.flatMap((one) => one.runs).map((run) => [run.timestamp, run])).values(),
        ];
        const scores = [
          ...new Map(
            steps.flatMap((one) => one.evaluations).map((one) => [`${one.timestamp} ${one.file}`, one]),
          ).values(),
        ];
        const found = await qualityOf(app, YEAR);
        const share = (passed: number, total: number) => (total === 0 ? null : passed / total);
        const gates = runs.flatMap((run) => run.gates ?? []);
        const passed = sum(gates.map((one) => one.passed));
        expect(found.gate_pass_rate).toBe(share(passed, passed + sum(gates.map((one) => one.failed))));
        const drafts = runs.flatMap((run) => run.valid ?? []);
        expect(found.draft_validation_rate).toBe(share(drafts.filter(Boolean).length, drafts.length));
        const charts = runs.flatMap((run) => run.charts ?? []);
        expect(found.gates[3]).toMatchObject({
          passed: sum(charts.map((one) => one.made)),
          failed: sum(charts.map((one) => one.failed)),
        });
        expect(found.samples.editorial_score.article_evals).toBe(scores.length);
        expect(found.editorial_score.article_evals ?? 0).toBeCloseTo(
          share(sum(scores.map((one) => one.percentage)), scores.length) ?? 0,
          6,
        );
      }),
      { numRuns: 40 },
    );
  });

  test("are the same in every order of the snapshots, and twice over", async () => {
    const records = fc.record({
      runs: fc.uniqueArray(madeChecks, { selector: (run) => run.timestamp, maxLength: 10 }),
      evaluations: fc.uniqueArray(madeEvaluation, {
        selector: (one) => `${one.timestamp} ${one.file}`,
        maxLength: 6,
      }),
    });
    const cuts = fc.array(fc.nat(10), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(records, cuts, fc.constantFrom(...ZONES), async (whole, lengths, zone) => {
        const snapshot = (length: number): Step => ({
          runs: whole.runs.slice(0, length),
          evaluations: whole.evaluations.slice(0, length),
          environment: "blue",
        });
        const straight = await testApp({ zone });
        await take(straight.app, snapshot(10));
        const crooked = await testApp({ zone });
        for (const length of [...lengths, 10, ...lengths]) await take(crooked.app, snapshot(length));
        expect(await everything(crooked.app)).toEqual(await everything(straight.app));
      }),
      { numRuns: 30 },
    );
  });

  test("of the hours and of the days come to those of the period", async () => {
    await fc.assert(
      fc.asyncProperty(step, fc.constantFrom(...ZONES), async (one, zone) => {
        const { app } = await testApp({ zone });
        await take(app, one);
        const hours = await qualityOf(app, { ...YEAR, bucket: "hour" });
        const days = await qualityOf(app, { ...YEAR, bucket: "day" });
        expect({ ...hours, bucket: "day", series: days.series }).toEqual(days);
        for (const { series, gates, samples } of [hours, days]) {
          for (const { name, passed, failed } of gates) {
            expect(sum(series.map((point) => point.passed[name]))).toBe(passed);
            expect(sum(series.map((point) => point.failed[name]))).toBe(failed);
          }
          expect(sum(series.map((point) => point.samples.first_pass_yield))).toBe(samples.first_pass_yield);
        }
      }),
      { numRuns: 30 },
    );
  });
});

test("a rebuild, also in another zone, makes the sums anew from what is stored", async () => {
  const { app } = await testApp();
  await pushText(app, "agent-metrics", fixture("agent_metrics.json"), "blue");
  await pushText(app, "article-evals", fixture("article_evals.json"));
  await pushText(app, "article-costs", fixture("agent_sdk_costs.jsonl"));
  const before = await everything(app);
  await app.store.db.updateTable("quality_day").set({ gates_passed: 1, evaluations: 9 }).execute();
  const { differences } = await rebuild(app, "test");
  expect(new Set(differences.map(({ table }) => table))).toEqual(new Set(["quality_day"]));
  expect(await everything(app)).toEqual(before);
  expect((await rebuild(app, "test")).differences).toEqual([]);
  await app.store.db.transaction().execute((tx) => rebuildRollups(tx, new Calendar("Asia/Kathmandu")));
  const { gates_passed, evaluations } = await app.store.db
    .selectFrom("quality_day")
    .select(({ fn }) => [
      fn.sum<number>("gates_passed").as("gates_passed"),
      fn.sum<number>("evaluations").as("evaluations"),
    ])
    .executeTakeFirstOrThrow();
  expect([gates_passed, evaluations]).toEqual([52, 5]);
});
