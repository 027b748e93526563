import { describe, expect, test, vi } from "vitest";
import { SmokeCard } from "@/components/governance/smoke-card";
import { ValidationCard } from "@/components/governance/validation-card";
import { meQuery } from "@/lib/client/queries";
import { runsQuery } from "@/lib/client/run-queries";
import type { ReleaseRun, RunsReply } from "@/lib/contract/release-runs";
import { rendered, shown } from "@/tests/support/markup";
import { AT, AT_MS } from "@/tests/support/traffic-replies";

vi.mock("next/navigation", () => ({
  usePathname: () => "/releases/a1",
  useSearchParams: () => new URLSearchParams(),
  useRouter: () => ({ push: () => {} }),
}));

const OPERATOR = { permissions: ["open", "read", "operate"], person: null } as never;
const VIEWER = { permissions: ["open", "read"], person: { name: "Vera" } } as never;

const article = (more: Partial<ReleaseRun["articles"][number]> = {}): ReleaseRun["articles"][number] => ({
  ...{ topic: "One", state: "waiting", started_at: null, seconds: null, cost_usd: null },
  ...{ article: null, output: null, said: "" },
  ...more,
});
const run = (more: Partial<ReleaseRun> = {}): ReleaseRun => ({
  ...{ id: "r1", kind: "smoke", state: "passed", started_by: "ada", started_at: AT, finished_at: AT },
  ...{ cancelled_by: null, said: "", checks: [], articles: [], totals: null },
  ...more,
});
const reply = (...runs: ReleaseRun[]): RunsReply => ({
  smoke: { by: "command", topics: ["One", "Two", "Three"] },
  possible: true,
  runs,
});

const markupOf = (card: "smoke" | "validation", answer: RunsReply, me = OPERATOR): string => {
  const props = { id: "a1", zone: "UTC", nowMs: AT_MS + 12_000 };
  const content =
    card === "smoke" ? <SmokeCard {...props} environment="green" /> : <ValidationCard {...props} />;
  return rendered(content, (client) => {
    client.setQueryData(runsQuery("a1").queryKey, answer);
    client.setQueryData(meQuery().queryKey, me);
  });
};

describe("smoke tests", () => {
  test("before the first: a button that says how many", () => {
    expect(shown(markupOf("smoke", reply()))).toContain("Run 3 articles");
  });

  test("under way: what writes counts its seconds, what waits has none, and the button cancels", () => {
    const articles = [
      article({ state: "passed", seconds: 8.2, cost_usd: 0.49, article: "x1" }),
      article({ topic: "Two", state: "running", started_at: AT }),
      article({ topic: "Three" }),
    ];
    const totals = { passed: 1, of: 3, cost_usd: 0.49, cost_known: false, seconds: 8.2 };
    const markup = markupOf("smoke", reply(run({ state: "running", finished_at: null, articles, totals })));
    const text = shown(markup);
    expect(text).toContain("Cancel");
    expect(text).not.toContain("Run 3 articles");
    expect(text).toContain("… running: 1 of 3 articles $0.4900+ in 8.2 s ada");
    expect(text).toContain("… Two writing 12 s");
    expect(text).toContain("○ Three waiting");
    expect(markup).toContain('href="/articles/x1"');
  });

  test("over: why one failed, what its writer said, who cancelled, and those before, folded", () => {
    const failed = article({ state: "failed", said: "ended with exit code 1", output: "Traceback" });
    const newest = run({ state: "failed", articles: [failed] });
    const before = run({ id: "r0", state: "cancelled", cancelled_by: "ben" });
    const text = shown(markupOf("smoke", reply(newest, before)));
    expect(text).toContain("✕ failed: 0 of 1 article ada");
    expect(text).toContain("ended with exit code 1 What its writer said Traceback");
    expect(text).toContain("12 s ago");
    expect(text).toContain("Earlier: 1 – cancelled by ben");
  });

  test.each([
    ["failed", "/docs/runbook#a-smoke-test-fails"],
    ["passed", undefined],
    ["cancelled", undefined],
  ] as const)("%s: leads to %s", (state, section) => {
    const markup = markupOf("smoke", reply(run({ state })));
    expect(markup.match(/href="(\/docs\/[^"]+)"/)?.[1]).toBe(section);
  });

  test("not set up: the lines that would do it, and no button", () => {
    const text = shown(markupOf("smoke", { ...reply(), smoke: null }));
    expect(text).toContain("smoke: kind: command");
    expect(text).not.toContain("Run ");
  });

  test("of a release that is over: nothing to press, what came of it stays", () => {
    const over = { ...reply(run({ articles: [article({ state: "passed" })] })), possible: false };
    const text = shown(markupOf("smoke", over));
    expect(text).toContain("passed: 1 of 1 article");
    expect(text).not.toContain("Run 3 articles");
    expect(shown(markupOf("smoke", { ...reply(), possible: false }))).toContain(
      "None was run, and it is over.",
    );
  });

  test("are shown to a viewer, and held back", () => {
    const markup = markupOf("smoke", reply(), VIEWER);
    expect(markup.match(/aria-disabled="true"/g)).toHaveLength(1);
    expect(shown(markup)).toContain("Needs the operator role.");
  });
});

describe("a validation", () => {
  test("says of each check what it found, or what is missing, when, and how long it took", () => {
    const at = "2026-11-23T12:59:58.000Z";
    const checks: ReleaseRun["checks"] = [
      { item: "python", text: "Python 3.13", state: "met", said: "3.13.0", at, ms: 4 },
      { item: "packages", text: "Packages", state: "unknown", said: "nothing tells", at, ms: 1.25 },
      { item: "rag", text: "RAG", state: "not_met", said: "p95 340 ms", at, ms: 12 },
    ];
    const validated = run({ kind: "validation", state: "failed", checks });
    const text = shown(markupOf("validation", reply(validated)));
    expect(text).toContain("Validate again");
    expect(text).toContain("✕ failed: 1 of 3 checks");
    expect(text).toContain("✓ Python 3.13 : met 3.13.0 12:59:58 4 ms");
    expect(text).toContain("? Packages : missing nothing tells 12:59:58 1.3 ms");
    expect(text).toContain("✕ RAG : not met p95 340 ms 12:59:58 12 ms");
  });

  test("does not show smoke tests, nor the other way round", () => {
    const text = shown(markupOf("validation", reply(run({ articles: [article()] }))));
    expect(text).not.toContain("One");
    expect(text).toContain("Validate");
  });
});
