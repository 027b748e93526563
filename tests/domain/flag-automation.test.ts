import { describe, expect, test } from "vitest";
import { DEFAULT_RULES } from "@/lib/domain/default-rules";
import {
  type Flag,
  type Flip,
  flagSet,
  flagStep,
  type Holder,
  holdersOf,
} from "@/lib/domain/flag-automation";
import { AUTOMATION, type Said, START_MS, Watch } from "@/tests/support/alerts";
import fc from "@/tests/support/laws";

const RAG: Flag = {
  ...{ name: "rag", enabled: true, base: true, by: "default", atMs: START_MS, reason: null },
  ...{ flips: [], waived: [], postponed: null },
};
const OFF = { ...AUTOMATION, on: false, why: "two rollbacks in a day" };

/** The RAG flag, its rule and its probe, which is asked every 15 s. */
class RagFlag {
  flag = RAG;
  watch = new Watch(DEFAULT_RULES.find(({ name }) => name === "rag-latency")!);
  flips: Flip[] = [];

  constructor(cooldownMs?: number) {
    if (cooldownMs !== undefined)
      this.watch.rules = this.watch.rules.map((rule) => ({ ...rule, cooldownMs }));
  }

  look(said: Said, seconds = 15): this {
    this.watch.look(said, seconds);
    const holders = this.holders;
    const now = { atMs: this.watch.atMs, clockMs: this.watch.state.clockMs };
    const { flag, effect } = flagStep(this.flag, { holders, automation: this.watch.automation }, now);
    this.flag = flag;
    if (effect !== null) this.flips.push(effect);
    return this;
  }

  during(said: Said, minutes: number): this {
    for (let at = 0; at < minutes * 4; at += 1) this.look(said);
    return this;
  }

  get holders(): Holder[] {
    return holdersOf(this.watch.state.alerts, "rag");
  }
}

describe("the RAG flag", () => {
  test("goes off above 500 ms, not at it", () => {
    expect(new RagFlag().look(500).flag.enabled).toBe(true);
    const off = new RagFlag().look(501);
    expect(off.flag).toMatchObject({ enabled: false, by: "automation", reason: "held by rag-latency" });
    expect(off.during(600, 60).flips).toHaveLength(1);
  });

  test("comes back after ten minutes under 400 ms, to the look", () => {
    const rag = new RagFlag().look(501).look(399, 1);
    rag.look(399, 599);
    expect(rag.flag.enabled).toBe(false);
    rag.look(399, 1);
    expect(rag.flag).toMatchObject({ enabled: true, by: "automation" });
    expect(rag.flips.map(({ enabled }) => enabled)).toEqual([false, true]);
  });

  test.each<[string, Said]>([
    ["at 400 ms", 400],
    ["without data", "no_data"],
    ["with too few samples", "not_enough_evidence"],
    ["while its probe is stale", "stale"],
  ])("stays off %s", (_, said) => {
    expect(new RagFlag().look(501).during(said, 60).flag.enabled).toBe(false);
  });

  test("is switched twice an hour at most: what is due then waits, and is done when the hour is over", () => {
    const rag = new RagFlag(0).look(501).during(300, 10.5);
    expect(rag.flips).toHaveLength(2);
    rag.during(501, 49);
    expect(rag.flag).toMatchObject({ enabled: true, postponed: "switched 2 times within the last hour" });
    rag.during(501, 1);
    expect(rag.flag).toMatchObject({ enabled: false, postponed: null });
  });

  test("is on at once when a person says so, and stays on until the alert fires anew", () => {
    const rag = new RagFlag(0).look(501);
    rag.flag = flagSet(
      rag.flag,
      { enabled: true, by: "ada", reason: "it is needed" },
      rag.holders,
      rag.watch.atMs,
    );
    rag.during(600, 30);
    expect(rag.flag).toMatchObject({ enabled: true, by: "ada" });
    rag.during(300, 11);
    expect(rag.flag.waived).toEqual([]);
    rag.look(501);
    expect(rag.flag).toMatchObject({ enabled: false, by: "automation" });
  });

  test("that a person switched off is not switched on by itself", () => {
    const rag = new RagFlag().look(501);
    rag.flag = flagSet(rag.flag, { enabled: false, by: "ada", reason: null }, rag.holders, rag.watch.atMs);
    expect(rag.during(300, 60).flag).toMatchObject({ enabled: false, by: "ada" });
  });

  test("is left as it is while automatic actions are off, both ways", () => {
    const quiet = new RagFlag();
    quiet.watch.automation = OFF;
    expect(quiet.during(501, 30).flag.enabled).toBe(true);
    const held = new RagFlag().look(501);
    held.watch.automation = OFF;
    held.during(300, 30);
    expect(held.flag).toMatchObject({ enabled: false, postponed: expect.stringContaining("two rollbacks") });
    held.watch.automation = AUTOMATION;
    expect(held.look(300).flag.enabled).toBe(true);
  });

  test("stays off while either environment is slow", () => {
    const rag = new RagFlag().look(501);
    rag.watch.environment = "blue";
    rag.look(501);
    expect(rag.holders).toHaveLength(2);
    rag.watch.environment = "green";
    rag.during(300, 11);
    expect(rag.flag.enabled).toBe(false);
    rag.watch.environment = "blue";
    expect(rag.during(300, 11).flag.enabled).toBe(true);
    expect(rag.flips).toHaveLength(2);
  });

  test("does not forget who holds it over a restart", () => {
    const rag = new RagFlag().look(501);
    rag.watch.restart(7200);
    rag.flag = JSON.parse(JSON.stringify(rag.flag));
    expect(rag.look(501).flips).toHaveLength(1);
    expect(rag.during(300, 11).flag.enabled).toBe(true);
  });
});

