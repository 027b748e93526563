import { describe, expect, test } from "vitest";
import { acknowledged, alertKey } from "@/lib/domain/alert-state";
import { entries, finding, notifications, ruleOf, type Said, START_MS, Watch } from "@/tests/support/alerts";

describe("an alert", () => {
  test("at its threshold is quiet, above it fires: told once, and recorded", () => {
    const watch = new Watch().looks(100, 100);
    expect(watch.effects).toEqual([]);
    const effects = watch.look(101);
    expect(effects.map(({ kind }) => kind)).toEqual(["notify", "record"]);
    expect(notifications(effects)[0]).toMatchObject({
      key: "1:fired",
      transition: "fired",
      note: { rule: "heat", environment: "green", severity: "high", firing: 1, value: 101, said: "at 101" },
    });
    const sinceMs = watch.atMs;
    expect(watch.looks(150, 200).effects).toHaveLength(2);
    expect(watch.alert).toMatchObject({ state: "firing", sinceMs, firing: { id: 1, acknowledged: null } });
  });

  test("is resolved once, and its next firing has an id of its own", () => {
    const watch = new Watch().looks(101, 99, 99, 101);
    expect(watch.told).toEqual(["fired", "resolved", "fired"]);
    expect(notifications(watch.effects).map(({ key }) => key)).toEqual(["1:fired", "1:resolved", "2:fired"]);
    expect(watch.history).toEqual(["fired", "resolved", "fired"]);
  });

  test.each<[string, Said]>([
    ["too few samples", "not_enough_evidence"],
    ["no data", "no_data"],
    ["what cannot be measured", "cannot_measure"],
  ])("never fires on %s", (_, said) => {
    expect(new Watch().looks(said, said, said).told).toEqual([]);
  });

  test("with too few samples while it fires goes on firing", () => {
    const watch = new Watch().looks(101, "not_enough_evidence", "not_enough_evidence");
    expect(watch.alert.state).toBe("firing");
    expect(watch.looks("fail").told).toEqual(["fired"]);
  });

  test.each([
    ["a bad figure of too few errors", 101, 30, "firing"],
    ["a good figure of too few samples", 99, 9, "firing"],
    ["a good figure of enough samples", 99, 10, "inactive"],
  ])("on evidence that proves nothing: %s", (_, value, n, state) => {
    const watch = new Watch(ruleOf({ minSamples: 10 })).looks(101);
    watch.looks({ ...finding("not_enough_evidence", value), n });
    expect(watch.alert.state).toBe(state);
  });
});

describe("a breach that must last a minute", () => {
  const lasting = () => new Watch(ruleOf({ forMs: 60_000 }));

  test("is pending until then, and fires at sixty seconds", () => {
    const watch = lasting();
    watch.look(101);
    watch.look(101, 59.999);
    expect(watch.alert).toMatchObject({ state: "pending", breachMs: 59_999, firing: null });
    expect(watch.effects).toEqual([]);
    watch.look(101, 0.001);
    expect(watch.alert.state).toBe("firing");
    expect(watch.told).toEqual(["fired"]);
  });

  test("begins anew after a single good look", () => {
    const watch = lasting();
    watch.look(101);
    watch.look(101, 50);
    watch.look(99, 5);
    expect(watch.alert.state).toBe("inactive");
    watch.look(101, 5);
    watch.look(101, 59);
    expect(watch.alert.state).toBe("pending");
  });

  test.each<[string, Said, string]>([
    ["a gap", "no_data", "no_data"],
    ["too few samples", "not_enough_evidence", "pending"],
    ["a stale source", "stale", "pending"],
    ["a source that could not be asked", "unasked", "pending"],
  ])("does not count %s", (_, said, state) => {
    const watch = lasting();
    watch.look(101);
    watch.look(101, 50);
    watch.look(said, 60);
    expect(watch.alert.state).toBe(state);
    watch.look(101, 60);
    expect(watch.alert.state).toBe("pending");
    watch.look(101, 10);
    // What was seen before a gap says nothing of a breach after it; what was seen before a pause of the source does.
    expect(watch.alert.state).toBe(said === "no_data" ? "pending" : "firing");
    watch.look(101, 50);
    expect(watch.alert.state).toBe("firing");
  });
});

