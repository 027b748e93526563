import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { verifyChain } from "@/db/audit-chain";
import { tableContent } from "@/db/content";
import { openStore } from "@/db/open";
import { restore } from "@/db/restore";
import { restore as restoreBy } from "@/lib/server/restore-command";
import { ownFolder } from "@/tests/support/built-server";
import { greenlight } from "@/tests/support/greenlight";
import { ranUntilKilled } from "@/tests/support/killed";
import { KEYS, keysIn, type Made, made, restoreStage } from "@/tests/support/restore-stage";
import { scaled } from "@/tests/support/scale";

// Each runs several processes.
vi.setConfig({ testTimeout: scaled(300_000) });

const EVENT = { atMs: 0, actor: "cli", origin: "cli", action: "backup.restored", subject: "copy.db" };

let files: Made;
beforeAll(async () => {
  files = await made(await ownFolder());
});

/** A copy of the backup that somebody has worked on. */
function spoilt(home: string, statements: string): string {
  const file = join(home, "spoilt.db");
  copyFileSync(files.copy, file);
  const sqlite = new Database(file);
  sqlite.pragma("foreign_keys = off");
  sqlite.exec(statements);
  sqlite.close();
  return file;
}

const tables = (file: string) => {
  const sqlite = new Database(file);
  const names = sqlite
    .prepare("select name from sqlite_schema where type = 'table' and name not in ('event', 'meta')")
    .pluck()
    .all() as string[];
  const content = names.map((name) => [name, tableContent(sqlite, name)]);
  sqlite.close();
  return content;
};

describe("greenlight restore", () => {
  test("puts the backup in place, keeps the old database with all it held, and notes it in the log", async () => {
    const { home, data, database } = restoreStage(files);
    const said = await greenlight(home, ["restore", files.copy, "--json"]);
    expect(said).toMatchObject({ code: 0, err: "" });
    const { aside, rows } = JSON.parse(said.out);
    expect(rows).toBeGreaterThan(KEYS.copied * 2);
    expect(readdirSync(data).sort()).toEqual(["greenlight.db", basename(aside), "greenlight.db.lock"].sort());
    expect(aside).toMatch(/greenlight\.db\.before-restore-\d{8}T\d{6}Z$/);
    expect(statSync(database).mode & 0o777).toBe(0o600);
    expect({ now: keysIn(database), before: keysIn(aside) }).toEqual({
      now: KEYS.copied,
      before: KEYS.before,
    });
    expect(tables(database)).toEqual(tables(files.copy));
    expect(await verifyChain(database)).toMatchObject({ rows: KEYS.copied + 1, fault: null });
    const store = await openStore(database);
    const last = await store.db.selectFrom("event").selectAll().orderBy("id", "desc").executeTakeFirst();
    expect(last).toMatchObject({ action: "backup.restored", actor: "cli", subject: "copy.db" });
    await store.close();
  });

  test("makes a data directory where there is none", async () => {
    const { home } = restoreStage(files);
    const elsewhere = join(home, "new", "data");
    const said = await greenlight(home, ["restore", files.copy], { GREENLIGHT_DATA_DIR: elsewhere });
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining("there was no database before") });
    expect(keysIn(join(elsewhere, "greenlight.db"))).toBe(KEYS.copied);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o700);
  });

  test("an older schema is migrated when it is opened, and its log still verifies", async () => {
    const { home, database } = restoreStage(files);
    const governance = ["release_item", "release_tick", "release_proof", "release_run", "sign_off"];
    const later = [
      ...governance,
      "release_event",
      "quarantine",
      "release",
      "notification",
      "flag",
      "automation",
      "silence",
    ];
    const tables = [...later, "alert_event", "alert", "alert_engine"];
    const older = spoilt(
      home,
      [
        "delete from kysely_migration where name >= '0005'",
        "delete from meta where key = 'event_head'",
        ...tables.map((table) => `drop table ${table}`),
        "drop index latency_sample_by_name",
      ].join("; "),
    );
    expect((await greenlight(home, ["restore", older])).code).toBe(0);
    await (await openStore(database)).close();
    expect(await verifyChain(database)).toMatchObject({ rows: KEYS.copied + 1, fault: null });
  });

  test("replaces a database that is beyond reading, and keeps it with the log that belongs to it", async () => {
    const { home, data, database } = restoreStage(files);
    writeFileSync(database, "no database any more");
    const log = readFileSync(`${database}-wal`);
    expect((await greenlight(home, ["restore", files.copy])).code).toBe(0);
    expect(keysIn(database)).toBe(KEYS.copied);
    const aside = join(data, readdirSync(data).find((name) => /-restore-\w+$/.test(name)) ?? "");
    expect(readFileSync(aside, "utf8")).toBe("no database any more");
    expect(readFileSync(`${aside}-wal`)).toEqual(log);
  });
});

