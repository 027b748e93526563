import { describe, expect, test } from "vitest";
import { owedByAutomation } from "@/lib/domain/alert-action";
import { grouped } from "@/lib/domain/alert-effect";
import type { Action } from "@/lib/domain/rule";
import {
  AUTOMATION,
  entries,
  notifications,
  ruleOf,
  type Said,
  silenceAll,
  Watch,
} from "@/tests/support/alerts";

const ROLLBACK: Action = { kind: "rollback" };
const RAG_OFF: Action = { kind: "set_flag", flag: "rag", enabled: false };
const TRIAL = { id: "r1", environment: "green" } as const;

function acting(action: Action, release: Watch["release"] = TRIAL, more: Parameters<typeof ruleOf>[0] = {}) {
  const watch = new Watch(ruleOf({ action, cooldownMs: 900_000, ...more }));
  watch.release = release;
  return watch;
}

describe("an action", () => {
  test("is carried out once per firing, with the notification, and both are one entry of the history", () => {
    const watch = acting(RAG_OFF, null);
    const effects = watch.look(101);
    expect(effects.map(({ kind }) => kind)).toEqual(["notify", "act", "record"]);
    expect(watch.acts).toMatchObject([{ key: "1:set_flag", action: RAG_OFF, note: { firing: 1 } }]);
    expect(entries(effects)).toMatchObject([{ entry: "fired", action: RAG_OFF, done: true, why: null }]);
    expect(watch.looks(200, 300, "no_data", 400).acts).toHaveLength(1);
  });

  test.each<[string, Action, number]>([
    ["none", { kind: "none" }, 0],
    ["notify", { kind: "notify" }, 1],
    ["review", { kind: "review" }, 1],
    ["hold", { kind: "hold" }, 1],
    ["set_flag", RAG_OFF, 1],
    ["rollback", ROLLBACK, 1],
  ])("that goes further than nothing tells people, too: %s", (_, action, told) => {
    expect(acting(action).looks(101).told).toHaveLength(told);
  });

  test.each<Action>([{ kind: "none" }, { kind: "notify" }])(
    "of kind $kind asks for nothing else",
    (action) => {
      expect(acting(action).looks(101).acts).toEqual([]);
    },
  );
});

describe("a rollback", () => {
  test("needs a release on trial; else it is told, and says so", () => {
    const watch = acting(ROLLBACK, null).looks(101);
    expect(watch.acts).toEqual([]);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.alert.withheld).toBe("no release is on trial here");
  });

  test("is for the environment on trial: the other one's breach does not touch the release", () => {
    const watch = acting(ROLLBACK, { id: "r1", environment: "blue" }).looks(101);
    expect(watch.acts).toEqual([]);
  });

  test.each<[Action["kind"], number]>([
    ["rollback", 0],
    ["hold", 1],
    ["review", 1],
  ])("is never asked for by what belongs to no environment; less may be: %s", (kind, acts) => {
    const watch = acting({ kind } as Action);
    watch.environment = null;
    expect(watch.looks(101).acts).toHaveLength(acts);
  });

  test("is asked for by a firing that began before the release, once it is seen in it", () => {
    const watch = acting(ROLLBACK, null).looks(101, "no_data");
    watch.release = TRIAL;
    expect(watch.looks("not_enough_evidence", "no_data").acts).toEqual([]);
    expect(watch.looks(101, 101).acts.map(({ key }) => key)).toEqual(["1:rollback:r1"]);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.history.at(-1)).toBe("data_back");
  });

  test("is asked for again in the next release, though the firing is the same one", () => {
    const watch = acting(ROLLBACK).looks(101, "no_data");
    watch.release = { id: "r2", environment: "green" };
    watch.look(101, 1000);
    expect(watch.acts.map(({ key }) => key)).toEqual(["1:rollback:r1", "1:rollback:r2"]);
  });
});

describe("a cool-down", () => {
  test("postpones the action of the next firing, which is told at once", () => {
    const watch = acting(RAG_OFF).looks(101, 99);
    watch.look(101, 800);
    expect(watch.told).toEqual(["fired", "resolved", "fired"]);
    expect(watch.acts).toHaveLength(1);
    expect(watch.alert.withheld).toBe("cooling down after the action before");
    watch.look(101, 94.999);
    expect(watch.acts).toHaveLength(1);
    const effects = watch.look(101, 0.001);
    expect(effects.map(({ kind }) => kind)).toEqual(["act", "record"]);
    expect(entries(effects)).toMatchObject([{ entry: "acted", done: true }]);
    expect(watch.alert.withheld).toBeNull();
  });

  test.each<Said>([99, "no_data", "stale", "not_enough_evidence"])(
    "that ends while no breach is seen leaves it: %s",
    (said) => {
      const watch = acting(RAG_OFF, TRIAL, { clearForMs: 86_400_000 }).looks(101);
      watch.state = { ...watch.state, alerts: watch.state.alerts.map((one) => ({ ...one, firing: null })) };
      watch.look(101, 5);
      expect(watch.alert.withheld).not.toBeNull();
      watch.look(said, 3600);
      expect(watch.acts).toHaveLength(1);
    },
  );
});

