import { describe, expect, test } from "vitest";
import { errors } from "@/lib/contract/errors";
import type { App } from "@/lib/server/app";
import { errorsOf } from "@/lib/server/errors";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { call, routedApp } from "@/tests/support/routes";
import { madeError, told } from "@/tests/support/signals";

const AT = Date.UTC(2026, 10, 20, 10);
const HOUR = 3_600_000;
const all = (app: App, environment?: "blue" | "green") =>
  errorsOf(app, errors.query.parse({ range: "all", ...(environment ? { environment } : {}) }));

const document = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
const limited = {
  timestamp: "2026-11-20T10:00:00Z",
  class: "llm_api",
  kind: "rate_limit",
  message: "429 from the model, retry after 20 s",
  job: "Rates",
};
const unsaved = { timestamp: "2026-11-20T10:30:00Z", class: "file_io", kind: "save", message: "disk full" };

describe("an error", () => {
  test("counts once, however often it is pushed", async () => {
    const { app } = await testApp();
    const text = document(limited, unsaved, unsaved);
    expect(await pushText(app, "errors", text)).toMatchObject({ accepted: 3, updated: 0, duplicates: 0 });
    const before = await all(app);
    expect(await pushText(app, "errors", text)).toMatchObject({ accepted: 0, updated: 0, duplicates: 3 });
    expect(await all(app)).toEqual(before);
    expect(before.count).toBe(3);
  });

  test("of a followed file is its line: what it says later replaces what it said", async () => {
    const { app } = await testApp();
    const line = (wishes: object) => [madeError({ identityText: "x", atMs: AT, line: 7, ...wishes })];
    const file = { generation: "g" };
    expect(await told(app, line({ fingerprint: "cut" }), file)).toMatchObject({ accepted: 1 });
    const whole = { detail: "Traceback", fingerprint: "whole", errorClass: "database" };
    expect(await told(app, line(whole), file)).toMatchObject({ accepted: 0, updated: 1 });
    expect(await told(app, line(whole), file)).toMatchObject({ updated: 0, duplicates: 1 });
    const { count, classes, latest } = await all(app);
    expect([count, classes]).toEqual([
      1,
      [{ class: "database", count: 1, kinds: [{ kind: null, count: 1 }] }],
    ]);
    expect(latest).toMatchObject([{ fingerprint: "whole", detail: "Traceback", count: 1 }]);
  });

  test("of the file that took its place is another one", async () => {
    const { app } = await testApp();
    const line = [madeError({ identityText: "x", atMs: AT, line: 7 })];
    await told(app, line, { generation: "old" });
    expect(await told(app, line, { generation: "new" })).toMatchObject({ accepted: 1 });
    expect((await all(app)).count).toBe(2);
  });

  test("without a time happened when it first came", async () => {
    const { app, clock } = await testApp({ nowMs: AT });
    const line = (message: string) => [madeError({ identityText: "x", line: 7, message })];
    await told(app, line("first"), { generation: "g" });
    clock.nowMs = AT + 2 * HOUR;
    await told(app, line("second"), { generation: "g" });
    expect((await all(app)).latest).toMatchObject([
      { message: "second", first_seen: "2026-11-20T10:00:00.000Z", last_seen: "2026-11-20T10:00:00.000Z" },
    ]);
  });

  test("keeps the environment that it was told with, and is asked for by it", async () => {
    const { app } = await testApp();
    const line = [madeError({ identityText: "x", atMs: AT, line: 7 })];
    await told(app, line, { generation: "g", environment: "blue" });
    expect(await told(app, line, { generation: "g" })).toMatchObject({ duplicates: 1 });
    expect((await all(app, "blue")).latest).toMatchObject([{ environment: "blue" }]);
    expect(await all(app, "green")).toMatchObject({ count: 0, failed_jobs: 0, error_rate: null, latest: [] });
  });
});

