import { describe, expect, test } from "vitest";
import { DEFAULT_RULES, type DefaultRuleName } from "@/lib/domain/default-rules";
import { GATE_COLLAPSE, GATE_REVIEW } from "@/lib/domain/gate-rule";
import { type Evidence, judge } from "@/lib/domain/judge";
import { rulesInForce, type WrittenRule } from "@/lib/domain/rules-in-force";
import { type Said, Watch } from "@/tests/support/alerts";

const ruleNamed = (name: string, rules = DEFAULT_RULES) => rules.find((rule) => rule.name === name)!;
const TRIAL = { id: "r1", environment: "green" } as const;
const MINUTE = 60;

const FIGURES: [DefaultRuleName, atThreshold: number, beyond: number, far: number, action: string | null][] =
  [
    ["api-error-rate", 0.05, 0.051, 0.01, "rollback"],
    ["rag-latency", 500, 501, 399, "set_flag"],
    ["memory", 1_500_000_000, 1_500_000_001, 1_399_999_999, null],
    ["quality", 0.8, 0.7, 0.9, "review"],
    ["quality-collapse", 0.7, 17 / 25, 0.9, "rollback"],
    ["slowdown", 1.5, 1.51, 1, "rollback"],
    ["negative-roi", 1, 0.99, 2, "rollback"],
    ["telemetry-overhead", 50, 51, 10, "set_flag"],
    ["budget-50", 0.4999, 0.5, 0, null],
    ["budget-80", 0.7999, 0.8, 0, null],
    ["budget-100", 0.9999, 1, 0, null],
  ];

const watching = (name: string) => {
  const watch = new Watch(ruleNamed(name));
  watch.release = TRIAL;
  return watch;
};

/** That for as long as the rule asks, and no longer. */
function lasting(watch: Watch, said: Said, forMs: number): void {
  watch.look(said);
  if (forMs > 0) watch.look(said, forMs / 1000);
}

describe.each(FIGURES)("%s", (name, atThreshold, beyond, far, action) => {
  const { forMs, clearForMs } = ruleNamed(name);

  test("is quiet up to its threshold", () => {
    const watch = watching(name);
    lasting(watch, atThreshold, 3_600_000);
    expect(watch.effects).toEqual([]);
  });

  test("fires beyond it, once, with its action", () => {
    const watch = watching(name);
    lasting(watch, beyond, forMs);
    watch.looks(beyond, beyond);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.acts.map((act) => act.action.kind)).toEqual(action === null ? [] : [action]);
  });

  test.each<Said>(["not_enough_evidence", "no_data", "cannot_measure", "stale", "unasked"])(
    "neither fires nor acts on %s",
    (said) => {
      const watch = watching(name);
      lasting(watch, said, 3_600_000);
      expect(watch.effects).toEqual([]);
    },
  );

  test("survives a gap as the same firing", () => {
    const watch = watching(name);
    lasting(watch, beyond, forMs);
    watch.look("no_data", 3600);
    expect(watch.alert.state).toBe("no_data");
    watch.looks(beyond);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.acts).toHaveLength(action === null ? 0 : 1);
  });

  test("is resolved when the good has lasted, and flapping before that is one firing", () => {
    const watch = watching(name);
    lasting(watch, beyond, forMs);
    for (let at = 0; at < 10; at += 1) {
      watch.look(far);
      watch.look(far, clearForMs / 1000 - 1);
      watch.look(beyond, 1);
    }
    expect(watch.told.filter((one) => one !== "renotified")).toEqual(["fired"]);
    watch.look(far);
    watch.look(far, clearForMs / 1000);
    expect(watch.told.at(-1)).toBe("resolved");
  });
});

describe("memory", () => {
  const watch = () => new Watch(ruleNamed("memory"));

  test("above 1.5 GB for less than a minute is no alert", () => {
    const short = watch();
    short.look(1.6e9);
    short.look(1.6e9, 59);
    short.look(1.4e9, 1);
    expect(short.effects).toEqual([]);
  });

  test("keeps firing between 1.4 and 1.5 GB", () => {
    const between = watch();
    lasting(between, 1.6e9, MINUTE * 1000);
    between.look(1.45e9, 3600);
    expect(between.alert).toMatchObject({ state: "firing", seen: "between" });
    lasting(between, 1.39e9, 5 * MINUTE * 1000);
    expect(between.alert.state).toBe("inactive");
  });
});

describe("the error rate", () => {
  test("is only told where no release is on trial", () => {
    const watch = new Watch(ruleNamed("api-error-rate"));
    watch.looks(0.25);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.acts).toEqual([]);
  });
});

/** A rule, and what the judge says of its evidence. */
class Judged extends Watch {
  judged(evidence: Evidence, seconds = 5): this {
    this.look(judge(evidence), seconds);
    return this;
  }
}
const gates = (passed: number, evaluated: number, limit = GATE_REVIEW): Evidence => ({
  ...{ kind: "gates", passed, evaluated, limit },
});
const jobs = (text: string): Evidence => ({
  kind: "jobs",
  jobs: [...text].map((letter, endMs) => ({ endMs, bad: letter === "x" })),
});

