import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { contentOf } from "@/db/content";
import { openStore } from "@/db/open";
import { restore } from "@/db/restore";
import { type App, openApp } from "@/lib/server/app";
import { keepDerived, rebuild } from "@/lib/server/rebuild";
import { pushText, testApp } from "@/tests/support/app";
import { folder } from "@/tests/support/folder";
import { greenlight } from "@/tests/support/greenlight";
import { ranUntilKilled } from "@/tests/support/killed";
import { roi, run } from "@/tests/support/roi";
import { scaled } from "@/tests/support/scale";
import { fill, smallDisk } from "@/tests/support/small-disk";

// Each runs several processes.
vi.setConfig({ testTimeout: scaled(300_000) });

const WRITERS = 8;
/** Ten at a time, because the writers fill the database meanwhile. */
const BACKUPS = Math.min(10, scaled(10));
const ROUNDS = Array.from({ length: Math.ceil(scaled(10) / 10) }, (_, at) => at + 1);

/** Pushes runs, numbered without a gap, until it is told to stop; the answer is how many were acknowledged so far. */
function writing(app: App, name: string, stopped: () => boolean) {
  const writer = { acknowledged: 0, ended: Promise.resolve() };
  writer.ended = (async () => {
    while (!stopped()) {
      await setImmediate(); // The store answers at once: nobody else would have a turn.
      const count = 1 + (writer.acknowledged % 7);
      const names = Array.from({ length: count }, (_, at) => `${name}-${writer.acknowledged + at}`);
      await pushText(app, "execution-roi", roi(...names.map((one) => run(one))));
      writer.acknowledged += count;
    }
  })();
  return writer;
}

/** How many runs of each writer are in a database, having proved that none is left out. */
function countsIn(file: string): number[] {
  const sqlite = new Database(file, { readonly: true });
  const ids = sqlite.prepare("select execution_id from execution").pluck().all() as string[];
  const calls = sqlite.prepare("select count(*) from call").pluck().get();
  const counted = sqlite.prepare("select sum(executions) from run_day").pluck().get();
  sqlite.close();
  expect({ calls, counted }).toEqual({ calls: ids.length, counted: ids.length });
  return Array.from({ length: WRITERS }, (_, writer) => {
    const numbers = ids.flatMap((id) => (id.startsWith(`${writer}-`) ? [Number(id.split("-")[1])] : []));
    expect(numbers.length === 0 ? -1 : Math.max(...numbers)).toBe(numbers.length - 1);
    return numbers.length;
  });
}

const contentHash = (file: string): string => {
  const sqlite = new Database(file, { readonly: true });
  try {
    return contentOf(sqlite).hash;
  } finally {
    sqlite.close();
  }
};

const event = { atMs: 0, actor: "cli", origin: "cli", action: "backup.restored", subject: "b.db" };

test.each(ROUNDS)(
  "ten backups under eight writers, round %i: each is the database of one moment, and restored it is that again",
  async () => {
    const { app, folder: home } = await testApp();
    let stopped = false;
    const writers = Array.from({ length: WRITERS }, (_, at) => writing(app, String(at), () => stopped));
    const made: { file: string; hash: string; atLeast: number[] }[] = [];
    for (let at = 0; at < BACKUPS; at += 1) {
      const file = join(home, `${at}.db`);
      const atLeast = writers.map(({ acknowledged }) => acknowledged);
      const { lines, err } = await ranUntilKilled([
        "tests/support/database-work.ts",
        "backup",
        app.databaseFile,
        file,
      ]);
      expect(err).toBe("");
      made.push({ file, atLeast, hash: JSON.parse(lines.at(-1) ?? "").hash });
    }
    stopped = true;
    await Promise.all(writers.map(({ ended }) => ended));
    expect(Math.min(...made.at(-1)!.atLeast)).toBeGreaterThan(0);

    for (const { file, hash, atLeast } of made) {
      const restored = join(file.replace(/\.db$/, "-data"), "greenlight.db");
      expect(await restore(file, restored, event)).toMatchObject({ hash, aside: null });
      expect(contentHash(file)).toBe(hash);
      const missed = countsIn(restored).map((count, writer) => Math.max(0, atLeast[writer]! - count));
      expect(missed).toEqual(atLeast.map(() => 0));
      const env = {
        LOG_LEVEL: "silent",
        GREENLIGHT_DATA_DIR: join(restored, ".."),
        NODE_ENV: "test",
      } as const;
      const opened = await openApp(env, home, Date.now);
      await keepDerived(opened);
      expect((await rebuild(opened, "cli")).differences).toEqual([]);
      await opened.store.close();
    }
  },
);

