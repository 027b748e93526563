import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { settingsOf } from "@/lib/server/settings";
import { backups } from "@/lib/workers/backup";
import { type TestApp, testApp } from "@/tests/support/app";
import { TestPace } from "@/tests/support/pace";
import { until } from "@/tests/support/until";

const DAY_MS = 24 * 3_600_000;
const START_MS = 5_000;

interface Scheduled extends TestApp {
  backups: string;
  /** Lets time pass for the application's clock and for whoever sleeps. */
  pass(ms: number): void;
  /** Resolves when the loop sleeps for the n-th time, with how long. */
  asleep(times: number): Promise<number>;
  names(): string[];
  told(): Promise<string[]>;
  stop(): Promise<void>;
}

async function scheduled(there: readonly string[] = [], keep = 2): Promise<Scheduled> {
  const given = await testApp({ config: [`backup: { every: 24h, keep: ${keep} }`] });
  const { app, clock, folder } = given;
  const kept = join(folder, "data", "backups");
  mkdirSync(kept);
  for (const name of there) writeFileSync(join(kept, name), "an older one");
  const pace = new TestPace();
  const loops = backups(app, pace);
  onTestFinished(() => loops.stop());
  const { backup } = app.settings();
  await loops.follow(backup === null ? [] : [backup]);
  return {
    ...given,
    backups: kept,
    pass(ms) {
      clock.nowMs += ms;
      pace.pass(ms);
    },
    asleep: (times) =>
      until(() => expect(pace.slept.length).toBeGreaterThanOrEqual(times)).then(() => pace.slept[times - 1]!),
    names: () => readdirSync(kept).sort(),
    told: async () => {
      const rows = await app.store.db.selectFrom("event").selectAll().orderBy("id").execute();
      return rows.map(({ action, subject, reason }) => [action, subject, reason].filter(Boolean).join(" "));
    },
    stop: () => loops.stop(),
  };
}

const shown = async ({ app }: TestApp) => (await settingsOf(app)).backups;

test("makes one at the start where there is none, then one a day, and keeps the newest of its own", async () => {
  const theirs = ["greenlight-before-the-upgrade.db", "greenlight-20250101T000000Z.db.old", "notes.txt"];
  const loop = await scheduled([...theirs, "greenlight-20260101T000000Z.db"]);
  expect(await loop.asleep(1)).toBe(START_MS);
  loop.pass(START_MS);
  expect(await loop.asleep(2)).toBe(3_600_000);
  const first = "greenlight-20261123T120005Z.db";
  expect(loop.names()).toEqual([...theirs, "greenlight-20260101T000000Z.db", first].sort());
  expect(await shown(loop)).toMatchObject({
    every_s: 86_400,
    keep: 2,
    kept: 2,
    last: { time: "2026-11-23T12:00:05.000Z" },
    next: "2026-11-24T12:00:05.000Z",
    failure: null,
  });
  loop.pass(DAY_MS);
  await loop.asleep(3);
  const second = "greenlight-20261124T120005Z.db";
  expect(loop.names()).toEqual([...theirs, first, second].sort());
  expect(await loop.told()).toEqual([`backup.made ${first}`, `backup.made ${second}`]);
  const copy = new Database(join(loop.backups, second), { readonly: true });
  expect(copy.prepare("select count(*) from event").pluck().get()).toBe(1);
  copy.close();
});

test("makes up for one that was missed while no server ran, and waits for one that is not due", async () => {
  const missed = await scheduled(["greenlight-20261122T115959Z.db"]);
  await missed.asleep(1);
  missed.pass(START_MS);
  await missed.asleep(2);
  expect(missed.names()).toEqual(["greenlight-20261122T115959Z.db", "greenlight-20261123T120005Z.db"]);

  const fresh = await scheduled(["greenlight-20261122T130000Z.db"]);
  await fresh.asleep(1);
  fresh.pass(START_MS);
  expect(await fresh.asleep(2)).toBe(3_600_000 - START_MS);
  expect(fresh.names()).toEqual(["greenlight-20261122T130000Z.db"]);
});

test("one of a time to come holds nothing up when the clock was put back", async () => {
  const loop = await scheduled(["greenlight-20270101T000000Z.db"], 1);
  await loop.asleep(1);
  loop.pass(START_MS + DAY_MS);
  await loop.asleep(2);
  expect(loop.names()).toEqual(["greenlight-20261124T120005Z.db"]);
});

test("one that fails is told with its reason, and tried again soon", async () => {
  const loop = await scheduled();
  rmSync(loop.backups, { recursive: true });
  writeFileSync(loop.backups, "in the way");
  await loop.asleep(1);
  loop.pass(START_MS);
  expect(await loop.asleep(2)).toBe(15 * 60_000);
  expect(await loop.told()).toEqual([expect.stringMatching(/^backup\.failed greenlight-\S+\.db .*EEXIST/)]);
  expect(await shown(loop)).toMatchObject({
    kept: 0,
    last: null,
    next: "2026-11-23T12:15:05.000Z",
    failure: { time: "2026-11-23T12:00:05.000Z", message: expect.stringContaining("EEXIST") },
  });
  rmSync(loop.backups);
  loop.pass(15 * 60_000);
  await loop.asleep(3);
  expect(loop.names()).toEqual(["greenlight-20261123T121505Z.db"]);
  expect(await shown(loop)).toMatchObject({ kept: 1, failure: null });
});

test("stopped while it makes one, it leaves nothing behind and notes nothing", async () => {
  const loop = await scheduled();
  await loop.asleep(1);
  loop.pass(START_MS);
  await loop.stop();
  expect({ names: loop.names(), told: await loop.told() }).toEqual({ names: [], told: [] });
  expect(await shown(loop)).toBeNull();
});
