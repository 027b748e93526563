import { expect, test } from "vitest";
import { recordHealth } from "@/db/record/health";
import { sumHealth } from "@/db/record/health-sums";
import { RollupSums } from "@/db/record/rollup-sums";
import { HEALTH_STATUSES, type HealthRecord } from "@/lib/domain/signals";
import type { App } from "@/lib/server/app";
import { testApp } from "@/tests/support/app";
import fc from "@/tests/support/laws";
import { ZONES } from "@/tests/support/zones";

const MINUTE = 60_000;
/** The last hours before clocks change in several zones. */
const T0 = Date.UTC(2026, 9, 24, 20);

const made = (changes: Partial<HealthRecord> & { minute?: number } = {}): HealthRecord => {
  const { minute = 0, ...rest } = changes;
  const atMs = T0 + minute * MINUTE;
  return {
    kind: "health",
    environment: null,
    component: "rag",
    atMs,
    timeText: new Date(atMs).toISOString(),
    status: "healthy",
    available: true,
    fallback: null,
    latencyMs: null,
    error: null,
    queryTest: null,
    version: null,
    details: "{}",
    ...rest,
  };
};

const record = (app: App, records: readonly HealthRecord[], intervalMs = 10 * MINUTE) =>
  app.store.write((tx) =>
    recordHealth(tx, records, {
      environment: "",
      receivedMs: app.nowMs(),
      calendar: app.calendar(),
      intervalMsOf: () => intervalMs,
      generation: null,
    }),
  );

const TABLES = ["health_hour", "health_day", "latency_hour", "latency_day"] as const;

async function storedRollups(app: App) {
  const rows: [string, object[]][] = [];
  for (const table of TABLES) rows.push([table, await app.store.db.selectFrom(table).selectAll().execute()]);
  return sorted(rows);
}

async function summedRollups(app: App) {
  const sums = new RollupSums(app.calendar());
  await app.store.write((tx) => sumHealth(tx, sums));
  return sorted(TABLES.map((table) => [table, sums.rowsOf(table)]));
}

/** As text, with the columns of each row and the rows of each table in one order. */
const sorted = (tables: [string, object[]][]) =>
  tables.map(([table, rows]) => [
    table,
    rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort(),
  ]);

/** Which results say something else than the one before them, worked out by hand. */
async function wrongChanges(app: App): Promise<number[]> {
  const rows = await app.store.db
    .selectFrom("health_result")
    .selectAll()
    .orderBy("component")
    .orderBy("environment")
    .orderBy("at_ms")
    .orderBy("id")
    .execute();
  return rows
    .filter((row, index) => {
      const before = rows[index - 1];
      const same = before?.component === row.component && before.environment === row.environment;
      return row.changed !== Number(!same || before.status !== row.status);
    })
    .map(({ id }) => id);
}

const anyResult = fc.record({
  minute: fc.integer({ min: 0, max: 3 * 24 * 60 }),
  component: fc.constantFrom("rag", "flow"),
  environment: fc.constantFrom(null, "blue" as const),
  status: fc.constantFrom(...HEALTH_STATUSES),
  latencyMs: fc.option(fc.integer({ min: 1, max: 3000 })),
  error: fc.option(fc.constant("refused")),
});
/** Each moment of a series once: of two results of one moment the order of arrival decides. */
const anyResults = fc.uniqueArray(anyResult, {
  maxLength: 40,
  selector: ({ minute, component, environment }) => `${minute} ${component} ${environment}`,
});