describe("what is the same", () => {
  test("is one group: count within the period, first and last seen of all, its newest words, its trend", async () => {
    const { app } = await testApp();
    const seen = [0, 1, 30].map((hour) =>
      madeError({ identityText: `${hour}`, atMs: AT + hour * HOUR, message: `hour ${hour}` }),
    );
    await told(app, [...seen, madeError({ identityText: "y", atMs: AT + HOUR, fingerprint: "f2" })]);
    const { latest } = await errorsOf(app, {
      from: "2026-11-20T11:00:00Z",
      to: "2026-11-21",
      group: "class",
    });
    expect(latest).toMatchObject([
      {
        fingerprint: "f1",
        count: 1,
        message: "hour 30",
        first_seen: "2026-11-20T10:00:00.000Z",
        last_seen: "2026-11-21T16:00:00.000Z",
        trend: [{ time: "2026-11-20T11:00:00.000Z", count: 1 }],
      },
      { fingerprint: "f2", count: 1 },
    ]);
  });

  test("is shown of the fifty that were seen last", async () => {
    const { app } = await testApp();
    await told(
      app,
      Array.from({ length: 60 }, (_, index) =>
        madeError({ identityText: `${index}`, fingerprint: `f${index}`, atMs: AT + index }),
      ),
    );
    const { latest, count } = await all(app);
    expect(count).toBe(60);
    expect(latest.map(({ fingerprint }) => fingerprint)).toEqual(
      Array.from({ length: 50 }, (_, index) => `f${59 - index}`),
    );
  });
});

test("the sum of the hours, by class, kind and environment, is the count of the range", async () => {
  const { app } = await testApp({ zone: "Asia/Kathmandu" });
  const kinds = ["rate_limit", "timeout", null] as const;
  const classes = ["llm_api", "integration", "other"] as const;
  const made = Array.from({ length: 90 }, (_, index) =>
    madeError({
      identityText: `${index}`,
      atMs: AT + index * 47 * 60_000,
      errorClass: classes[index % 3] ?? "other",
      errorKind: kinds[index % 2] ?? null,
      environment: index % 5 === 0 ? "blue" : null,
    }),
  );
  await told(app, made);
  for (const group of ["class", "kind", "environment"] as const)
    for (const bucket of ["hour", "day"] as const) {
      const { series, count } = await errorsOf(app, { range: "all", group, bucket });
      expect(series.reduce((sum, row) => sum + row.count, 0)).toBe(90);
      expect(count).toBe(90);
    }
  const { series } = await errorsOf(app, { range: "all", group: "environment", bucket: "day" });
  expect(new Set(series.map(({ key }) => key))).toEqual(new Set(["blue", "none"]));
});

test("twenty thousand equal errors at once are counted exactly, and are one failed job", async () => {
  const { app } = await testApp();
  const equal = Array.from({ length: 20_000 }, (_, index) =>
    madeError({ identityText: "x", line: index + 1, atMs: AT }),
  );
  await told(app, equal, { generation: "g" });
  const answer = await all(app);
  expect([answer.count, answer.failed_jobs, answer.latest.length]).toEqual([20_000, 1, 1]);
});

test("a spreadsheet has a row a group, and no cell of it starts a formula", async () => {
  const app = await routedApp();
  await pushText(app, "errors", document(limited, { ...unsaved, message: "=HYPERLINK(1)" }));
  const response = await call("/api/errors", "?range=all&format=csv");
  const rows = (await response.text()).trim().split("\n");
  expect(rows).toHaveLength(3);
  expect(rows[0]).toContain("fingerprint,class,kind,message");
  expect(rows.join("\n")).not.toMatch(/(^|,)"?=/m);
  const json = errors.reply.parse(await (await call("/api/errors", "?range=all")).json());
  expect(rows.slice(1).map((row) => row.split(",")[0])).toEqual(json.latest.map((row) => row.fingerprint));
});

test("while nothing tells of errors, that no job failed is not known", async () => {
  const { app } = await testApp();
  await pushText(app, "article-costs", fixture("agent_sdk_costs.jsonl"));
  const unheard = await all(app);
  expect(unheard).toMatchObject({ finished_jobs: 1, failed_jobs: 0, error_rate: null });
  await pushText(app, "log", "2026-04-26 09:00:00,000 - pipeline - INFO - begun\n");
  const heard = await all(app);
  expect(heard).toMatchObject({ finished_jobs: 1, failed_jobs: 0, error_rate: 0 });
});
