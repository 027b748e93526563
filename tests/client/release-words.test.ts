import { describe, expect, test } from "vitest";
import { basisWords, intervalWords, unitOf } from "@/lib/client/release-figures";
import {
  about,
  durationText,
  lastsWords,
  oddsWords,
  plainDraft,
  wishOf,
  wishOfPlan,
} from "@/lib/client/release-plan-form";
import { railOf } from "@/lib/client/release-rail";
import {
  actionWords,
  backupWords,
  doneBy,
  entryWords,
  outcomeWords,
  progressParts,
  ruleName,
  standsWords,
  stateWords,
  thinWords,
  verbWords,
  verdictWords,
} from "@/lib/client/release-words";
import { FINDING_VERDICTS } from "@/lib/domain/finding";
import { HELD_REASONS, PHASES } from "@/lib/domain/release";
import { ENTRY_KINDS } from "@/lib/domain/release-effect";
import { VERBS } from "@/lib/domain/release-look";
import {
  evidenceOf,
  heldReply,
  planReply,
  releaseEntry,
  releaseReply,
  releaseSummary,
} from "@/tests/support/release-replies";
import { AT_MS } from "@/tests/support/traffic-replies";

describe("every state", () => {
  test.each(PHASES)("%s has a sign and words of its own", (state) => {
    const { sign, words } = stateWords({ state, held: null });
    expect(sign).not.toBe("");
    expect(words).not.toBe("");
  });

  test("no two have the same words", () => {
    expect(new Set(PHASES.map((state) => stateWords({ state, held: null }).words)).size).toBe(PHASES.length);
  });

  test.each(HELD_REASONS)("held for %s says why, in amber", (reason) => {
    const said = stateWords(releaseReply(heldReply(reason)));
    expect(said.tone).toBe("warn");
    expect(said.words).toMatch(/^held: ./);
  });
});

describe("an outcome", () => {
  test("says by which rule it went back by itself, and who rolled back by hand", () => {
    const back = (undone_by: ReturnType<typeof releaseSummary>["undone_by"]) =>
      outcomeWords(releaseSummary({ state: "rolled_back", undone_by })).words;
    expect(back({ actor: "system", automatic: true, rule: "api-error-rate" })).toBe(
      "went back by itself: api-error-rate",
    );
    expect(back({ actor: "ada", automatic: false, rule: null })).toBe("rolled back by ada");
  });
});

describe("a verdict", () => {
  test.each(FINDING_VERDICTS)("%s is never called healthy", (verdict) => {
    expect(verdictWords(verdict).words).not.toMatch(/healthy|good/);
  });

  test("only what fails is red", () => {
    expect(FINDING_VERDICTS.filter((verdict) => verdictWords(verdict).tone === "bad")).toEqual(["fail"]);
  });

  test("thin evidence says so", () => {
    expect(verdictWords("not_enough_evidence").words).toBe("not enough evidence");
  });
});

describe("figures of rules", () => {
  test.each([
    ["error_rate", 0.25, "25.0 %"],
    ["rag_latency_p95_ms", 480, "480 ms"],
    ["roi_multiplier", 102.7, "102.7×"],
    ["article_time_ratio", 1.2, "1.20×"],
    ["memory_bytes", 1_500_000_000, "1.5 GB"],
  ])("%s is written in its unit", (metric, value, words) => {
    expect(unitOf({ rule: "any", metric })(value).replaceAll("\u00a0", " ")).toBe(words);
  });

  test("a guard's is how many times worse, whatever its metric", () => {
    expect(unitOf({ rule: "guard cost_per_article_usd", metric: "cost_per_article_usd" })(1.25)).toBe(
      "1.25×",
    );
  });

  test("a figure stands on how many there were of it: failed jobs, and gates that passed", () => {
    const { finding } = evidenceOf();
    const found = { ...finding, n: 25, k: 8 };
    expect(basisWords(evidenceOf({ finding: found }))).toBe("8 of 25");
    expect(basisWords(evidenceOf({ metric: "gate_pass_rate", finding: found }))).toBe("17 of 25");
    expect(basisWords(evidenceOf({ finding: { ...found, k: null } }))).toBe("n\u00a0=\u00a025");
  });

  test("an interval has both bounds, none is empty", () => {
    expect(intervalWords(evidenceOf()).replaceAll("\u00a0", " ")).toBe("(0.0 % … 39.0 %)");
    const { finding } = evidenceOf();
    expect(intervalWords(evidenceOf({ finding: { ...finding, interval: null } }))).toBe("");
  });

  test("a guard is named by what it guards", () => {
    expect(ruleName("guard roi_multiplier")).toBe("guard on ROI multiplier");
    expect(ruleName("api-error-rate")).toBe("api-error-rate");
    expect(actionWords("rollback")).toBe("rolls back");
  });
});

