import { describe, expect, test } from "vitest";
import { appendEvent, type NewEvent } from "@/db/record/event";
import type { AuditEvent, AuditReply } from "@/lib/contract/audit";
import type { Topic } from "@/lib/contract/live";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { asked, auditStage } from "@/tests/support/audit";
import { call, problemOf } from "@/tests/support/routes";

const NOON = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;

const append = (app: App, ...events: Partial<NewEvent>[]) =>
  inTransaction(app, async (tx) => {
    for (const event of events) {
      const usual = { atMs: app.nowMs(), actor: "ada", origin: "http", action: "a.b", subject: "s" };
      await appendEvent(tx, { ...usual, ...event });
    }
  });

describe("what is asked for", () => {
  const filtered = async () => {
    const { app } = await auditStage();
    await append(
      app,
      { action: "traffic.shift.intended", reason: "Sprint 15 to 50 % of the work" },
      { action: "traffic.rollback.intended", actor: "grace", reason: "too_many errors" },
      { action: "config.applied", actor: "system", subject: "/etc/greenlight.yaml" },
      { action: "trafficking", actor: "Ada", reason: "too many errors" },
    );
  };

  test.each([
    ["", 4],
    ["action=traffic", 3],
    ["action=traffic.", 2],
    ["action=traffic.rollback", 1],
    ["action=shift", 0],
    ["action=tr_ffic", 0],
    ["actor=ada", 1],
    ["actor=ad", 0],
    ["actor=%25", 0],
    ["q=yaml", 1],
    ["q=ERRORS", 2],
    ["q=errors+many", 2],
    ["q=too_many", 1],
    ["q=50+%25", 1],
    ["q=%25%25", 0],
    ["q=%5C", 0],
    ["q=+", 4],
    ["q=%27+or+1%3D1+--", 0],
    ["action=traffic&actor=grace&q=errors", 1],
    ["action=config&actor=grace", 0],
  ])("%s finds %i", async (search, number) => {
    await filtered();
    const { total, events, cursor, actions } = await asked(`?${search}`);
    expect([total, events.length, cursor]).toEqual([number, number, null]);
    expect(actions).toHaveLength(4);
  });

  test.each([
    ["?action=", "action"],
    ["?action=a%25", "action"],
    [`?action=${"a".repeat(81)}`, "action"],
    ["?actor=", "actor"],
    [`?q=${"x".repeat(201)}`, "q"],
    ["?cursor=x", "cursor"],
    ["?cursor=-1", "cursor"],
    ["?cursor=1.abc", "cursor"],
    ["?limit=0", "limit"],
    ["?limit=501", "limit"],
    ["?range=2w", "range"],
    ["?from=yesterday", "from"],
    ["?environment=blue", "query"],
  ])("400: %s names %s", async (search, name) => {
    await auditStage();
    const response = await call("/api/audit", search);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toMatch(new RegExp(`^${name}: `));
  });

  test("is the last thirty days, a named range, or as far as the log reaches, also before the first record", async () => {
    const { app } = await auditStage();
    await append(
      app,
      { atMs: NOON - 400 * DAY_MS, subject: "long ago" },
      { atMs: NOON - 20 * DAY_MS, subject: "lately" },
      { atMs: NOON - 1, subject: "now" },
    );
    const subjects = async (search: string) => (await asked(search)).events.map(({ subject }) => subject);
    expect(await subjects("")).toEqual(["now", "lately"]);
    expect(await subjects("?range=auto")).toEqual(["now", "lately"]);
    expect(await subjects("?range=24h")).toEqual(["now"]);
    expect(await subjects("?range=all")).toEqual(["now", "lately", "long ago"]);
    expect(await subjects("?from=2025-01-01&to=2026-01-01")).toEqual(["long ago"]);
  });

  test("comes in pages that show everything once, also while the log grows and a clock was put back", async () => {
    const { app } = await auditStage();
    const atMs = (index: number) => NOON - (index % 7) * 3_600_000;
    await append(app, ...Array.from({ length: 23 }, (_, at) => ({ atMs: atMs(at), subject: `s${at}` })));
    const seen: AuditEvent[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: AuditReply = await asked(`?limit=5${cursor ? `&cursor=${cursor}` : ""}`);
      seen.push(...page.events);
      cursor = page.cursor;
      await append(app, { subject: "newer" });
    }
    expect(seen.map(({ subject }) => subject)).toEqual(Array.from({ length: 23 }, (_, at) => `s${22 - at}`));
    expect(seen.map(({ id }) => id)).toEqual(seen.map(({ id }) => id).sort((a, b) => b - a));
  });
});

const EVIL = [
  '<img src=x onerror="alert(1)">',
  '=cmd|"/C calc"!A0',
  "@SUM(A1)",
  "+1",
  "-1",
  "\u001b[31mred\u202e",
  'a,"b"\r\nc',
];

/** The cells of a CSV as RFC 4180 says. */
const cellsOf = (text: string): string[][] =>
  [...text.matchAll(/((?:"(?:[^"]|"")*"|[^,"\n]*)(?:,(?:"(?:[^"]|"")*"|[^,"\n]*))*)\n/g)].map(
    ([, line = ""]) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "",
      ),
  );

test("what is stored comes back as it was, as JSON and as CSV without a formula", async () => {
  const { app } = await auditStage();
  const stored = EVIL.map((evil) => ({
    ...{ actor: evil, origin: evil, action: evil, subject: evil, reason: evil, before: evil },
    after: JSON.stringify({ [evil]: evil, __proto__: null }),
  }));
  await append(app, ...stored);
  const { events } = await asked();
  expect(events).toHaveLength(EVIL.length);
  expect(events.map(({ reason }) => reason)).toEqual(EVIL.toReversed());
  const response = await call("/api/audit", "", { headers: { accept: "text/csv" } });
  expect(response.headers.get("content-type")).toContain("text/csv");
  expect(response.headers.get("content-disposition")).toContain("greenlight-audit.csv");
  const [header = [], ...rows] = cellsOf(await response.text());
  expect(header).toEqual(Object.keys(events[0] ?? {}));
  const cell = (value: unknown) =>
    value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const harmless = (value: string) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
  expect(rows).toEqual(events.map((event) => Object.values(event).map((value) => harmless(cell(value)))));
});

describe("readers of the log", () => {
  const heard = async (act: (app: App) => Promise<unknown>) => {
    const { app } = await auditStage();
    const topics: Topic[] = [];
    const stop = app.bus.subscribe((told) => topics.push(...told.topics));
    await act(app);
    stop();
    return topics;
  };

  test("are told where a transaction has appended to it", async () => {
    expect(await heard((app) => append(app, {}))).toEqual(["audit"]);
  });

  test("are told nothing where one has not, and where nothing was stored", async () => {
    expect(await heard((app) => inTransaction(app, async () => {}))).toEqual([]);
    const undone = (app: App) =>
      inTransaction(app, async (tx) => {
        await appendEvent(tx, { atMs: 1, actor: "a", origin: "o", action: "x", subject: "s" });
        throw new Error("undone");
      }).catch(() => {});
    expect(await heard(undone)).toEqual([]);
  });
});