test("in any order and in any pieces, hours, days and changes come out as from scratch, in every zone", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyResults,
      fc.infiniteStream(fc.nat(1000)),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(1, 10, 400),
      fc.constantFrom(...ZONES),
      async (results, dice, piece, intervalMinutes, zone) => {
        const shuffled = results
          .map((result) => ({ result, die: dice.next().value }))
          .sort((a, b) => a.die - b.die)
          .map(({ result }) => made(result));
        const [straight, crooked] = [await testApp({ zone }), await testApp({ zone })];
        await record(straight.app, results.map(made), intervalMinutes * MINUTE);
        for (let start = 0; start < shuffled.length; start += piece)
          await record(crooked.app, shuffled.slice(start, start + piece), intervalMinutes * MINUTE);
        const expected = await summedRollups(straight.app);
        expect(await storedRollups(straight.app)).toEqual(expected);
        expect(await storedRollups(crooked.app)).toEqual(expected);
        expect(await wrongChanges(crooked.app)).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

test("of checks of one moment and of corrections, too, the sums and changes are those of what is stored", async () => {
  const crowded = fc.record({
    minute: fc.nat(12),
    status: fc.constantFrom(...HEALTH_STATUSES),
    correctedTo: fc.option(fc.constantFrom(...HEALTH_STATUSES)),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(crowded, { maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      async (checks, piece) => {
        const { app } = await testApp();
        const results = checks.map(({ minute, status }, index) =>
          made({ minute, status, timeText: `check ${index}` }),
        );
        for (let start = 0; start < results.length; start += piece)
          await record(app, results.slice(start, start + piece), MINUTE);
        const corrections = results.flatMap((result, index) => {
          const status = checks[index]?.correctedTo;
          return status ? { ...result, status } : [];
        });
        await record(app, corrections.reverse(), MINUTE);
        expect(await storedRollups(app)).toEqual(await summedRollups(app));
        expect(await wrongChanges(app)).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

test("the hours of a period add up to its days, and both to the time that is known", async () => {
  await fc.assert(
    fc.asyncProperty(anyResults, fc.constantFrom(...ZONES), async (results, zone) => {
      const { app } = await testApp({ zone });
      await record(app, results.map(made));
      const totals = [];
      for (const table of ["health_hour", "health_day"] as const) {
        const rows = await app.store.db.selectFrom(table).selectAll().execute();
        const sum = (field: "results" | "up_ms" | "degraded_ms" | "down_ms") =>
          rows.reduce((total, row) => total + row[field], 0);
        totals.push([sum("results"), sum("up_ms"), sum("degraded_ms"), sum("down_ms")]);
      }
      expect(totals[0]).toEqual(totals[1]);
      expect(totals[0]?.[0]).toBe(results.length);
      const day = await app.store.db.selectFrom("health_day").selectAll().execute();
      for (const { up_ms, degraded_ms, down_ms } of day)
        expect(up_ms + degraded_ms + down_ms).toBeLessThanOrEqual(25 * 60 * MINUTE);
    }),
    { numRuns: 20 },
  );
});

test("a result holds until the next one, at most three intervals; the newest speaks for no time yet", async () => {
  const { app } = await testApp();
  await record(app, [made({ minute: 0 }), made({ minute: 20, status: "unhealthy" }), made({ minute: 120 })]);
  const total = await app.store.db
    .selectFrom("health_day")
    .select(({ fn }) => [fn.sum<number>("up_ms").as("up"), fn.sum<number>("down_ms").as("down")])
    .executeTakeFirstOrThrow();
  expect(total).toEqual({ up: 20 * MINUTE, down: 30 * MINUTE });
});

test("told again, a check changes nothing, not even its age; told otherwise, it is replaced with its time", async () => {
  const { app, clock } = await testApp();
  const first = [made({ minute: 0, status: "unhealthy" }), made({ minute: 10 }), made({ minute: 20 })];
  expect(await record(app, first)).toEqual({ accepted: 3, updated: 0, duplicates: 0 });
  const before = await app.store.db.selectFrom("health_result").selectAll().execute();
  clock.nowMs += 5 * MINUTE;
  expect(await record(app, [...first, ...first])).toEqual({ accepted: 0, updated: 0, duplicates: 6 });
  expect(await app.store.db.selectFrom("health_result").selectAll().execute()).toEqual(before);

  const corrected = made({ minute: 0, status: "degraded", latencyMs: 120 });
  expect(await record(app, [corrected])).toEqual({ accepted: 0, updated: 1, duplicates: 0 });
  expect(await storedRollups(app)).toEqual(await summedRollups(app));
  expect(await wrongChanges(app)).toEqual([]);
  const now = await app.store.db
    .selectFrom("health_component")
    .innerJoin("health_result", "health_result.id", "health_component.result_id")
    .select(["at_ms", "received_ms"])
    .execute();
  expect(now).toEqual([{ at_ms: T0, received_ms: clock.nowMs }]);
});

test("a correction takes its latency back, and the largest with it", async () => {
  const { app } = await testApp();
  await record(app, [made({ latencyMs: 101 }), made({ minute: 1, latencyMs: 100 })]);
  await record(app, [made({ latencyMs: 100 })]);
  expect(await storedRollups(app)).toEqual(await summedRollups(app));
  await record(app, [made({ latencyMs: 100, status: "unhealthy" })]);
  const rows = await app.store.db.selectFrom("latency_day").select(["count", "max_us"]).execute();
  expect(rows).toEqual([{ count: 1, max_us: 100_000 }]);
});

test("a check without a time of its own counts at its arrival, each time anew; one from the future as if now", async () => {
  const { app, clock } = await testApp();
  const timeless = made({ atMs: null, timeText: null });
  expect(await record(app, [timeless, timeless])).toMatchObject({ accepted: 2 });
  await record(app, [made({ atMs: clock.nowMs + 3_600_000, timeText: "later" })]);
  const rows = await app.store.db.selectFrom("health_result").select("at_ms").execute();
  expect(rows.map(({ at_ms }) => at_ms)).toEqual([clock.nowMs, clock.nowMs, clock.nowMs]);
});

test("only successes are measured", async () => {
  const { app } = await testApp();
  await record(app, [
    made({ minute: 0, latencyMs: 100 }),
    made({ minute: 1, latencyMs: 100, status: "degraded" }),
    made({ minute: 2, latencyMs: 100, status: "unhealthy" }),
    made({ minute: 3, latencyMs: 100, error: "timeout" }),
    made({ minute: 4, latencyMs: 100, available: false }),
    made({ minute: 5, latencyMs: 100, available: null, environment: "blue" }),
  ]);
  const rows = await app.store.db
    .selectFrom("latency_day")
    .select(["environment", "name", "count"])
    .execute();
  expect(rows.sort((a, b) => a.count - b.count)).toEqual([
    { environment: "blue", name: "rag", count: 1 },
    { environment: "", name: "rag", count: 2 },
  ]);
});
