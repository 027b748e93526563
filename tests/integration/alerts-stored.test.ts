import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStore, type Store } from "@/db/open";
import { activeSilences, alertHistory, alertsState, silenceList } from "@/db/queries/alerts";
import { automationSwitch, storedFlags } from "@/db/queries/switches";
import { keepAlerts, recordEntry } from "@/db/record/alerts";
import { addSilence, expireSilence, keepSilenceEnd } from "@/db/record/silences";
import { putAutomation, putFlag } from "@/db/record/switches";
import type { AlertEffect } from "@/lib/domain/alert-effect";
import { NO_ALERTS } from "@/lib/domain/alert-state";
import type { Flag } from "@/lib/domain/flag-automation";
import { silenceFor } from "@/lib/domain/silence";
import { AUTOMATION, entries, ruleOf, type Said, START_MS, Watch } from "@/tests/support/alerts";
import { folder } from "@/tests/support/folder";

async function opened(file = join(folder(), "greenlight.db")): Promise<Store & { file: string }> {
  const store = await openStore(file);
  onTestFinished(() => store.close());
  return { ...store, file };
}

/** A look whose state and history are stored together, as the engine's shell does it. */
async function lookStored(store: Store, watch: Watch, said: Said, seconds = 60): Promise<AlertEffect[]> {
  return store.write(async (tx) => {
    const before = await alertsState(tx);
    watch.state = before;
    const effects = watch.look(said, seconds);
    await keepAlerts(tx, before, watch.state, watch.atMs);
    for (const entry of entries(effects)) await recordEntry(tx, entry);
    return effects;
  });
}

const SLOW = ruleOf({ forMs: 60_000, clearForMs: 300_000 });

describe("alerts", () => {
  test("before the first look are none", async () => {
    expect(await alertsState((await opened()).db)).toEqual(NO_ALERTS);
  });

  test.each<[string, Said[], Said[], string[]]>([
    ["pending", [99, 101], [101, 101, 101], ["fired"]],
    ["firing", [99, 101, 101], [101, 101, 101], ["fired"]],
    ["recovering", [101, 101, 99], [99, 99, 99, 99, 99, 99], ["fired", "resolved"]],
    ["without data", [101, 101, "no_data"], [101, 101], ["fired"]],
  ])("are the same after a restart while %s", async (_, before, after, told) => {
    const { file } = await opened();
    const watch = new Watch(SLOW);
    const first = await openStore(file);
    for (const said of before) await lookStored(first, watch, said);
    const kept = watch.state;
    await first.close();
    const second = await opened(file);
    expect(await alertsState(second.db)).toEqual(kept);
    watch.restart(3600);
    for (const said of after) await lookStored(second, watch, said);
    expect(watch.told).toEqual(told);
  });

  test("of a look that was not stored are decided again, with the same keys, and recorded once", async () => {
    const store = await opened();
    const watch = new Watch(SLOW);
    await lookStored(store, watch, 101);
    const lost = store.write(async (tx) => {
      const before = await alertsState(tx);
      watch.look(101, 60);
      await keepAlerts(tx, before, watch.state, watch.atMs);
      for (const entry of entries(watch.effects)) await recordEntry(tx, entry);
      throw new Error("the process died");
    });
    await expect(lost).rejects.toThrow("died");
    const decided = watch.effects.map(({ key }) => key);
    expect(await alertHistory(store.db, { limit: 10 })).toEqual([]);
    const again = await lookStored(store, watch, 101);
    expect(again.map(({ key }) => key)).toEqual(decided);
    expect(await alertHistory(store.db, { limit: 10 })).toHaveLength(1);
  });

  test("whose rule is gone are gone", async () => {
    const store = await opened();
    const watch = new Watch(ruleOf(), ruleOf({ name: "cold" }));
    await lookStored(store, watch, 101);
    watch.rules = [ruleOf()];
    await lookStored(store, watch, 101);
    expect((await alertsState(store.db)).alerts.map(({ rule }) => rule)).toEqual(["heat"]);
  });

  test("without an environment are stored beside those with one", async () => {
    const store = await opened();
    const watch = new Watch();
    await lookStored(store, watch, 101);
    watch.environment = null;
    await lookStored(store, watch, 99);
    const { alerts } = await alertsState(store.db);
    expect(alerts.map(({ environment, state }) => [environment, state])).toEqual([
      [null, "inactive"],
      ["green", "firing"],
    ]);
  });
});