test("a backup is one file for its owner alone, replaces no other, and tells what it holds", async () => {
  const { app, folder: home } = await testApp();
  await pushText(app, "execution-roi", roi(run("one")));
  const umask = process.umask(0o022);
  const first = await greenlight(home, ["backup", "copy.db", "--json"]).finally(() => process.umask(umask));
  const file = join(home, "copy.db");
  const { size, mode } = statSync(file);
  expect(mode & 0o777).toBe(0o600);
  expect(JSON.parse(first.out)).toEqual({
    file,
    bytes: size,
    rows: expect.any(Number),
    hash: contentHash(app.databaseFile),
    seconds: expect.any(Number),
    head: { id: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(await greenlight(home, ["backup", "copy.db"])).toMatchObject({
    code: 1,
    out: `${file} exists already; a backup replaces no file\n`,
  });
  expect(await greenlight(home, ["backup", "nowhere/copy.db"])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/no such file or directory/),
  });
  expect(readdirSync(home).filter((name) => name.startsWith("copy.db"))).toEqual(["copy.db"]);
});

test("a damaged database is not backed up", async () => {
  const home = folder();
  const database = join(home, "data", "greenlight.db");
  await (await openStore(database)).close();
  const sqlite = new Database(database);
  sqlite.pragma("foreign_keys = off");
  sqlite.exec("insert into execution_seen values (77, 1)");
  sqlite.close();
  expect(await greenlight(home, ["backup", "copy.db"])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/rows refer to 1 that are not there: execution_seen without its execution/),
  });
  expect(existsSync(join(home, "copy.db"))).toBe(false);
});

test("a backup that the disk cannot hold leaves nothing, and says so", async ({ skip }) => {
  const { app, folder: home } = await testApp();
  const disk = join(home, "disk");
  const reason = smallDisk(disk);
  if (reason !== null) skip(`not run: ${reason}`);
  await pushText(app, "execution-roi", roi(...Array.from({ length: 500 }, (_, at) => run(`run-${at}`))));
  writeFileSync(join(disk, "filler"), "");
  fill(join(disk, "filler"));
  expect(await greenlight(home, ["backup", "disk/copy.db"])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/disk is full|no space left/i),
  });
  expect(readdirSync(disk)).toEqual(["filler"]);
  rmSync(join(disk, "filler"));
  expect((await greenlight(home, ["backup", "disk/copy.db"])).code).toBe(0);
});

test("killed at any step, a backup is whole under its name or not there", async () => {
  const home = folder();
  const database = join(home, "greenlight.db");
  await ranUntilKilled(["tests/support/event-writer.ts", database, "0"]);
  const hash = contentHash(database);
  const work = (file: string, dieAt: string) =>
    ranUntilKilled(["tests/support/database-work.ts", "backup", database, file, dieAt]);
  const whole = await work(join(home, "whole.db"), "");
  const { steps } = JSON.parse(whole.lines.at(-1) ?? "");
  expect(steps).toBeGreaterThan(15);
  const step = Math.max(1, Math.floor(steps / scaled(10)));
  let beaten = "";
  for (let at = 1; at <= steps; at += step) {
    const place = join(home, String(at));
    mkdirSync(place);
    const file = join(place, "copy.db");
    const { signal } = await work(file, String(at));
    expect(signal, `killed before step ${at}`).toBe("SIGKILL");
    if (existsSync(file)) expect(contentHash(file), `killed before step ${at}`).toBe(hash);
    else beaten = file;
  }
  expect((await work(beaten, "")).signal).toBeNull();
});
