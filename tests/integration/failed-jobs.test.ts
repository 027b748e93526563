import { describe, expect, test } from "vitest";
import { rebuildRollups } from "@/db/record/rebuild";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { errorsOf } from "@/lib/server/errors";
import { pushText, testApp } from "@/tests/support/app";
import {
  type MadeArticle,
  type MadeFault,
  madeArticle,
  madeFault,
  modelFailures,
} from "@/tests/support/failed-jobs";
import fc from "@/tests/support/laws";
import { madeError, told } from "@/tests/support/signals";
import { ZONES } from "@/tests/support/zones";

const RANGE = { from: "2026-11-10", to: "2026-11-28" };

const recordOf = ({ line, atMs, job, environment, cancelled }: MadeFault) =>
  madeError({
    line: line + 1,
    identityText: String(line),
    atMs,
    job,
    environment,
    errorKind: cancelled ? "cancelled" : null,
  });

const lineOf = ({ atMs, topic }: MadeArticle): string =>
  JSON.stringify({ timestamp: new Date(atMs).toISOString(), topic, writer_cost_usd: 1 });

async function jobsOf(app: App, environment?: "blue" | "green") {
  const query = { ...RANGE, ...(environment ? { environment } : {}) };
  const { failed_jobs, finished_jobs, error_rate, jobs } = await errorsOf(app, {
    ...query,
    group: "class",
    bucket: "hour",
  });
  const summary = await summaryOf(app, query);
  expect([summary.failed_jobs, summary.error_rate, summary.samples.error_rate]).toEqual([
    failed_jobs,
    error_rate,
    finished_jobs,
  ]);
  expect(jobs.reduce((sum, bucket) => sum + bucket.failed_jobs, 0)).toBe(failed_jobs);
  expect(jobs.reduce((sum, bucket) => sum + bucket.finished_jobs, 0)).toBe(finished_jobs);
  for (const bucket of jobs) expect(bucket.failed_jobs).toBeLessThanOrEqual(bucket.finished_jobs);
  return { failed: failed_jobs, finished: finished_jobs };
}