describe("an absence that must last five minutes", () => {
  const slow = () => new Watch(ruleOf({ clearForMs: 300_000 })).looks(101);

  test("is firing with a clear-since until then", () => {
    const watch = slow();
    watch.look(99);
    const sinceMs = watch.atMs;
    watch.look(99, 299);
    expect(watch.alert).toMatchObject({ state: "firing", clearSinceMs: sinceMs });
    expect(watch.told).toEqual(["fired"]);
    watch.look(99, 1);
    expect(watch.alert).toMatchObject({ state: "inactive", firing: null, clearSinceMs: null });
    expect(watch.told).toEqual(["fired", "resolved"]);
  });

  test("begins anew where the breach is back, which is told to nobody", () => {
    const watch = slow();
    watch.look(99);
    watch.look(99, 299);
    watch.look(101, 1);
    expect(watch.alert).toMatchObject({ state: "firing", clearSinceMs: null, clearMs: 0 });
    watch.look(99, 299);
    watch.look(99, 299);
    expect(watch.told).toEqual(["fired"]);
  });
});

describe("hysteresis", () => {
  const memory = () => new Watch(ruleOf({ threshold: 150, clearThreshold: 140 })).looks(151);

  test.each([150, 145, 140])("a figure of %i is no breach, and does not clear either", (value) => {
    const watch = memory().looks(value, value);
    expect(watch.alert).toMatchObject({ state: "firing", seen: "between" });
    expect(watch.told).toEqual(["fired"]);
  });

  test("a figure between both begins the absence anew", () => {
    const watch = new Watch(ruleOf({ threshold: 150, clearThreshold: 140, clearForMs: 300_000 })).looks(
      151,
      139,
    );
    watch.look(139, 299);
    watch.look(145);
    watch.look(139);
    watch.look(139, 299);
    expect(watch.alert.state).toBe("firing");
  });

  test("below where it clears it is resolved, and between both it does not fire again", () => {
    expect(memory().looks(139, 145, 150).told).toEqual(["fired", "resolved"]);
  });

  test("works downwards, too", () => {
    const watch = new Watch(ruleOf({ op: "<", threshold: 0.8, clearThreshold: 0.85 }));
    expect(watch.looks(0.8, 0.79, 0.85).told).toEqual(["fired"]);
    expect(watch.looks(0.86).told).toEqual(["fired", "resolved"]);
  });
});

describe("a signal that vanishes", () => {
  const gone = (noData: "show" | "ok" | "alert" | "keep", ...before: Said[]) =>
    new Watch(ruleOf({ noData })).looks(...before, "no_data", "no_data");

  test("is no data, not resolved, and comes back as the same firing", () => {
    const watch = gone("show", 101);
    expect(watch.alert).toMatchObject({ state: "no_data", firing: { id: 1 } });
    watch.looks(101);
    expect(watch.alert).toMatchObject({ state: "firing", firing: { id: 1 } });
    expect(watch.told).toEqual(["fired"]);
    expect(watch.history).toEqual(["fired", "no_data", "data_back"]);
    expect(watch.looks(99).told).toEqual(["fired", "resolved"]);
  });

  test("that comes back good is resolved from there, once", () => {
    expect(gone("show", 101).looks(99, 99).history).toEqual(["fired", "no_data", "resolved"]);
  });

  test("that comes back thin is firing again, or quiet if it was", () => {
    expect(gone("show", 101).looks("not_enough_evidence").alert.state).toBe("firing");
    expect(gone("show", 99).looks("not_enough_evidence").alert.state).toBe("inactive");
  });

  test("that was never there is shown, and no news", () => {
    const watch = gone("show");
    expect(watch.alert.state).toBe("no_data");
    expect(watch.looks(99).effects).toEqual([]);
  });

  test("is a pass, a breach, or whatever it was before, where the rule says so", () => {
    expect(gone("ok", 101).told).toEqual(["fired", "resolved"]);
    expect(gone("alert", 99).told).toEqual(["fired"]);
    expect(gone("keep", 101).alert.state).toBe("firing");
    expect(gone("keep", 99).alert.state).toBe("inactive");
    expect(gone("keep", 101).told).toEqual(["fired"]);
  });

  test("is a breach only where it was looked for: what cannot be measured is never bad", () => {
    const watch = new Watch(ruleOf({ noData: "alert" })).looks(99, "cannot_measure");
    expect(watch.alert.state).toBe("no_data");
    expect(watch.told).toEqual([]);
  });
});

