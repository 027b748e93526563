import { expect, test } from "vitest";
import { resources } from "@/lib/contract/resources";
import type { App } from "@/lib/server/app";
import { resourcesOf } from "@/lib/server/resources";
import { pushText, testApp } from "@/tests/support/app";
import { call, routedApp } from "@/tests/support/routes";

const answer = (app: App, search: object = {}) =>
  resourcesOf(app, resources.query.parse({ range: "all", ...search }));

const GB = 1_000_000_000;
const row = (time: string, memory_bytes?: number, cpu_cores?: number, environment?: string) => ({
  timestamp: `2026-11-${time}:00Z`,
  ...(memory_bytes === undefined ? {} : { memory_bytes }),
  ...(cpu_cores === undefined ? {} : { cpu_cores }),
  ...(environment === undefined ? {} : { environment }),
});

const DAYS = [
  row("20T10:00", GB, 0.5, "blue"),
  row("20T11:00", 3 * GB, undefined, "green"),
  row("21T10:00", undefined, 1.75, "blue"),
  row("21T09:00", 0, 0.001, "blue"),
];

test("means and peaks are those of the samples that say so, in all and by day", async () => {
  const { app } = await testApp();
  await pushText(app, "resources", JSON.stringify(DAYS));
  const { total, series, latest, targets } = await answer(app, { bucket: "day" });
  expect(total).toEqual({
    memory_samples: 3,
    memory_bytes: (4 * GB) / 3,
    memory_max_bytes: 3 * GB,
    cpu_samples: 3,
    cpu_cores: 2251 / 3 / 1000,
    cpu_max_cores: 1.75,
  });
  expect(
    series.map(({ time, memory_max_bytes, cpu_samples }) => [time, memory_max_bytes, cpu_samples]),
  ).toEqual([
    ["2026-11-20T00:00:00.000Z", 3 * GB, 1],
    ["2026-11-21T00:00:00.000Z", 0, 2],
  ]);
  expect(latest).toEqual({ time: "2026-11-21T10:00:00.000Z", memory_bytes: null, cpu_cores: 1.75 });
  expect(targets).toEqual({ memory_bytes: 2 * GB, memory_warn_bytes: 1.5 * GB, cpu_cores: 4 });
});

test("an environment has its own; what nothing reported is unknown, not zero", async () => {
  const { app } = await testApp();
  await pushText(app, "resources", JSON.stringify(DAYS));
  const green = await answer(app, { environment: "green" });
  expect(green.total).toMatchObject({
    memory_samples: 1,
    cpu_samples: 0,
    cpu_cores: null,
    cpu_max_cores: null,
  });
  expect(green.latest).toMatchObject({ memory_bytes: 3 * GB, cpu_cores: null });
});

test("the newest sample is told, also where it lies outside the period; none is null", async () => {
  const { app } = await testApp();
  expect(await answer(app)).toMatchObject({ latest: null, series: [], total: { memory_bytes: null } });
  await pushText(app, "resources", JSON.stringify(DAYS));
  const early = await resourcesOf(app, { from: "2026-10-01", to: "2026-10-02" });
  expect(early).toMatchObject({ latest: { cpu_cores: 1.75 }, series: [], total: { memory_samples: 0 } });
});

test("a sample counts once, however often it is pushed; one that says something else is another", async () => {
  const { app } = await testApp();
  const text = JSON.stringify(DAYS);
  expect(await pushText(app, "resources", text)).toMatchObject({ accepted: 4, duplicates: 0 });
  expect(await pushText(app, "resources", text)).toMatchObject({ accepted: 0, duplicates: 4 });
  expect(await pushText(app, "resources", JSON.stringify(row("20T10:00", GB, 0.6, "blue")))).toMatchObject({
    accepted: 1,
  });
  expect((await answer(app)).total.cpu_samples).toBe(4);
});

test("a spreadsheet has the series", async () => {
  const app = await routedApp();
  await pushText(app, "resources", JSON.stringify(DAYS));
  const text = await (await call("/api/resources", "?range=all&bucket=day&format=csv")).text();
  expect(text.trim().split("\n")).toEqual([
    "time,memory_samples,memory_bytes,memory_max_bytes,cpu_samples,cpu_cores,cpu_max_cores",
    "2026-11-20T00:00:00.000Z,2,2000000000,3000000000,1,0.5,0.5",
    "2026-11-21T00:00:00.000Z,1,0,0,2,0.8755,1.75",
  ]);
});