describe("on what the judge says", () => {
  test.each([
    ["quality", gates(8, 10), 0],
    ["quality", gates(7, 10), 1],
    ["quality", gates(6, 9), 0],
    ["quality-collapse", gates(18, 25, GATE_COLLAPSE), 0],
    ["quality-collapse", gates(17, 25, GATE_COLLAPSE), 1],
    ["quality-collapse", gates(0, 24, GATE_COLLAPSE), 0],
    ["api-error-rate", jobs("x"), 0],
    ["api-error-rate", jobs("xxx"), 1],
    ["api-error-rate", jobs("x....x....x....x...."), 0],
    ["api-error-rate", jobs("x...x...x...x......x"), 1],
  ])("%s of %j: %i notifications", (name, evidence, count) => {
    const watch = new Judged(ruleNamed(name));
    expect(watch.judged(evidence).judged(evidence).told).toHaveLength(count);
  });

  test("enough samples on the good side end an alert, although they prove little", () => {
    const watch = new Judged(ruleNamed("quality")).judged(gates(7, 10));
    watch.judged(gates(9, 12)).judged(gates(9, 12), 3600);
    expect(watch.told).toEqual(["fired"]);
    watch.judged(gates(16, 20)).judged(gates(16, 20), 1800);
    expect(watch.told).toEqual(["fired", "resolved"]);
  });

  test("too few samples, after the old ones have left the window, do not end it", () => {
    const watch = new Judged(ruleNamed("quality")).judged(gates(7, 10));
    watch.judged(gates(9, 9)).judged(gates(9, 9), 86_000);
    expect(watch.alert.state).toBe("firing");
  });
});

const BUDGET = { monthlyUsd: 10 };
const inForce = (rules: readonly WrittenRule[]) => rulesInForce({ rules, budget: BUDGET });

describe("the rules in force", () => {
  test("tell of a budget only where there is one, and can be written before there is", () => {
    const written = [{ name: "budget-50", threshold: 0.6 }];
    const without = rulesInForce({ rules: written, budget: null }).map(({ name }) => name);
    expect(without).toEqual(DEFAULT_RULES.map(({ name }) => name).filter((name) => !/^budget/.test(name)));
    expect(ruleNamed("budget-50", inForce(written)).threshold).toBe(0.6);
  });

  test("are the defaults where nothing is written", () => {
    expect(inForce([])).toEqual(DEFAULT_RULES);
  });

  test("change a default only in what is written", () => {
    const rules = inForce([
      { name: "memory", threshold: "1.8 GB", clear_threshold: "1.7 GB", for: "2m", dry_run: true },
      { name: "api-error-rate", min_samples: 1, min_errors: 1, automatic: false, renotify: "0s" },
    ]);
    expect(rules).toHaveLength(DEFAULT_RULES.length);
    expect(ruleNamed("memory", rules)).toEqual({
      ...ruleNamed("memory"),
      ...{ threshold: 1_800_000_000, clearThreshold: 1_700_000_000, forMs: 120_000, dryRun: true },
    });
    expect(ruleNamed("api-error-rate", rules)).toEqual({
      ...ruleNamed("api-error-rate"),
      ...{ minSamples: 1, minErrors: 1, automatic: false, renotifyMs: null },
    });
  });

  test.each([
    ["is kept in proportion where the threshold moves", { threshold: 1000 }, 800],
    ["is the threshold where the metric is another", { metric: "memory_bytes" }, null],
    ["is the threshold where the direction is another", { op: "<" as const }, null],
    ["is what is written", { threshold: 1000, clear_threshold: 900 }, 900],
  ])("where a default clears %s", (_, written, clearThreshold) => {
    const rules = inForce([{ name: "rag-latency", ...written }]);
    expect(ruleNamed("rag-latency", rules).clearThreshold).toBe(clearThreshold);
  });

  test("end with those of one's own, which say what they do not write", () => {
    const own = { severity: "low", op: ">", threshold: 1 } as const;
    const rules = inForce([
      { name: "spend", metric: "cost_usd", ...own },
      { name: "probe", metric: "probe_status", ...own },
      { name: "calls", metric: "error_rate", ...own },
    ]).slice(DEFAULT_RULES.length);
    expect(rules).toMatchObject([
      {
        ...{ name: "spend", threshold: 1, windowMs: 86_400_000, forMs: 0, noData: "show", minErrors: null },
        ...{ action: { kind: "notify" }, automatic: true, dryRun: false, mustHaveData: false },
      },
      { name: "probe", windowMs: 300_000, mustHaveData: true },
      { name: "calls", minErrors: 5 },
    ]);
  });

  test("refuse one of one's own that says too little", () => {
    expect(() => inForce([{ name: "mine", metric: "cost_usd" }])).toThrow(RangeError);
  });
});