describe("progress", () => {
  const words = (more: Partial<ReturnType<typeof releaseReply>> = {}) => {
    const release = releaseReply(more);
    return release.progress === null
      ? []
      : progressParts(release.progress, release).map(({ words: said }) => said);
  };

  test("says time and articles of both sides", () => {
    expect(words()).toEqual(["38 min of 1 h", "6 of 8 articles on green", "8 of 8 on blue"]);
  });

  test("at 100 % the new one alone counts", () => {
    expect(words({ weight: 100 })).toEqual(["38 min of 1 h", "6 of 8 articles on green"]);
  });

  test("a clock that stands says why", () => {
    const { progress } = releaseReply();
    if (progress === null) throw new Error("no progress");
    expect(standsWords(progress)).toBeNull();
    expect(standsWords({ ...progress, stands: "stale" })).toBe(
      "The clock stands still: the sources cannot be read.",
    );
  });

  test("a promotion on thin evidence says on how little; on complete evidence nothing", () => {
    expect(thinWords(releaseReply())?.replaceAll("\u00a0", " ")).toBe("not enough evidence: n = 6");
    const { progress } = releaseReply();
    if (progress === null) throw new Error("no progress");
    const whole = { ...progress, counted_ms: progress.hold_ms, samples: { candidate: 8, control: 9 } };
    expect(thinWords(releaseReply({ progress: whole }))).toBeNull();
    expect(thinWords(releaseReply({ progress: { ...whole, stands: "stale" } }))).not.toBeNull();
  });
});

describe("verbs", () => {
  test.each(VERBS)("%s says what it does before it does it", (verb) => {
    expect(verbWords(verb, releaseReply()).does).toMatch(/\.$/);
  });

  test("a promotion says to which share, and asks for a reason", () => {
    expect(verbWords("promote", releaseReply())).toMatchObject({
      name: "Promote to 100 %",
      needsReason: true,
    });
  });

  test("the way back names where to", () => {
    expect(verbWords("rollback", releaseReply()).name).toBe("Roll back to blue");
  });
});

describe("the way back", () => {
  const { backup } = releaseReply();
  test("is ready, and says when it was asked", () => {
    expect(backup && backupWords(backup, AT_MS)).toMatchObject({
      words: "rollback ready, checked 12 s ago",
      tone: "calm",
    });
  });

  test("is never called ready where it is not, or was not asked", () => {
    for (const ready of ["unhealthy", "unknown"] as const)
      expect(backup && backupWords({ ...backup, ready }, AT_MS).words).not.toMatch(/^rollback ready/);
  });
});

describe("the timeline", () => {
  test.each(ENTRY_KINDS)("%s has words", (kind) => expect(entryWords({ kind }).words).not.toBe(""));

  test("names a person, or says that nobody had a hand in it", () => {
    expect(doneBy(releaseEntry())).toBe("by itself");
    expect(doneBy(releaseEntry({ actor: "ada", automatic: false }))).toBe("ada");
  });
});

