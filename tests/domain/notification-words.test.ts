import { describe, expect, test } from "vitest";
import type { AlertNote } from "@/lib/domain/alert-effect";
import {
  alertWords,
  type Deed,
  doneWords,
  plain,
  releaseKind,
  releaseWords,
  type ToldAlert,
  testWords,
} from "@/lib/domain/notification-words";
import { PHASES } from "@/lib/domain/release";
import fc from "@/tests/support/laws";
import { plan } from "@/tests/support/release";

const AT_MS = Date.UTC(2026, 10, 23, 12, 0, 5);
const LINKS = { link: "http://127.0.0.1:3000/alerts", runbook: "http://127.0.0.1:3000/docs/runbook#memory" };

const note = (more: Partial<AlertNote> = {}): AlertNote => ({
  ...{ rule: "api-error-rate", environment: "green", severity: "critical", metric: "error_rate" },
  ...{
    threshold: 0.05,
    firing: 12,
    value: 0.3,
    n: 20,
    said: "6 of 20 jobs failed, 30 % (limit 5 %)",
    atMs: AT_MS,
  },
  ...more,
});

const toldOf = (more: Partial<AlertNote> = {}, rest: Partial<ToldAlert> = {}): ToldAlert => ({
  ...{ note: note(more), op: ">", sinceMs: AT_MS, done: "nothing, this rule only tells" },
  ...rest,
});

describe("an alert", () => {
  test("says in one line what, where and how much", () => {
    const { title, text } = alertWords("fired", [toldOf()], LINKS);
    expect(title).toBe("[critical] api-error-rate fires on green: 6 of 20 jobs failed, 30 % (limit 5 %)");
    expect(text.split("\n")[0]).toBe(title);
    expect(text).toContain("Figure: error_rate 30 %, n = 20; fires above 5 %");
  });

  test("that still fires says for how long", () => {
    const { title, text } = alertWords("renotified", [toldOf({}, { sinceMs: AT_MS - 5_400_000 })], LINKS);
    expect(title).toMatch(/^\[critical\] api-error-rate still fires on green: /);
    expect(text).toContain("Since: 2026-11-23 10:30:05 UTC, for 1 h 30 min");
  });

  test("of no environment names none; one without a figure says so", () => {
    const one = toldOf({ environment: null, value: null, n: 0, said: "" }, { op: null, sinceMs: null });
    const { title, text } = alertWords("resolved", [one], LINKS);
    expect(title).toBe("[resolved] api-error-rate is resolved");
    expect(text).toContain("nothing is measured");
    expect(text).toContain("error_rate not known, n = 0; its rule is gone");
    expect(text).toContain("Fired: not known; resolved 2026-11-23 12:00:05 UTC");
  });

  test.each([
    ["memory_bytes", 1_612_345_678, 1.5e9, "1.61 GB", "1.5 GB"],
    ["rag_latency_p95_ms", 612.5, 500, "613 ms", "500 ms"],
    ["rag_latency_ms.p95", 612.5, 500, "613 ms", "500 ms"],
    ["article_time_s.p50", 612.5, 600, "613 s", "600 s"],
    ["cost_per_article_usd", 0.4321, 0.25, "$0.432", "$0.25"],
    ["roi_multiplier", 0.87, 1, "0.87 ×", "1 ×"],
    ["gate_pass_rate", 0.7, 0.8, "70 %", "80 %"],
    ["articles", 3, 5, "3", "5"],
    ["probe_status", 2, 1, "unhealthy", "degraded"],
  ])("writes %s in its unit", (metric, value, threshold, now, limit) => {
    const { text } = alertWords("fired", [toldOf({ metric, value, threshold }, { op: "<=" })], LINKS);
    expect(text).toContain(`Figure: ${metric} ${now}, n = 20; fires at or below ${limit}`);
  });

  test("a title is never longer than 200 characters, and is cut between them", () => {
    const { title } = alertWords("fired", [toldOf({ said: "😀".repeat(500) })], LINKS);
    expect(title.length).toBeLessThanOrEqual(200);
    expect(title.isWellFormed()).toBe(true);
    expect(title.endsWith("…")).toBe(true);
  });
});

