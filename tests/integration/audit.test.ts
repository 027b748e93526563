import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { appendEvent, type NewEvent } from "@/db/record/event";
import { type AuditEvent, type AuditReply, audit } from "@/lib/contract/audit";
import type { Topic } from "@/lib/contract/live";
import type { App } from "@/lib/server/app";
import { noteConfig } from "@/lib/server/note-config";
import { keepDerived, rebuild } from "@/lib/server/rebuild";
import { inTransaction } from "@/lib/server/storage";
import { stateFileOf } from "@/lib/server/traffic/driver";
import { annotated } from "@/lib/server/traffic/reports";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic, tagOf } from "@/lib/server/traffic/shift";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { testApp } from "@/tests/support/app";
import { haproxy } from "@/tests/support/haproxy";
import { call, problemOf, routed } from "@/tests/support/routes";

const NOON = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const WISH = { actor: "ada", origin: "http", reason: "a try" };

const asked = async (search = ""): Promise<AuditReply> =>
  audit.reply.parse(await (await call("/api/audit", search)).json());

const append = (app: App, ...events: Partial<NewEvent>[]) =>
  inTransaction(app, async (tx) => {
    for (const event of events) {
      const usual = { atMs: app.nowMs(), actor: "ada", origin: "http", action: "a.b", subject: "s" };
      await appendEvent(tx, { ...usual, ...event });
    }
  });

async function stage() {
  const staged = await testApp();
  routed(staged.app);
  return staged;
}

describe("every kind of event that there is", () => {
  test("of settings and figures: who, from where, why, before and after", async () => {
    const { app, clock, folder } = await stage();
    const edited = async (text: string) => {
      await writeFile(join(folder, "greenlight.yaml"), text);
      const outcome = await app.config.reloadIfChanged();
      if (outcome.kind === "unchanged") throw new Error("the edit was not seen");
      await noteConfig(app, outcome);
      clock.nowMs += 1000;
    };
    await edited("timezone: Asia/Kolkata\n");
    await keepDerived(app);
    await edited("timezone: Nowhere/Land\n");
    await rebuild(app, "cli");
    const { events, total, actions, actors } = await asked();
    expect(total).toBe(4);
    expect(actions).toEqual(["config.applied", "config.refused", "rollups.derived", "rollups.rebuilt"]);
    expect(actors).toEqual(["cli", "system"]);
    expect(events.map(({ action }) => action)).toEqual([
      "rollups.rebuilt",
      "config.refused",
      "rollups.derived",
      "config.applied",
    ]);
    const [rebuilt, refused, derived, applied] = events as [AuditEvent, AuditEvent, AuditEvent, AuditEvent];
    expect(rebuilt).toMatchObject({ actor: "cli", origin: "local", before: null, after: { differences: 0 } });
    expect(refused.reason).toMatch(/greenlight\.yaml:1:\d+ timezone: found "Nowhere\/Land"/);
    expect(derived).toMatchObject({ before: { timezone: "UTC" }, after: { timezone: "Asia/Kolkata" } });
    expect(applied).toMatchObject({
      time: "2026-11-23T12:00:00.000Z",
      actor: "system",
      origin: "file",
      subject: "greenlight.yaml",
      before: null,
      after: null,
      reason: null,
    });
  });

  test("of traffic on a real balancer: shifts, failures, hands, rollbacks, undo and what was said of them", async () => {
    const balancer = await haproxy();
    const servers = "servers: { blue: blue, green: green }";
    const driver = `haproxy: { socket: ${balancer.socket}, backend: articles, ${servers} }`;
    const { app, clock } = await testApp({ config: [`traffic: { driver: haproxy, ${driver} }`] });
    routed(app);
    const watch = new TrafficWatch(app);
    const look = async () => {
      clock.nowMs += 1000;
      await watch.look();
    };
    await look();
    const half = await shiftTraffic(app, 50, WISH, tagOf({ epoch: 1 }));
    expect(await balancer.weight("green")).toBe(50);
    await balancer.ask("set server articles/green weight 200");
    await look();
    await look();
    expect(await balancer.weight("green")).toBe(50);
    await balancer.stop();
    await look();
    await look();
    await expect(shiftTraffic(app, 80, WISH, tagOf(half))).rejects.toMatchObject({
      code: "driver-unreachable",
    });
    await balancer.start();
    await look();
    const [failure] = (await asked("?action=traffic.shift.failed")).events;
    const { epoch } = failure!.after as { epoch: number };
    await look();
    await shiftTraffic(app, 50, { ...WISH, reason: "once more" }, tagOf({ epoch }));
    const report = await rollBack(app, { ...WISH, dryRun: false, confirm: true });
    expect(await balancer.weight("green")).toBe(0);
    await shiftTraffic(app, 50, WISH, tagOf({ epoch: epoch + 2 }), "undo");
    await annotated(app, report.id, "grace", { label: { right: false, by: "grace" } });

    const { actions, events } = await asked();
    expect(actions).toEqual([
      "rollback.annotated",
      "traffic.corrected",
      "traffic.differs",
      "traffic.readable",
      "traffic.rollback.confirmed",
      "traffic.rollback.intended",
      "traffic.shift.confirmed",
      "traffic.shift.failed",
      "traffic.shift.intended",
      "traffic.undo.confirmed",
      "traffic.undo.intended",
      "traffic.unreadable",
    ]);
    const first = (action: string) => events.findLast((event) => event.action === action);
    expect(first("traffic.shift.intended")).toMatchObject({
      ...WISH,
      subject: "traffic",
      before: { live: "blue", blue: 100, green: 0, epoch: 1 },
      after: { live: "blue", blue: 50, green: 50, epoch: 2 },
    });
    expect(first("traffic.shift.failed")).toMatchObject({ before: { green: 80 }, after: { green: 50 } });
    expect(first("rollback.annotated")).toMatchObject({
      actor: "grace",
      subject: report.id,
      before: { label: null },
      after: { label: { right: false, by: "grace" } },
    });
  });

  test("of a state file that somebody else has edited", async () => {
    const { app } = await stage();
    const watch = new TrafficWatch(app);
    await watch.look();
    await shiftTraffic(app, 0, WISH, tagOf({ epoch: 1 }));
    const before = JSON.parse(await readFile(stateFileOf(app), "utf8"));
    await writeFile(stateFileOf(app), JSON.stringify({ ...before, current: "green" }));
    await watch.look();
    const { events } = await asked("?action=traffic.external");
    expect(events.map(({ action, actor, origin }) => [action, actor, origin])).toEqual([
      ["traffic.external.confirmed", "external", "file"],
      ["traffic.external", "external", "file"],
    ]);
    expect(events[1]).toMatchObject({ before: { live: "blue", green: 0 }, after: { green: 100 } });
  });
});

describe("what is asked for", () => {
  const filtered = async () => {
    const { app } = await stage();
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
    await stage();
    const response = await call("/api/audit", search);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toMatch(new RegExp(`^${name}: `));
  });

  test("is the last thirty days, a named range, or as far as the log reaches, also before the first record", async () => {
    const { app } = await stage();
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
    const { app } = await stage();
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
  const { app } = await stage();
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
    const { app } = await stage();
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