describe("a stale source", () => {
  test.each<Said>(["stale", "unasked"])("neither fires nor resolves: %s", (said) => {
    const quiet = new Watch().looks(99, said, said);
    expect(quiet.alert).toMatchObject({ state: "inactive", inhibited: true });
    const firing = new Watch().looks(101, said, said);
    expect(firing.alert).toMatchObject({ state: "firing", inhibited: true });
    expect([...quiet.effects, ...firing.effects.slice(2)]).toEqual([]);
    expect(firing.looks(101).alert.inhibited).toBe(false);
    expect(firing.told).toEqual(["fired"]);
  });

  test("does not count for the absence that resolves", () => {
    const watch = new Watch(ruleOf({ clearForMs: 60_000 })).looks(101, 99);
    watch.look(99, 50);
    watch.look("stale", 600);
    watch.look(99, 600);
    expect(watch.alert).toMatchObject({ state: "firing", clearMs: 50_000 });
    watch.look(99, 10);
    expect(watch.alert.state).toBe("inactive");
  });
});

describe("a firing that lasts", () => {
  const renotified = () => new Watch(ruleOf({ renotifyMs: 3_600_000 })).looks(101);

  test("is told again once an interval", () => {
    const watch = renotified();
    watch.look(101, 3599);
    expect(watch.told).toEqual(["fired"]);
    watch.look(101, 1);
    watch.look(101, 3599);
    watch.look(101, 1);
    expect(notifications(watch.effects).map(({ key }) => key)).toEqual([
      "1:fired",
      "1:renotified:1",
      "1:renotified:2",
    ]);
  });

  test("is not told again once somebody has taken it on; the first who did so stays", () => {
    const watch = renotified();
    const taken = acknowledged(watch.state, 1, { by: "ada", atMs: START_MS })!;
    watch.state = acknowledged(taken, 1, { by: "bob", atMs: START_MS })!;
    watch.look(101, 7200);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.alert.firing?.acknowledged?.by).toBe("ada");
    expect(acknowledged(watch.state, 7, { by: "ada", atMs: START_MS })).toBeNull();
    watch.looks(99, 101);
    expect(watch.told).toEqual(["fired", "resolved", "fired"]);
    expect(watch.alert.firing?.acknowledged).toBeNull();
  });

  test.each<[string, Said]>([
    ["while it recovers", 99],
    ["while its signal is gone", "no_data"],
    ["while its source is stale", "stale"],
    ["on thin evidence", "not_enough_evidence"],
  ])("is not told again %s", (_, said) => {
    const watch = new Watch(ruleOf({ renotifyMs: 3_600_000, clearForMs: 86_400_000 })).looks(101);
    watch.look(said, 7200);
    watch.look(101, 3599);
    expect(watch.told).toEqual(["fired"]);
    watch.look(101, 3599);
    expect(watch.told).toEqual(["fired"]);
    watch.look(101, 1);
    expect(watch.told).toEqual(["fired", "renotified"]);
  });
});

describe("rules", () => {
  test("each have an alert of their own in each environment", () => {
    const watch = new Watch(ruleOf(), ruleOf({ name: "cold" })).looks(101);
    watch.environment = null;
    watch.looks(101);
    expect(watch.state.alerts.map(alertKey)).toEqual(["heat/green", "cold/green", "heat/all", "cold/all"]);
    expect(watch.state.alerts.map(({ firing }) => firing?.id)).toEqual([1, 2, 3, 4]);
  });

  test("that are no longer in force end their alerts: whoever was told is told so, once", () => {
    const watch = new Watch(ruleOf(), ruleOf({ name: "quiet", action: { kind: "none" } })).looks(101);
    expect(watch.told).toEqual(["fired"]);
    watch.rules = [];
    const effects = watch.look("unasked");
    expect(notifications(effects)).toMatchObject([{ key: "1:resolved", note: { severity: "high" } }]);
    expect(entries(effects).map(({ why }) => why)).toEqual(Array(2).fill("its rule is no longer in force"));
    expect(watch.state.alerts).toEqual([]);
    expect(watch.look("unasked")).toEqual([]);
  });
});