test("failed jobs are what all errors together say, in whichever order they came, changed and moved", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(madeFault, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
      fc.uniqueArray(madeArticle, { selector: ({ atMs, topic }) => `${atMs} ${topic}`, maxLength: 4 }),
      fc.constantFrom(...ZONES),
      async (batches, articles, zone) => {
        const { app } = await testApp({ zone });
        for (const one of articles) await pushText(app, "article-costs", lineOf(one), one.environment);
        const stored = new Map<number, MadeFault>();
        for (const batch of batches) {
          await told(app, batch.map(recordOf), { generation: "g" });
          for (const fault of batch) {
            const environment = fault.environment ?? stored.get(fault.line)?.environment ?? null;
            stored.set(fault.line, { ...fault, environment });
          }
        }
        const failed = modelFailures([...stored.values()], articles);
        for (const environment of [undefined, "blue", "green"] as const) {
          const mine = failed.filter((one) => environment === undefined || one.environment === environment);
          const made = articles.filter((one) => environment === undefined || one.environment === environment);
          const alone = mine.filter(({ article }) => article === null);
          expect(await jobsOf(app, environment)).toEqual({
            failed: mine.length,
            finished: made.length + alone.length,
          });
        }
        const { differences } = await app.store.db
          .transaction()
          .execute((tx) => rebuildRollups(tx, app.calendar()));
        expect(differences).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

test("three retries of a job are one failure, and its article takes it back", async () => {
  const { app } = await testApp();
  const at = Date.UTC(2026, 10, 20, 10);
  const retries = [0, 20, 600].map((second) =>
    madeError({
      identityText: `${second}`,
      atMs: at + second * 1000,
      job: "Rates",
      errorClass: "llm_api",
      errorKind: "rate_limit",
    }),
  );
  await told(app, retries);
  expect(await errorsOf(app, { ...RANGE, group: "class" })).toMatchObject({
    count: 3,
    rate_limited: 3,
    failed_jobs: 1,
    finished_jobs: 1,
    error_rate: 1,
  });
  const article: MadeArticle = { atMs: at + 700_000, topic: "rates", environment: null };
  await pushText(app, "article-costs", lineOf(article));
  expect(await jobsOf(app)).toEqual({ failed: 0, finished: 1 });
  await told(app, [madeError({ identityText: "later", atMs: at + 800_000, job: "rates" })]);
  expect(await jobsOf(app)).toEqual({ failed: 1, finished: 1 });
});

describe("an execution that makes an article", () => {
  const failedMs = Date.parse("2026-11-20T09:00:00Z");
  const run = (agent: string) =>
    JSON.stringify({
      version: "1.0",
      executions: [
        {
          execution_id: agent,
          agent,
          start_time: "2026-11-20T10:00:00Z",
          end_time: "2026-11-20T10:00:00Z",
          llm_calls: [{ model: "gpt-4o", cost_usd: 1, metadata: { topic: "The topic" } }],
        },
      ],
    });

  test("takes the failure of its topic back; one of a single agent does not", async () => {
    const { app } = await testApp();
    await told(app, [madeError({ identityText: "x", atMs: failedMs, job: "the topic" })]);
    await pushText(app, "execution-roi", run("research_agent"));
    expect(await jobsOf(app)).toEqual({ failed: 1, finished: 1 });
    await pushText(app, "execution-roi", run("full_pipeline"));
    expect(await jobsOf(app)).toEqual({ failed: 0, finished: 1 });
  });

  test("and has a line was finished when its line says", async () => {
    const { app } = await testApp();
    await pushText(app, "execution-roi", run("full_pipeline"));
    await told(app, [madeError({ identityText: "x", atMs: failedMs + 58 * 60_000, job: "the topic" })]);
    expect(await jobsOf(app)).toEqual({ failed: 0, finished: 1 });
    const line: MadeArticle = { atMs: failedMs + 55 * 60_000, topic: "the topic", environment: null };
    await pushText(app, "article-costs", lineOf(line));
    expect(await jobsOf(app)).toEqual({ failed: 1, finished: 1 });
  });
});

test("a bad article counts on its own day, also where its error came on the next", async () => {
  const { app } = await testApp();
  const line: MadeArticle = { atMs: Date.parse("2026-11-20T23:50:00Z"), topic: "rates", environment: null };
  await pushText(app, "article-costs", lineOf(line));
  await told(app, [madeError({ identityText: "x", atMs: line.atMs + 3_600_000, job: "rates" })]);
  const day = (from: string, to: string) => errorsOf(app, { from, to, group: "class" });
  expect(await day("2026-11-20", "2026-11-21")).toMatchObject({
    count: 0,
    failed_jobs: 1,
    finished_jobs: 1,
    error_rate: 1,
  });
  expect(await day("2026-11-21", "2026-11-22")).toMatchObject({
    count: 1,
    failed_jobs: 0,
    finished_jobs: 0,
    error_rate: null,
  });
});

test("what the caller cancelled is told, and fails nothing", async () => {
  const { app } = await testApp();
  const atMs = Date.UTC(2026, 10, 20, 10);
  await told(app, [madeError({ identityText: "x", atMs, errorKind: "cancelled" })]);
  expect(await errorsOf(app, { ...RANGE, group: "kind" })).toMatchObject({
    count: 1,
    failed_jobs: 0,
    error_rate: null,
    series: [{ key: "cancelled", count: 1 }],
  });
});

test("thousands of errors on either side of a gap are grouped as if they had come in order", async () => {
  const { app } = await testApp();
  const at = Date.UTC(2026, 10, 20, 10);
  const dense = (fromMs: number, name: string) =>
    Array.from({ length: 1300 }, (_, index) =>
      madeError({ identityText: `${name}${index}`, atMs: fromMs + index * 100 }),
    );
  await told(app, dense(at + 200_000, "late"));
  expect(await jobsOf(app)).toEqual({ failed: 3, finished: 3 });
  await told(app, dense(at, "early"));
  // From 10:00:00 to 10:02:09.9 and from 10:03:20 to 10:05:29.9: three windows each.
  expect(await jobsOf(app)).toEqual({ failed: 6, finished: 6 });
  await told(app, [
    madeError({ identityText: "before", atMs: at - 30_000 }),
    madeError({ identityText: "after", atMs: at + 3_600_000 }),
  ]);
  expect(await jobsOf(app)).toEqual({ failed: 7, finished: 7 });
  const { differences } = await app.store.db
    .transaction()
    .execute((tx) => rebuildRollups(tx, app.calendar()));
  expect(differences).toEqual([]);
});
