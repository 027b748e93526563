import Database from "better-sqlite3";
import { beforeEach, describe, expect, test } from "vitest";
import { verifyChain } from "@/db/audit-chain";
import { appendEvent, eventHash } from "@/db/record/event";
import { type TestApp, testApp } from "@/tests/support/app";
import { greenlight } from "@/tests/support/greenlight";

const ROWS = 12;

let stage: TestApp;
beforeEach(async () => {
  stage = await testApp();
});

const append = (subject: string, more: { after?: string; reason?: string } = {}) =>
  stage.app.store.write((tx) =>
    appendEvent(tx, {
      atMs: stage.app.nowMs(),
      actor: "ana",
      origin: "127.0.0.1",
      action: "config.applied",
      subject,
      ...more,
    }),
  );

/** What somebody does to the file behind Greenlight's back, with twelve events in it. */
async function tampered(...statements: string[]) {
  for (let at = (await proved()) + 1; at <= ROWS; at += 1)
    await append(`change ${at}`, { after: `{"n":${at}}`, reason: "why" });
  const sqlite = new Database(stage.app.databaseFile);
  for (const statement of statements) sqlite.exec(statement);
  sqlite.close();
  return verifyChain(stage.app.databaseFile);
}

const proved = async () => (await verifyChain(stage.app.databaseFile)).rows;

/** A row's own hash computed anew over what stands in it now. */
function rehash(id: number): void {
  const sqlite = new Database(stage.app.databaseFile);
  const row = sqlite.prepare("select * from event where id = ?").get(id) as Parameters<typeof eventHash>[0];
  sqlite.prepare("update event set hash = ? where id = ?").run(eventHash(row), id);
  sqlite.close();
}

const SWAP = (one: number, other: number) => [
  `update event set id = -1 where id = ${one}`,
  `update event set id = ${one} where id = ${other}`,
  `update event set id = ${other} where id = -1`,
];
const SHIFT_FROM = (id: number) => [
  `update event set id = -id where id >= ${id}`,
  "update event set id = 1 - id where id < 0",
];
const COPY = (id: number, hash: string) =>
  `insert into event select ${id}, at_ms, actor, origin, action, 'put in', before, after, reason, hash, '${hash}'
   from event where id = ${id - 1}`;