test("a third switch is made when the first is an hour old, to the millisecond", () => {
  const off = { holders: [{ firing: 1, rule: "rag-latency", enabled: false }], automation: AUTOMATION };
  const flipped = { ...RAG, flips: [0, 600_000] };
  const at = (clockMs: number) => flagStep(flipped, off, { atMs: START_MS, clockMs }).flag.enabled;
  expect(at(3_599_999)).toBe(true);
  expect(at(3_600_000)).toBe(false);
});

test("off wins where one alert wants a flag on and another one off", () => {
  const both = [true, false].map((enabled, firing) => ({ firing, rule: "mine", enabled }));
  const now = { atMs: START_MS, clockMs: 0 };
  expect(flagStep(RAG, { holders: both, automation: AUTOMATION }, now).flag.enabled).toBe(false);
});

test("whoever holds a flag and however often: never more than two switches in any hour, and each one a change", () => {
  const holder = (firing: number): Holder => ({ firing, rule: "rag-latency", enabled: false });
  const anyLook = fc.record({
    holders: fc.array(fc.integer({ min: 1, max: 4 }).map(holder), { maxLength: 2 }),
    passedMs: fc.integer({ min: 0, max: 1_500_000 }),
    on: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyLook, { maxLength: 60 }), (looks) => {
      let flag = RAG;
      let clockMs = 0;
      const flips: { clockMs: number; enabled: boolean }[] = [];
      for (const { holders, passedMs, on } of looks) {
        clockMs += passedMs;
        const next = flagStep(
          flag,
          { holders, automation: on ? AUTOMATION : OFF },
          { atMs: START_MS, clockMs },
        );
        if (next.effect !== null) {
          expect(next.effect.enabled).toBe(!flag.enabled);
          expect(on).toBe(true);
          flips.push({ clockMs, enabled: next.effect.enabled });
        } else expect(next.flag.enabled).toBe(flag.enabled);
        flag = next.flag;
      }
      flips.forEach((flip, at) => {
        const third = flips[at + 2];
        if (third !== undefined) expect(third.clockMs - flip.clockMs).toBeGreaterThanOrEqual(3_600_000);
      });
    }),
    { numRuns: 1000 },
  );
});