describe("switched off", () => {
  const OFF = { ...AUTOMATION, on: false, why: "two rollbacks in a day" };

  test("for everything: it is told and not done, until it is switched on while the breach is seen", () => {
    const watch = acting(ROLLBACK);
    watch.automation = OFF;
    watch.looks(101, 101);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.acts).toEqual([]);
    expect(watch.alert.withheld).toBe("automatic actions are off: two rollbacks in a day");
    const scene = { clockMs: watch.state.clockMs, automation: OFF, release: TRIAL };
    expect(owedByAutomation(watch.state.alerts, watch.rules, scene)).toEqual([watch.alert]);
    watch.automation = AUTOMATION;
    expect(watch.looks(99).acts).toEqual([]);
    expect(owedByAutomation(watch.state.alerts, watch.rules, scene)).toEqual([]);
    expect(watch.looks(101, 101).acts).toHaveLength(1);
  });

  test("for the rule: it is told and not done", () => {
    const watch = acting(ROLLBACK, TRIAL, { automatic: false }).looks(101, 101);
    expect(watch.acts).toEqual([]);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.alert.withheld).toBe("switched off for this rule");
  });

  test("as a dry run: recorded with what would have been done, told to nobody", () => {
    const watch = acting(ROLLBACK, TRIAL, { dryRun: true }).looks(101, 101, 99);
    expect(watch.effects.map(({ kind }) => kind)).toEqual(["record", "record"]);
    expect(entries(watch.effects)[0]).toMatchObject({
      ...{ entry: "fired", action: ROLLBACK, done: false, dryRun: true, why: "a dry run" },
    });
  });
});

describe("a silence", () => {
  const silenced = (seconds: number, more: Parameters<typeof silenceAll>[2] = {}) => {
    const watch = acting(RAG_OFF).looks(99);
    watch.silences = [silenceAll(watch, seconds, more)];
    return watch;
  };

  test("mutes what fires, and no more: it is recorded, with the silence, and acted on", () => {
    const watch = silenced(60);
    const effects = watch.look(101);
    expect(effects.map(({ kind }) => kind)).toEqual(["act", "record"]);
    expect(entries(effects)[0]).toMatchObject({ entry: "fired", silence: 1 });
    expect(watch.alert).toMatchObject({ state: "firing", silence: 1 });
    expect(watch.looks(99).told).toEqual([]);
  });

  test("that ends while the alert fires tells then, once", () => {
    const watch = silenced(60);
    watch.look(101, 59);
    expect(watch.told).toEqual([]);
    watch.look(101, 1);
    expect(watch.looks(101, 99).told).toEqual(["fired", "resolved"]);
  });

  test("does not keep the end of what was told before", () => {
    const watch = acting(RAG_OFF).looks(101);
    watch.silences = [silenceAll(watch, 3600)];
    expect(watch.looks(99, 101, 99).told).toEqual(["fired", "resolved"]);
  });

  test("may withhold actions, too", () => {
    const watch = silenced(60, { actionsToo: true }).looks(101);
    expect(watch.acts).toEqual([]);
    expect(watch.alert.withheld).toBe("silenced with its actions: maintenance");
  });

  test.each([
    ["its rule", { rule: "heat" }, []],
    ["its environment", { environment: "green" }, []],
    ["another rule", { rule: "cold" }, ["fired"]],
    ["the other environment", { environment: "blue" }, ["fired"]],
    ["its rule elsewhere", { rule: "heat", environment: "blue" }, ["fired"]],
  ] as const)("covers what it names: %s", (_, names, told) => {
    expect(silenced(60, names).looks(101).told).toEqual(told);
  });

  test("keeps reminders back", () => {
    const watch = acting(RAG_OFF, null, { renotifyMs: 60_000 }).looks(101);
    watch.silences = [silenceAll(watch, 600)];
    watch.look(101, 599);
    expect(watch.told).toEqual(["fired"]);
    watch.look(101, 1);
    expect(watch.told).toEqual(["fired", "renotified"]);
  });
});

test("what one look finds of one rule is told as one", () => {
  const blue = new Watch();
  blue.environment = "blue";
  const green = new Watch();
  const told = [...notifications(blue.look(101)), ...notifications(green.look(101))];
  expect(grouped(told).map((group) => group.map(({ note }) => note.environment))).toEqual([
    ["blue", "green"],
  ]);
});
