import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openStore } from "@/db/open";
import { settingsOf } from "@/lib/server/settings";
import { checkDatabaseOnce } from "@/lib/workers/check-database";
import { testApp } from "@/tests/support/app";
import { folder } from "@/tests/support/folder";
import { TestPace } from "@/tests/support/pace";

test("a database of a newer Greenlight is refused by name, and stays as it is", async () => {
  const file = join(folder(), "data", "greenlight.db");
  await (await openStore(file)).close();
  const sqlite = new Database(file);
  sqlite.exec("insert into kysely_migration values ('0099-from-later', '')");
  sqlite.pragma("journal_mode = delete");
  sqlite.close();
  const before = readFileSync(file);
  await expect(openStore(file)).rejects.toThrow(
    `${file}: this database was written by a newer Greenlight: it has 0099-from-later, which this version does not know`,
  );
  expect(readFileSync(file)).toEqual(before);
});

test("what is no database is refused by name, and stays as it is", async () => {
  const file = join(folder(), "greenlight.db");
  writeFileSync(file, "a text of somebody");
  await expect(openStore(file)).rejects.toThrow(`${file}: the file is damaged, or no SQLite database`);
  expect(readFileSync(file, "utf8")).toBe("a text of somebody");
});

test("whatever is made is for its owner alone", async () => {
  const umask = process.umask(0o022);
  const data = join(folder(), "new", "data");
  const store = await openStore(join(data, "greenlight.db"), { pid: process.pid, port: 1, sinceMs: 0 });
  process.umask(umask);
  const modes = [
    "",
    "greenlight.db",
    "greenlight.db-wal",
    "greenlight.db-shm",
    "greenlight.db.lock",
    "greenlight.db.server",
  ].map((name) => [name, (statSync(join(data, name)).mode & 0o777).toString(8)]);
  await store.close();
  expect(Object.fromEntries(modes)).toEqual({
    "": "700",
    "greenlight.db": "600",
    "greenlight.db-wal": "600",
    "greenlight.db-shm": "600",
    "greenlight.db.lock": "600",
    "greenlight.db.server": "600",
  });
});

test("the whole database is read once after the start, and damage is told by name", async () => {
  const { app } = await testApp();
  const check = async () => {
    const pace = new TestPace();
    const checked = checkDatabaseOnce(app, app.closing.signal, pace);
    expect((await settingsOf(app)).database.check?.problems ?? []).toEqual([]);
    expect(await pace.asleep(1)).toBe(5_000);
    pace.pass(5_000);
    await checked;
    return (await settingsOf(app)).database.check;
  };
  expect(await check()).toEqual({ time: "2026-11-23T12:00:00.000Z", problems: [] });

  const sqlite = new Database(app.databaseFile);
  sqlite.pragma("wal_checkpoint(truncate)");
  const page = sqlite
    .prepare("select rootpage from sqlite_schema where name = 'api_key'")
    .pluck()
    .get() as number;
  sqlite.close();
  const damaged = openSync(app.databaseFile, "r+");
  writeSync(damaged, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096);
  closeSync(damaged);
  expect((await check())?.problems.join()).toMatch(new RegExp(`api_key \\(tree ${page}\\) page ${page}\\b`));
  const { action, reason } = await app.store.db.selectFrom("event").selectAll().executeTakeFirstOrThrow();
  expect({ action, reason }).toEqual({ action: "database.damaged", reason: expect.stringMatching(/\S/) });
});