describe("the rail", () => {
  const states = (more: Parameters<typeof releaseReply>[0]) =>
    railOf(releaseReply(more)).map(({ state }) => state);

  test("has every share of the plan, its checks before and its end after", () => {
    expect(railOf(releaseReply()).map(({ name }) => name.replaceAll("\u00a0", " "))).toEqual([
      "Checks",
      "50 %",
      "100 %",
      "Backup kept",
      "Completed",
    ]);
  });

  test("marks where it is, and where it is held", () => {
    expect(states({})).toEqual(["done", "now", "ahead", "ahead", "ahead"]);
    expect(states(heldReply("drift"))).toEqual(["done", "held", "ahead", "ahead", "ahead"]);
    expect(states({ state: "retained", step: null })).toEqual(["done", "done", "done", "now", "ahead"]);
    expect(states({ state: "completed", step: null })).toEqual(["done", "done", "done", "done", "done"]);
    expect(states({ state: "draft", step: null })).toEqual(Array(5).fill("ahead"));
  });

  test("one that went back came as far as its timeline says", () => {
    expect(states({ state: "rolled_back", step: null, timeline: [releaseEntry()] })).toEqual([
      "done",
      "ended",
      "ahead",
      "ahead",
      "ahead",
    ]);
    expect(states({ state: "rolled_back", step: null, timeline: [] })[0]).toBe("ended");
  });
});

describe("the form of a plan", () => {
  test("begins with the usual: half for an hour and eight articles, then everything, a day of backup, a guard on the cost", () => {
    expect(wishOf(plainDraft("green", "sprint-15"))).toEqual({
      wish: {
        version: "sprint-15",
        environment: "green",
        steps: [
          { weight: 50, hold: "1h", articles: 8 },
          { weight: 100, hold: "1h", articles: 8 },
        ],
        backup_hold: "24h",
        guards: [{ metric: "cost_per_article_usd", limit: 1.25, action: "hold" }],
        requires: [],
      },
    });
  });

  test.each([
    ["no version", { version: " " }, /version/],
    ["a backup of words", { backupHold: "a day" }, /length of time/],
    ["half an article", { steps: [{ key: 0, weight: "100", hold: "1h", articles: "0.5" }] }, /whole numbers/],
    [
      "a guard of nothing",
      { guards: [{ metric: "roi_multiplier", on: true, worse: "0", action: "hold" }] },
      /guard/,
    ],
  ] as const)("says what is to be mended: %s", (_, more, words) => {
    const made = wishOf({ ...plainDraft("green", "sprint-15"), ...more });
    expect("mistake" in made && made.mistake).toMatch(words);
  });

  test("the plan of a release makes the wish that it came from", () => {
    expect(wishOfPlan(releaseReply().plan)).toMatchObject({
      steps: [{ weight: 0, hold: "0s" }, { weight: 50, hold: "1h" }, { hold: "1h" }],
      backup_hold: "24h",
    });
    expect(durationText(90_000)).toBe("90s");
    expect(durationText(1_800_000)).toBe("30m");
  });
});

describe("what a plan would come to", () => {
  const [, half] = planReply().steps;
  const [errors, quality] = planReply().rules;
  if (half === undefined || errors === undefined || quality === undefined) throw new Error("no plan");

  test("at 14 articles a day the 50 % share lasts about a day", () => {
    expect(lastsWords(half)).toBe("lasts about a day, until its articles are there");
    expect(lastsWords({ ...half, ends_at: null })).toBe("never ends: no articles come");
  });

  test.each([
    [1000, "1 s"],
    [20 * 60_000, "20 min"],
    [3_600_000, "1 h"],
    [13.7 * 3_600_000, "about 14 h"],
    [27 * 3_600_000, "about a day"],
    [60 * 3_600_000, "about 3 days"],
  ])("%d ms is %s", (ms, words) => expect(about(ms)).toBe(words));

  test("the odds are words for people", () => {
    expect(oddsWords(errors)).toBe("trips on a healthy version in 0.05 % of releases");
    for (const odds of [0, 0.00001])
      expect(oddsWords({ ...errors, false_alarm: odds })).toContain("in less than 0.01 % of releases");
    expect(oddsWords({ ...errors, false_alarm: null })).toContain("not known");
    expect(oddsWords(quality)).toBe("nothing reports its figure: it can neither pass nor fail");
  });
});
