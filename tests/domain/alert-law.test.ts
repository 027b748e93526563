import { describe, expect, test } from "vitest";
import type { AlertEffect } from "@/lib/domain/alert-effect";
import { alertKey } from "@/lib/domain/alert-state";
import { entries, notifications, ruleOf, type Said, silenceAll, Watch } from "@/tests/support/alerts";
import fc from "@/tests/support/laws";
import { scaled } from "@/tests/support/scale";

const anySaid = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Said>(99, 101) },
  fc.constantFrom<Said>(85, "no_data", "cannot_measure", "not_enough_evidence", "stale", "unasked"),
);
const anyRule = fc
  .record({
    forMs: fc.constantFrom(0, 10_000),
    clearForMs: fc.constantFrom(0, 20_000),
    noData: fc.constantFrom("show", "ok", "alert", "keep"),
    clearThreshold: fc.constantFrom(null, 90),
    renotifyMs: fc.constantFrom(null, 60_000),
    cooldownMs: fc.constantFrom(0, 30_000),
    dryRun: fc.constantFrom(false, false, false, true),
    automatic: fc.boolean(),
    action: fc.constantFrom(
      { kind: "none" } as const,
      { kind: "notify" } as const,
      { kind: "rollback" } as const,
      { kind: "set_flag", flag: "rag", enabled: false } as const,
    ),
  })
  .map((more) => ruleOf(more));

const anyEvent = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("look"), said: anySaid, seconds: fc.nat(40) }) },
  fc.record({
    do: fc.constantFrom("restart", "silence", "automation", "release", "jump", "elsewhere"),
    said: anySaid,
    seconds: fc.nat(600),
  }),
);
const anyHistory = fc.tuple(
  fc.array(anyRule, { minLength: 1, maxLength: 2 }),
  fc.array(anyEvent, { maxLength: 80 }),
);

/** What holds after every look, whatever it saw. */
function holdsAfter(watch: Watch, effects: readonly AlertEffect[]): void {
  for (const alert of watch.state.alerts) {
    const mine = effects.filter(({ note }) => alertKey(note) === alertKey(alert));
    const kinds = mine.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    if (alert.inhibited) expect(mine).toEqual([]);
    expect(alert.state === "firing" && alert.firing === null).toBe(false);
    if (alert.state === "inactive" || alert.state === "pending") expect(alert.firing).toBeNull();
    expect(alert.firing?.id ?? 0).toBeLessThanOrEqual(watch.state.lastFiring);
  }
}

let releases = 0;

function play(watch: Watch, { do: what, said, seconds }: { do: string; said: Said; seconds: number }): void {
  if (what === "look") holdsAfter(watch, watch.look(said, seconds));
  if (what === "restart") watch.restart(seconds);
  if (what === "jump") watch.atMs += (seconds - 300) * 8_640_000;
  if (what === "silence") watch.silences = [silenceAll(watch, seconds, { actionsToo: seconds % 2 === 0 })];
  if (what === "automation") watch.automation = { ...watch.automation, on: !watch.automation.on };
  if (what === "elsewhere") watch.environment = watch.environment === "green" ? "blue" : "green";
  if (what !== "release") return;
  releases += 1;
  watch.release = watch.release === null ? { id: `r${releases}`, environment: "green" } : null;
}

/** What each receiver is told of each alert: fired, perhaps again and again, resolved; then the next one. */
function alternates(effects: readonly AlertEffect[]): void {
  const open = new Map<string, number | null>();
  for (const { transition, note } of notifications(effects)) {
    const key = alertKey(note);
    if (transition === "fired") {
      expect(open.get(key) ?? null).toBeNull();
      open.set(key, note.firing);
    } else {
      expect(open.get(key)).toBe(note.firing);
      if (transition === "resolved") open.set(key, null);
    }
  }
}

describe("2,000 random histories", () => {
  test("what is told alternates, keys are given once, and what is inhibited asks for nothing", () => {
    fc.assert(
      fc.property(anyHistory, ([rules, events]) => {
        const watch = new Watch(...rules.map((rule, at) => ({ ...rule, name: `rule-${at}` })));
        for (const event of events) play(watch, event);
        alternates(watch.effects);
        const keys = watch.effects.map(({ kind, key }) => `${kind} ${key}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { firing, entry } of entries(watch.effects).map((one) => ({ ...one, ...one.note })))
          if (entry === "fired" || entry === "resolved") expect(firing).not.toBeNull();
        const dry = watch.rules.filter(({ dryRun }) => dryRun).map(({ name }) => name);
        expect(
          watch.effects.filter(({ kind, note }) => kind !== "record" && dry.includes(note.rule)),
        ).toEqual([]);
      }),
      { numRuns: scaled(2000) },
    );
  });

  test("a restart at any moment changes nothing that is told, where no time counts", () => {
    const timeless = anyRule.map((rule) => ({
      ...rule,
      forMs: 0,
      clearForMs: 0,
      renotifyMs: null,
      cooldownMs: 0,
    }));
    fc.assert(
      fc.property(timeless, fc.array(anySaid, { maxLength: 40 }), fc.nat(40), (rule, story, at) => {
        const [through, cut] = [new Watch(rule), new Watch(rule)];
        through.looks(...story);
        cut.looks(...story.slice(0, at)).restart();
        cut.looks(...story.slice(at));
        expect(cut.effects).toEqual(through.effects);
      }),
      { numRuns: scaled(500) },
    );
  });

  test("nothing is lost: a breach that lasts is told in the end, whatever went before", () => {
    fc.assert(
      fc.property(anyHistory, ([rules, events]) => {
        const watch = new Watch({ ...rules[0]!, dryRun: false, action: { kind: "notify" } });
        for (const event of events) play(watch, event);
        watch.silences = [];
        watch.environment = "green";
        for (let at = 0; at < 4; at += 1) watch.look(101, 10);
        const mine = watch.state.alerts.find(({ environment }) => environment === "green");
        expect(mine).toMatchObject({ state: "firing" });
        expect(mine?.firing?.toldAgoMs).not.toBeNull();
      }),
      { numRuns: scaled(500) },
    );
  });
});

describe("10,000 flapping series", () => {
  test("there is one notification for each transition, and none else", () => {
    const series = fc.array(fc.boolean(), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(series, (bad) => {
        const watch = new Watch();
        for (const one of bad) watch.look(one ? 101 : 99);
        const changes = bad.filter((one, at) => one !== (bad[at - 1] ?? false)).length;
        expect(watch.told).toHaveLength(changes);
        expect(watch.history).toHaveLength(changes);
      }),
      { numRuns: scaled(10_000) },
    );
  });

  test("what flaps faster than it clears is one firing", () => {
    const watch = new Watch(ruleOf({ clearForMs: 60_000 }));
    for (let at = 0; at < 500; at += 1) watch.look(at % 2 === 0 ? 101 : 99, 30);
    expect(watch.told).toEqual(["fired"]);
  });
});

test("a clock that jumps at every look, and forty rules that are fine: no storm", () => {
  const many = Array.from({ length: 40 }, (_, at) => ruleOf({ name: `rule-${at}`, forMs: 60_000 }));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -400, max: 400 }), { maxLength: 20 }), (days) => {
      const watch = new Watch(...many);
      for (const byDays of days) {
        watch.atMs += byDays * 86_400_000;
        watch.looks(99, "stale");
      }
      expect(watch.effects).toEqual([]);
    }),
    { numRuns: scaled(200) },
  );
});