describe("what was done", () => {
  const deed = (more: Partial<Deed>): Deed => ({
    action: { kind: "notify" },
    acted: false,
    withheld: null,
    flag: null,
    ...more,
  });
  const off = { kind: "set_flag" as const, flag: "rag", enabled: false };
  const flag = (enabled: boolean, postponed: string | null = null) => ({ enabled, postponed });

  test.each<[string, "fired" | "resolved", Deed, string]>([
    ["only tells", "fired", deed({}), "nothing, this rule only tells"],
    ["gone", "resolved", deed({ action: null }), "nothing, its rule is no longer in force"],
    [
      "rolled back",
      "fired",
      deed({ action: { kind: "rollback" }, acted: true }),
      "the release on trial was asked to go back",
    ],
    [
      "was rolled back",
      "resolved",
      deed({ action: { kind: "rollback" }, acted: true }),
      "the release on trial was asked to go back when it fired",
    ],
    ["was not", "resolved", deed({ action: { kind: "hold" } }), "nothing"],
    [
      "withheld",
      "fired",
      deed({ action: { kind: "hold" }, withheld: "no release is on trial here" }),
      "nothing: no release is on trial here",
    ],
    [
      "switched",
      "fired",
      deed({ action: off, acted: true, flag: flag(false) }),
      "the flag rag was switched off",
    ],
    [
      "capped",
      "fired",
      deed({ action: off, acted: true, flag: flag(true, "switched 2 times within the last hour") }),
      "nothing yet: the flag rag is still on, because it waits: switched 2 times within the last hour",
    ],
    [
      "not switched",
      "fired",
      deed({ action: off, withheld: "a dry run", flag: flag(true) }),
      "nothing: a dry run",
    ],
    ["back", "resolved", deed({ action: off, acted: true, flag: flag(true) }), "the flag rag is on again"],
    ["stays", "resolved", deed({ action: off, acted: true, flag: flag(false) }), "the flag rag stays off"],
  ])("%s (%s)", (_, kind, one, words) => {
    expect(doneWords(kind, one)).toBe(words);
  });
});

describe("foreign text", () => {
  test.each([
    ["a\r\nBcc: eve@example.org", "a Bcc: eve@example.org"],
    ["\u001b[31mred\u202e", "[31mred"],
    ["<!channel> <https://evil.example|here>", "‹!channel› ‹https://evil.example|here›"],
    ["@here @channel @all @everyone ana@example.org", "＠here ＠channel ＠all ＠everyone ana@example.org"],
  ])("%j becomes %j", (text, words) => {
    expect(plain(text)).toBe(words);
  });

  test("never makes a line, a control character or an angle bracket of its own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (said) => {
        const { title, text } = alertWords("fired", [toldOf({ said: `x${said}` })], LINKS);
        const lines = text.split("\n").length;
        return !/[\p{Cc}<>]/u.test(title) && !/[<>]/.test(text) && lines === 10;
      }),
    );
  });
});

describe("a release", () => {
  test("is told by the phase that it is in by then", () => {
    const kinds = new Map(PHASES.map((phase) => [phase, releaseKind("release", phase)]));
    expect(kinds.get("held")).toBe("release_held");
    expect(kinds.get("rolling_back")).toBe("release_rollback");
    expect(kinds.get("completed")).toBe("release_finished");
    expect(kinds.get("observing")).toBe("release");
    expect(releaseKind("alarm", "rollback_failed")).toBe("alarm");
  });

  test("says why, and leads to its page; a version that is no version is harmless", () => {
    const held = { name: "held", reason: "review", said: "so", over: { name: "retained" } } as const;
    const release = { plan: plan({ version: "<!here>\r\nv2" }), phase: held };
    const { title, text } = releaseWords("release", "held: 7 of 10 gates passed", release, {
      link: "http://h/releases",
      server: "http://h",
      atMs: AT_MS,
    });
    expect(title).toBe("[release] ‹!here› v2 on green is held: 7 of 10 gates passed");
    expect(text).toContain("When: 2026-11-23 12:00:05 UTC");
    expect(text).toContain("Look: http://h/releases");
    expect(text).toContain("What to do: http://h/docs/runbook#held-review");
  });
});

test("a test says who sent it, and that nothing is wrong", () => {
  const { title, text } = testWords("ana\n@here", { link: "http://h/settings", atMs: AT_MS });
  expect(title).toBe("[test] Greenlight can reach you");
  expect(text).toContain("ana ＠here sent this test at 2026-11-23 12:00:05 UTC. Nothing is wrong");
});
