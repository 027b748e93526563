import { expect, test } from "vitest";
import { addRelease } from "@/db/record/releases";
import type { Tx } from "@/db/schema";
import { firstDay } from "@/lib/contract/first-day";
import type { Environment } from "@/lib/domain/environment";
import { trendsOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { firstDayOf } from "@/lib/server/reports/first-day";
import { pushText, testApp } from "@/tests/support/app";
import { release } from "@/tests/support/release";
import { call, problemOf, routed } from "@/tests/support/routes";

const HOUR = 3_600_000;
/** The clock of the tests stands at noon; the release had its first share 6 h 12 min before. */
const FIRST = Date.parse("2026-11-23T05:48:00Z");

const iso = (ms: number) => new Date(ms).toISOString();

const entered = (tx: Tx, atMs: number, kind: "started" | "observing" | "held", weight: number) =>
  tx
    .insertInto("release_event")
    .values({
      ...{ release_id: "one", at_ms: atMs, kind, from_state: "shifting", to_state: "observing" },
      ...{ actor: "system", automatic: 1, reason: null, said: `${kind} at ${weight} %` },
      evidence: JSON.stringify({ applied: weight, weight }),
    })
    .execute();

/** So many articles of an environment, ten minutes apart, the last one at that moment. */
async function made(app: App, environment: Environment, count: number, lastMs: number, usd: number) {
  const lines = Array.from({ length: count }, (_, at) => ({
    ...{ timestamp: iso(lastMs - at * 600_000), topic: `${environment} ${lastMs} ${at}` },
    // Costs that are all the same would have no spread to judge by.
    ...{ total_cost_usd: usd * (1 + (at % 3) / 100), wall_seconds: 400 + at },
  }));
  await pushText(app, "article-costs", lines.map((line) => JSON.stringify(line)).join("\n"), environment);
}

async function stage() {
  const { app, clock } = await testApp();
  await app.store.write((tx) => addRelease(tx, release({ name: "draft" }), "hash", "test"));
  return { app, clock };
}

test("before the first share there is nothing, and it says so", async () => {
  const { app } = await stage();
  await app.store.write((tx) => entered(tx, FIRST, "started", 0));
  expect(firstDay.reply.parse(await firstDayOf(app, "one"))).toMatchObject({
    ...{ environment: "green", control: "blue", from: null, to: null, baseline: null },
    ...{ figures: [], hours: [], marks: [] },
  });
});

test("holds the release's hours against the other environment's seven days before", async () => {
  const { app } = await stage();
  await app.store.write(async (tx) => {
    await entered(tx, FIRST - HOUR, "started", 0);
    await entered(tx, FIRST, "observing", 10);
    await entered(tx, FIRST + 2 * HOUR, "held", 10);
  });
  // Blue's week: 21 articles at half of the price; what it made since, and what lies before the week, is not of it.
  await made(app, "blue", 21, FIRST - 24 * HOUR, 0.5);
  await made(app, "blue", 9, FIRST + 3 * HOUR, 9);
  await made(app, "blue", 9, FIRST - 9 * 24 * HOUR, 9);
  await made(app, "green", 12, FIRST + 4 * HOUR, 1);
  const day = firstDay.reply.parse(await firstDayOf(app, "one"));
  expect(day).toMatchObject({
    ...{ from: "2026-11-23T05:48:00.000Z", to: "2026-11-24T05:48:00.000Z" },
    baseline: { from: "2026-11-16T05:00:00.000Z", to: "2026-11-23T05:00:00.000Z" },
  });
  const figure = (metric: string) => day.figures.find((one) => one.metric === metric)!;
  expect(figure("articles")).toMatchObject({ candidate: { value: 12, n: 12 }, control: { value: 3, n: 21 } });
  const cost = figure("cost_per_article_usd");
  expect(cost).toMatchObject({ candidate: { n: 12 }, control: { n: 21 }, verdict: "worse" });
  expect(cost.effect).toBeCloseTo(2, 1);
  expect(figure("memory_bytes")).toMatchObject({ candidate: { value: null }, target: 2e9, verdict: null });
  expect(figure("gate_pass_rate")).toMatchObject({ target: 0.87, verdict: "no_data" });
  // Nothing tells of errors: that none of 12 jobs failed is not known, and so is no verdict.
  expect(figure("error_rate")).toMatchObject({
    candidate: { value: null },
    verdict: "no_data",
    effect: null,
  });
  expect(day.marks.map(({ said, grave }) => [said, grave])).toEqual([
    ["observing at 10 %", false],
    ["held at 10 %", true],
  ]);
});

test("has every hour, with those to come, and of each what the trends have", async () => {
  const { app } = await stage();
  await app.store.write((tx) => entered(tx, FIRST, "observing", 10));
  await made(app, "green", 12, FIRST + 4 * HOUR, 1);
  const { hours, figures } = await firstDayOf(app, "one");
  expect([hours.length, hours[0]?.time, hours.at(-1)?.time]).toEqual([
    ...[25, "2026-11-23T05:00:00.000Z", "2026-11-24T05:00:00.000Z"],
  ]);
  const asked = {
    from: iso(FIRST),
    to: iso(FIRST + 24 * HOUR),
    environment: "green",
    bucket: "hour",
  } as const;
  const { series } = await trendsOf(app, asked);
  expect(
    hours.filter(({ articles }) => articles > 0).map((hour) => [hour.time, hour.cost_per_article_usd]),
  ).toEqual(series.map(({ time, cost_per_article_usd }) => [time, cost_per_article_usd]));
  const sum = hours.reduce((all, { articles }) => all + articles, 0);
  expect(figures[0]?.candidate.value).toBe(sum);
});

test("is answered by the API, and of no release with 404", async () => {
  const { app } = await stage();
  routed(app);
  const template = "/api/releases/{id}/first-24-hours";
  const found = await call("/api/releases/one/first-24-hours", "", { template, params: { id: "one" } });
  expect(firstDay.reply.parse(await found.json()).id).toBe("one");
  const none = await call("/api/releases/two/first-24-hours", "", { template, params: { id: "two" } });
  expect((await problemOf(none)).status).toBe(404);
});