describe("the chain of the event log", () => {
  test("verifies as it was written, also where it is empty, and says where it ends", async () => {
    const fresh = await verifyChain(stage.app.databaseFile);
    expect(fresh).toEqual({ rows: 0, head: { id: 0, hash: "0".repeat(64) }, fault: null });
    const { rows, head, fault } = await tampered();
    expect({ rows, id: head.id, fault }).toEqual({ rows: ROWS, id: ROWS, fault: null });
  });

  test.each(["\ud800 half of a pair", "a nul \0 within", "two\nlines \u2028", "🚦", ""])(
    "holds with the text %j",
    async (text) => {
      await append(text, { after: text, reason: text });
      expect(await verifyChain(stage.app.databaseFile)).toMatchObject({ rows: 1, fault: null });
    },
  );

  test.each([
    ["at_ms = at_ms + 1", /its content was changed/],
    ["actor = 'bob'", /its content was changed/],
    ["origin = 'elsewhere'", /its content was changed/],
    ["action = 'config.refused'", /its content was changed/],
    ["subject = ''", /its content was changed/],
    ["before = 'x'", /its content was changed/],
    ["after = null", /its content was changed/],
    ["reason = ''", /its content was changed/],
    ["previous_hash = upper(previous_hash)", /its link to the row before was changed/],
    [`hash = '${"f".repeat(64)}'`, /its hash was changed; its content is as it was/],
    ["id = 100", /the row is missing/],
  ])("names the row of which somebody set %s", async (set, what) => {
    const { rows, fault } = await tampered(`update event set ${set} where id = 7`);
    expect({ rows, id: fault?.id, what: fault?.what }).toEqual({
      rows: 6,
      id: 7,
      what: expect.stringMatching(what),
    });
  });

  test.each([
    ["the first", [1, 2], 1, /^the rows 1 to 2 are missing$/],
    ["one in the middle", [7], 7, /^the row is missing$/],
    ["the last", [11, 12], 11, /^the rows 11 to 12 are missing at the end$/],
  ])("names rows that are gone: %s", async (_, ids, id, what) => {
    const { fault } = await tampered(`delete from event where id in (${ids.join()})`);
    expect(fault).toEqual({ id, atMs: null, action: null, what: expect.stringMatching(what) });
  });

  test("a row that is gone from the end is missed also when others were written since", async () => {
    await tampered("delete from event where id = 12");
    await append("later");
    expect((await verifyChain(stage.app.databaseFile)).fault).toMatchObject({
      id: 12,
      what: "the row is missing",
    });
  });

  test("names the place where rows were closed up after one was taken out", async () => {
    const { fault } = await tampered(
      "delete from event where id = 7",
      "update event set id = id - 1 where id > 7",
    );
    expect(fault).toMatchObject({
      id: 6,
      what: expect.stringMatching(/or a row right after it was taken out/),
    });
  });

  test.each([
    [3, 4],
    [3, 9],
  ])("names the first of the rows %i and %i that were swapped", async (one, other) => {
    const { rows, fault } = await tampered(...SWAP(one, other));
    expect({ rows, fault }).toMatchObject({
      rows: one - 1,
      fault: { id: one, what: expect.stringMatching(/stands in another place: it was written right after/) },
    });
  });

  test("names a row that was put in, whatever its hash", async () => {
    const loose = await tampered(...SHIFT_FROM(5), COPY(5, "e".repeat(64)));
    expect(loose).toMatchObject({ rows: 4, fault: { id: 5 } });
    rehash(5);
    expect(await verifyChain(stage.app.databaseFile)).toMatchObject({
      rows: 4,
      fault: { id: 5, what: expect.stringMatching(/^it was put in/) },
    });
  });

  test("names a row put in after the last", async () => {
    await tampered(COPY(13, "e".repeat(64)));
    rehash(13);
    expect(await verifyChain(stage.app.databaseFile)).toMatchObject({
      fault: { id: 13, what: expect.stringMatching(/^it was put in after the last/) },
    });
  });

  test.each([
    [1, /its hash made anew/],
    [7, /its hash made anew/],
    [12, /it is the last row, and not the one that was written/],
  ])("names row %i where its content was changed and its hash made anew", async (id, what) => {
    await tampered(`update event set actor = 'bob' where id = ${id}`);
    rehash(id);
    const { fault } = await verifyChain(stage.app.databaseFile);
    expect(fault).toMatchObject({ id, action: "config.applied", what: expect.stringMatching(what) });
  });

  test("names the mark of the end where that is gone", async () => {
    const { rows, fault } = await tampered("delete from meta where key = 'event_head'");
    expect({ rows, what: fault?.what }).toEqual({
      rows: ROWS,
      what: expect.stringMatching(/mark of the last row/),
    });
  });
});

describe("greenlight audit verify", () => {
  test("proves the log beside whoever has the database open: 0, and 1 with the row's id, time and action", async () => {
    await append("one");
    await append("two");
    expect(await greenlight(stage.folder, ["audit", "verify"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^verified: 2 rows proved, the last is 2 with the hash [0-9a-f]{64}\n$/),
    });
    const sqlite = new Database(stage.app.databaseFile);
    sqlite.exec("update event set action = 'x' || char(27) || '[31m' where id = 2");
    sqlite.close();
    const { code, out } = await greenlight(stage.folder, ["audit", "verify", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verified: false,
      rows: 1,
      fault: { id: 2, time: "2026-11-23T12:00:00.000Z", action: "x [31m", what: expect.any(String) },
    });
  });

  test("fails with 1 where there is no database, and makes none", async () => {
    const elsewhere = { GREENLIGHT_DATA_DIR: `${stage.folder}/nowhere` };
    expect(await greenlight(stage.folder, ["audit", "verify"], elsewhere)).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no database"),
    });
  });
});
