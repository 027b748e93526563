import { describe, expect, test } from "vitest";
import {
  basisWords,
  byUrgency,
  deedWords,
  entryWords,
  figureWords,
  limitWords,
  ruleTitle,
  severityWords,
  silencedWords,
  silenceStanding,
  standingWords,
} from "@/lib/client/alert-words";
import { flagWords } from "@/lib/client/flag-words";
import { DEFAULT_RULES } from "@/lib/domain/default-rules";
import { SEVERITIES } from "@/lib/domain/rule";
import { AT, alertEntry, alertReply, flagReply, quiet, silenceReply } from "@/tests/support/alert-replies";

const figure = (verdict: "pass" | "not_enough_evidence" | "cannot_measure" | "no_data") => ({
  ...{ verdict, value: null, n: 3, k: null, interval: null, said: "" },
});

test("each default rule has words of its own, and one of one's own is called what it is called", () => {
  const titles = DEFAULT_RULES.map(({ name }) => ruleTitle(name));
  expect(new Set(titles).size).toBe(DEFAULT_RULES.length);
  expect(titles.filter((title, index) => title === DEFAULT_RULES[index]?.name)).toEqual([]);
  expect(ruleTitle("my-own")).toBe("my-own");
  expect(ruleTitle("toString")).toBe("toString");
});

test("no two severities share a sign or a word", () => {
  const said = SEVERITIES.map(severityWords);
  expect(new Set(said.map(({ sign }) => sign)).size).toBe(SEVERITIES.length);
  expect(new Set(said.map(({ words }) => words)).size).toBe(SEVERITIES.length);
});

describe("how an alert stands", () => {
  test.for([
    [alertReply(), "firing"],
    [alertReply({ recovering_since: AT }), "firing, recovering"],
    [quiet({ state: "pending" }), "pending"],
    [quiet({ state: "no_data", figure: figure("no_data") }), "no data"],
    [quiet({ state: "no_data", figure: figure("cannot_measure") }), "cannot be measured"],
    [quiet({ figure: figure("pass") }), "quiet"],
  ] as const)("%#: $1", ([alert, words]) => {
    expect(standingWords(alert).words).toBe(words);
  });

  test("is not called quiet on too little evidence", () => {
    expect(standingWords(quiet({ figure: figure("not_enough_evidence") })).words).toBe("not enough evidence");
  });
});

test("figures are in the unit of their metric", () => {
  expect(figureWords("error_rate", 0.05)).toBe("5\u00a0%");
  expect(figureWords("gate_pass_rate", 0.875)).toBe("87.5\u00a0%");
  expect(figureWords("rag_latency_p95_ms", 500)).toBe("500\u00a0ms");
  expect(figureWords("memory_bytes", 1_500_000_000)).toBe("1.5\u00a0GB");
  expect(figureWords("article_time_ratio", 1.5)).toBe("1.50×");
  expect(figureWords("probe_status", 2)).toBe("unhealthy");
  expect(figureWords("error_rate", null)).toBe("—");
});

test("a limit says where it fires, and where it clears if that is elsewhere", () => {
  expect(limitWords(alertReply().rule)).toBe("fires above 500\u00a0ms, clears below 400\u00a0ms");
  const gates = alertReply({}, { metric: "gate_pass_rate", op: "<", threshold: 0.8, clear_threshold: null });
  expect(limitWords(gates.rule)).toBe("fires below 80\u00a0%");
});

test("a figure says what it stands on where its sentence does not", () => {
  const figure = { verdict: "fail", value: 0.25, n: 20, k: 5, interval: null } as const;
  expect(basisWords(alertReply({ figure: { ...figure, said: "5 of 20 jobs failed" } }))).toBeNull();
  expect(basisWords(alertReply({ figure: { ...figure, said: "p95 900 ms" } }))).toBe("n\u00a0=\u00a020");
  const interval = { low: 0.112, high: 0.469 };
  const rate = alertReply({ figure: { ...figure, interval, said: "25 %" } }, { metric: "error_rate" });
  expect(basisWords(rate)).toBe("n\u00a0=\u00a020, 11.2\u00a0% … 46.9\u00a0%");
});

describe("what came of an action", () => {
  test("is done where the history has it of this firing, and unknown where it is of another", () => {
    expect(deedWords(alertReply(), [alertEntry()])?.words).toBe("done");
    expect(deedWords(alertReply(), [alertEntry({ kind: "fired" })])?.words).toBe("done");
    expect(deedWords(alertReply(), [alertEntry({ kind: "resolved" })])).toBeNull();
    expect(deedWords(alertReply(), [alertEntry({ firing: 6 })])).toBeNull();
  });

  test("is not done with the reason that stands now, or that the history gives", () => {
    expect(deedWords(alertReply({ withheld: "automatic actions are off: x" }), [])?.words).toBe(
      "not done: automatic actions are off: x",
    );
    expect(deedWords(alertReply(), [alertEntry({ done: false, why: "a dry run" })])?.words).toBe(
      "not done: a dry run",
    );
  });

  test("is a warning, unless there is merely no release to act on", () => {
    expect(deedWords(alertReply({ withheld: "a dry run" }), [])?.tone).toBe("warn");
    expect(deedWords(alertReply({ withheld: "no release is on trial here" }), [])?.tone).toBe("calm");
  });

  test("is nothing of a rule that only tells, or that does not fire", () => {
    expect(deedWords(alertReply({}, { action: { kind: "notify" } }), [])).toBeNull();
    expect(deedWords(quiet({ withheld: "x" }), [])).toBeNull();
  });
});

test("firing stands before pending, no data and quiet, and the severest first within these", () => {
  const shuffled = [
    quiet({}, { name: "a", severity: "critical" }),
    quiet({ state: "no_data" }, { name: "b", severity: "critical" }),
    alertReply({}, { name: "c", severity: "low" }),
    quiet({ state: "pending" }, { name: "d", severity: "critical" }),
    alertReply({}, { name: "e", severity: "critical" }),
  ];
  expect(byUrgency(shuffled).map(({ rule }) => rule.name)).toEqual(["e", "c", "d", "b", "a"]);
});

test("the history tells what was done from what was not", () => {
  expect(entryWords(alertEntry()).words).toBe("done: switches the flag rag off");
  expect(entryWords(alertEntry({ done: false, why: "off" })).words).toBe(
    "not done: switches the flag rag off",
  );
  expect(entryWords(alertEntry({ done: false, dry_run: true })).words).toBe(
    "dry run: switches the flag rag off",
  );
  expect(entryWords(alertEntry({ kind: "fired", done: false, why: "off" })).words).toBe(
    "fired; not done: switches the flag rag off",
  );
  expect(entryWords(alertEntry({ kind: "resolved" })).words).toBe("resolved");
});

test("a silence says what it covers, and how long or by whom it was ended", () => {
  expect(silencedWords(silenceReply())).toBe("Memory, everywhere");
  expect(silencedWords(silenceReply({ rule: null, environment: "blue" }))).toBe("every rule on blue");
  expect(silenceStanding(silenceReply(), Date.parse(AT))).toBe("1 h left");
  expect(silenceStanding(silenceReply({ active: false }), 0)).toBe("over");
  expect(silenceStanding(silenceReply({ active: false, expired_by: "ana" }), 0)).toBe("ended by ana");
});

test("a flag that is off by itself is told from one that a person has switched off", () => {
  expect(flagWords(flagReply()).words).toBe("off by itself");
  expect(flagWords(flagReply({ base: false })).words).toBe("off");
  expect(flagWords(flagReply({ enabled: true })).words).toBe("on");
});