describe("is refused, with everything as it was:", () => {
  /** Tries a restore that must fail; the words with which it does. */
  async function refused({ data, database }: ReturnType<typeof restoreStage>, file: string) {
    const { done, lines } = await restoreBy(database, file, Date.now());
    expect(done).toBe(false);
    expect(readdirSync(data).filter((name) => /restor/.test(name))).toEqual([]);
    return lines.join("\n");
  }

  test.each<[string, (home: string) => string, RegExp]>([
    ["a file that is not there", (home) => join(home, "nowhere.db"), /there is no such file/],
    ["a text", () => resolve("package.json"), /damaged, or no SQLite database/],
    ["another program's database", otherDatabase, /none of Greenlight's/],
    [
      "a newer Greenlight's",
      (home) => spoilt(home, "insert into kysely_migration values ('0099-from-later', '')"),
      /newer Greenlight: it has 0099-from-later, which this version does not know/,
    ],
    [
      "rows that refer to nothing",
      (home) => spoilt(home, "insert into execution_seen values (77, 1)"),
      /execution_seen without its execution/,
    ],
    ["half a file", half, /damaged/],
    ["a damaged page", damagedPage, /the database is damaged: /],
    ["the database itself", (home) => join(home, "data", "greenlight.db"), /this is the database itself/],
    ["a copy by hand with its log", byHand, /killed\.db-wal stands beside it/],
  ])("%s", async (_, fileIn, words) => {
    const stage = restoreStage(files);
    expect(await refused(stage, fileIn(stage.home))).toMatch(words);
    expect(keysIn(stage.database)).toBe(KEYS.before);
  });

  test("while a server has the database open, by its name", async () => {
    const stage = restoreStage(files);
    const server = { pid: process.pid, port: 4711, sinceMs: Date.UTC(2026, 10, 23) };
    const store = await openStore(stage.database, server);
    onTestFinished(() => store.close());
    expect(await refused(stage, files.copy)).toBe(
      `the server with process id ${process.pid} has the database open, on port 4711 since 2026-11-23T00:00:00.000Z; stop it first`,
    );
    await expect(openStore(stage.database, { ...server, pid: 1 })).rejects.toThrow(
      /process id \d+ .* port 4711/,
    );
  });

  test("while a command of ours or another program has it open", async () => {
    const stage = restoreStage(files);
    const store = await openStore(stage.database);
    expect(await refused(stage, files.copy)).toMatch(/another command of Greenlight has the database open/);
    await store.close();
    const other = new Database(stage.database);
    other.prepare("select count(*) from event").get();
    expect(await refused(stage, files.copy)).toMatch(/another program has the database open/);
    other.close();
    expect(keysIn(stage.database)).toBe(KEYS.before);
  });
});

function otherDatabase(home: string): string {
  const file = join(home, "other.db");
  const sqlite = new Database(file);
  sqlite.exec("create table notes (text)");
  sqlite.close();
  return file;
}

function half(home: string): string {
  const file = spoilt(home, "");
  truncateSync(file, statSync(file).size / 2);
  return file;
}

function damagedPage(home: string): string {
  const file = spoilt(home, "");
  const bytes = readFileSync(file);
  const sqlite = new Database(file);
  const page = sqlite
    .prepare("select rootpage from sqlite_schema where name = 'api_key'")
    .pluck()
    .get() as number;
  sqlite.close();
  writeFileSync(file, bytes.fill(0xa5, (page - 1) * 4096, page * 4096));
  return file;
}

function byHand(home: string): string {
  const file = join(home, "killed.db");
  writeFileSync(`${file}-wal`, "what the server wrote last");
  return file;
}

test("killed at any step: the old or the new one is in place and whole, and the next start cleans up", async () => {
  const work = ({ database }: ReturnType<typeof restoreStage>, dieAt: string) =>
    ranUntilKilled(["tests/support/database-work.ts", "restore", files.copy, database, dieAt]);
  const { lines } = await work(restoreStage(files), "");
  const { steps } = JSON.parse(lines.at(-1) ?? "");
  expect(steps).toBeGreaterThan(25);
  const seen = new Set<string>();
  const step = Math.max(1, Math.floor(steps / scaled(22)));
  for (let at = 1; at <= steps; at += step) {
    const stage = restoreStage(files);
    const where = `killed before step ${at}`;
    expect((await work(stage, String(at))).signal, where).toBe("SIGKILL");
    await (await openStore(stage.database)).close();
    const keys = keysIn(stage.database);
    const asides = readdirSync(stage.data).filter((name) => name.includes("-restore-"));
    const old = asides.map((name) => keysIn(join(stage.data, name)));
    seen.add(`${keys} ${old}`);
    expect(
      readdirSync(stage.data).filter((name) => name.includes("restoring")),
      where,
    ).toEqual([]);
    expect(await verifyChain(stage.database), where).toMatchObject({ fault: null });
    expect(await restore(files.copy, stage.database, EVENT), where).toMatchObject({
      aside: expect.any(String),
    });
    expect(keysIn(stage.database), where).toBe(KEYS.copied);
  }
  expect(seen).toEqual(new Set([`${KEYS.before} `, `${KEYS.copied} ${KEYS.before}`]));
});
