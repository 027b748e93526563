import { expect, test } from "vitest";
import { rebuildRollups } from "@/db/record/rebuild";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { errorsOf } from "@/lib/server/errors";
import { latencyOf } from "@/lib/server/latency";
import { rebuild } from "@/lib/server/rebuild";
import { resourcesOf } from "@/lib/server/resources";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { ZONES } from "@/tests/support/zones";

/** One of everything, around both changes of summer time, told in a wrong order and twice. */
async function pushEverything(app: App): Promise<void> {
  const moments = [
    "2026-10-25T00:59:30Z",
    "2026-03-29T00:59:59.999Z",
    "2026-10-25T01:00:10Z",
    "2026-11-01T06:30:00Z",
  ];
  for (const timestamp of [...moments, ...moments]) {
    const row = { timestamp, environment: "blue" };
    const error = { ...row, class: "other", message: `failed at ${timestamp}` };
    await pushText(app, "errors", JSON.stringify([error, { ...error, job: "rates" }]));
    await pushText(app, "latency", JSON.stringify({ ...row, name: "rag", value_ms: 120 }));
    await pushText(app, "resources", JSON.stringify({ ...row, memory_bytes: 1e9, cpu_cores: 0.5 }));
    const result = { ...row, component: "rag", status: "healthy", latency_ms: 80 };
    await pushText(app, "health", JSON.stringify(result));
  }
  await pushText(app, "health", fixture("health.json"));
  await pushText(app, "agent-metrics", fixture("agent_metrics.json"));
  await pushText(app, "article-evals", fixture("article_evals.json"));
  await pushText(app, "execution-roi", fixture("execution_roi.3.json"));
  await pushText(app, "article-costs", fixture("agent_sdk_costs.jsonl"));
}

const differences = async (app: App) =>
  (await app.store.db.transaction().execute((tx) => rebuildRollups(tx, app.calendar()))).differences;

async function figures(app: App) {
  const { from: _, to: __, previous: ___, ...summary } = await summaryOf(app, { range: "all" });
  const range = { range: "all", bucket: "hour" } as const;
  return {
    summary,
    errors: (await errorsOf(app, { ...range, group: "class" })).jobs,
    latency: (await latencyOf(app, { ...range, name: "rag" })).series,
    resources: (await resourcesOf(app, range)).series,
  };
}

test.each(ZONES)("what is stored of everything equals its records in %s, before and after", async (zone) => {
  const { app } = await testApp({ zone });
  await pushEverything(app);
  const before = await figures(app);
  expect(await differences(app)).toEqual([]);
  expect(await figures(app)).toEqual(before);
});

test.each([
  ["latency_hour", { max_us: 1 }],
  ["resource_day", { memory_max: 1 }],
  ["error_hour", { count: 7 }],
  ["failure_day", { failed: 7 }],
  ["health_day", { results: 7 }],
  ["quality_day", { gates_passed: 7 }],
  ["error_event", { opens: 0 }],
] as const)("a damaged row of %s is named, and made right", async (table, damage) => {
  const { app } = await testApp();
  await pushEverything(app);
  const before = await figures(app);
  await app.store.db
    .updateTable(table as "latency_hour")
    .set(damage as object)
    .execute();
  const rebuilt = await rebuild(app, "test");
  expect(new Set(rebuilt.differences.map((one) => one.table))).toEqual(new Set([table]));
  expect(rebuilt).toMatchObject({ errors: 8, samples: 8, executions: 28, lines: 1 });
  expect(await figures(app)).toEqual(before);
  expect((await rebuild(app, "test")).differences).toEqual([]);
});

test.each([79.9, 80.1, 120])(
  "the largest latency is exact after a result of 80 ms is told anew as %d",
  async (ms) => {
    const { app } = await testApp();
    const result = { timestamp: "2026-11-20T10:00:00Z", component: "rag", status: "healthy" };
    const sample = { timestamp: "2026-11-20T10:00:00Z", name: "rag", value_ms: 79.5 };
    await pushText(app, "latency", JSON.stringify(sample));
    await pushText(app, "health", JSON.stringify({ ...result, latency_ms: 80 }));
    await pushText(app, "health", JSON.stringify({ ...result, latency_ms: ms }));
    const { total } = await latencyOf(app, { range: "all", name: "rag" });
    expect([total.count, total.max]).toEqual([2, ms]);
    expect(await differences(app)).toEqual([]);
  },
);

test("all reaches over whatever is stored, each kind alone", async () => {
  const at = "2026-03-01T10:00:00Z";
  const alone = [
    ["errors", { timestamp: at, class: "other", message: "x" }],
    ["latency", { timestamp: at, name: "rag", value_ms: 1 }],
    ["resources", { timestamp: at, memory_bytes: 1 }],
    ["health", { timestamp: at, component: "rag", status: "healthy" }],
  ] as const;
  for (const [kind, row] of alone) {
    const { app } = await testApp();
    await pushText(app, kind, JSON.stringify(row));
    expect((await summaryOf(app, { range: "all" })).from, kind).toBe("2026-03-01T00:00:00.000Z");
  }
  const { app } = await testApp();
  await pushText(app, "agent-metrics", fixture("agent_metrics.json"));
  expect((await summaryOf(app, { range: "all" })).samples.gate_runs).toBeGreaterThan(0);
});