describe("the history", () => {
  test("holds each entry once, newest first, and so does the one log", async () => {
    const store = await opened();
    const watch = new Watch(ruleOf({ action: { kind: "rollback" } }));
    for (const said of [101, 99, 101]) await lookStored(store, watch, said);
    const first = entries(watch.effects)[0]!;
    expect(await store.write((tx) => recordEntry(tx, first))).toBe(false);
    const history = await alertHistory(store.db, { limit: 2 });
    expect(history.map(({ kind, firing }) => [kind, firing])).toEqual([
      ["fired", 2],
      ["resolved", 1],
    ]);
    expect(history[0]).toMatchObject({
      ...{ rule: "heat", environment: "green", severity: "high", value: 101, said: "at 101", n: 30 },
      ...{ action: { kind: "rollback" }, done: false, why: "no release is on trial here", dry_run: false },
    });
    const log = await store.db.selectFrom("event").selectAll().orderBy("id").execute();
    expect(log.map(({ action, subject, actor }) => [action, subject, actor])).toEqual([
      ["alert.fired", "heat green", "system"],
      ["alert.resolved", "heat green", "system"],
      ["alert.fired", "heat green", "system"],
    ]);
    expect(log[0]?.reason).toBe("at 101; no release is on trial here");
  });

  test("is asked by rule and environment", async () => {
    const store = await opened();
    const watch = new Watch(ruleOf(), ruleOf({ name: "cold" }));
    await lookStored(store, watch, 101);
    const found = async (question: object) =>
      (await alertHistory(store.db, { limit: 10, ...question })).length;
    expect(await found({})).toBe(2);
    expect(await found({ rule: "cold" })).toBe(1);
    expect(await found({ rule: "cold", environment: "blue" })).toBe(0);
    expect(await found({ environment: "green" })).toBe(2);
  });
});

describe("a silence", () => {
  const wish = {
    ...{ rule: "heat", environment: "green" as const, reason: "maintenance", by: "ada" },
    ...{ actionsToo: true, forMs: 60_000 },
  };
  const added = (store: Store) =>
    store.write((tx) => addSilence(tx, silenceFor(wish, { atMs: START_MS, clockMs: 1000 })));

  test("is active until it ends by the engine's clock", async () => {
    const store = await opened();
    const { id } = await added(store);
    expect(await activeSilences(store.db, 60_999)).toEqual([
      {
        ...{ id, rule: "heat", environment: "green", reason: "maintenance", by: "ada", actionsToo: true },
        ...{ fromMs: START_MS, untilMs: START_MS + 60_000, endsClockMs: 61_000 },
      },
    ]);
    expect(await activeSilences(store.db, 61_000)).toEqual([]);
  });

  test("that is ended says by whom, once; of another id there is none", async () => {
    const store = await opened();
    const { id } = await added(store);
    const end = (by: string, clockMs: number) =>
      store.write((tx) => expireSilence(tx, id, { atMs: START_MS + 5000, clockMs, by }));
    await end("bob", 6000);
    await end("eve", 7000);
    expect(await silenceList(store.db, 6000, 10)).toMatchObject([
      { id, active: false, expired_by: "bob", until: new Date(START_MS + 5000).toISOString() },
    ]);
    const none = store.write((tx) => expireSilence(tx, id + 1, { atMs: 0, clockMs: 0, by: "eve" }));
    expect(await none).toBeNull();
  });

  test("is cut short at a start", async () => {
    const store = await opened();
    const { id } = await added(store);
    const [silence] = await activeSilences(store.db, 1000);
    await store.write((tx) => keepSilenceEnd(tx, { ...silence!, endsClockMs: 2000 }));
    expect(await activeSilences(store.db, 2000)).toEqual([]);
    expect((await activeSilences(store.db, 1999)).map((one) => one.id)).toEqual([id]);
  });
});

test("the switch of automatic actions is unknown until somebody moved it, then what was said last", async () => {
  const { db, write } = await opened();
  expect(await automationSwitch(db)).toBeNull();
  const off = { ...AUTOMATION, on: false, why: "two rollbacks in a day" };
  await write((tx) => putAutomation(tx, AUTOMATION));
  await write((tx) => putAutomation(tx, off));
  expect(await automationSwitch(db)).toEqual(off);
});

test("flags are stored with who overruled what, and when they were switched", async () => {
  const { db, write } = await opened();
  const rag: Flag = {
    ...{
      name: "rag",
      enabled: false,
      base: true,
      by: "automation",
      atMs: START_MS,
      reason: "held by rag-latency",
    },
    ...{ flips: [1, 2.5], waived: [7], postponed: "switched 2 times within the last hour" },
  };
  await write((tx) => putFlag(tx, { ...rag, enabled: true }));
  await write((tx) => putFlag(tx, rag));
  await write((tx) => putFlag(tx, { ...rag, name: "flow" }));
  expect(await storedFlags(db)).toEqual([{ ...rag, name: "flow" }, rag]);
});
