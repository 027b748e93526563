import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { ArticleView } from "@/components/articles/article-view";
import { type Pace, paceOf } from "@/components/articles/pace";
import { barsOf, offset, offsetsOf } from "@/components/calls/timeline-bars";
import { articleQuery, settingsQuery } from "@/lib/client/queries";
import type { ArticleDetail } from "@/lib/contract/articles";
import type { Call } from "@/lib/contract/executions";
import type { SettingsReply } from "@/lib/contract/settings";

vi.mock("next/navigation", () => ({
  usePathname: () => "/articles/a",
  useSearchParams: () => new URLSearchParams("range=7d&q=typed"),
}));

const call = (figures: Partial<Call> = {}): Call => ({
  execution: "e",
  time: null,
  agent: "writer",
  stage: null,
  model: "gpt-4o",
  provider: "openai",
  input_tokens: 1000,
  output_tokens: 500,
  total_tokens: 1500,
  cached_tokens: 0,
  cost_usd: 0.0075,
  cost_origin: "recorded",
  price: null,
  seconds: null,
  ...figures,
});

const ARTICLE: ArticleDetail = {
  id: "a",
  topic: "measuring what tests miss",
  time: "2026-11-23T07:36:33.000Z",
  environment: "green",
  cost_usd: 0.7,
  cost_known: true,
  estimated_cost_usd: 0,
  cost_by: [{ agent: "writer", model: "gpt-4o", provider: "openai", cost_usd: 0.7 }],
  tokens: { input: 1000, output: 500, total: 1500 },
  llm_calls: 1,
  reported_calls: 1,
  words: 1400,
  words_estimated: false,
  seconds: 516,
  gates: { passed: 4, failed: null },
  validator_passed: true,
  editorial_score: 94,
  human_hours: 1,
  human_cost_usd: 75,
  roi_multiplier: 107.14,
  sources: ["execution-roi"],
  executions: [
    {
      id: "e",
      execution_id: "pipeline_1",
      agent: "pipeline",
      time: "2026-11-23T07:36:33.000Z",
      cost_usd: 0.6,
    },
  ],
  calls: [call()],
};

function markup(figures: Partial<ArticleDetail> = {}): string {
  const client = new QueryClient();
  client.setQueryData(articleQuery("a").queryKey, { ...ARTICLE, ...figures });
  client.setQueryData(settingsQuery().queryKey, { timezone: "UTC" } as SettingsReply);
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <ArticleView id="a" />
    </QueryClientProvider>,
  );
}

const page = (figures: Partial<ArticleDetail> = {}): string =>
  markup(figures)
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/[\s\u00a0]+/g, " ");

describe("the page of an article", () => {
  test("says which figure of a run in two files comes from which, and why its calls do not add up to it", () => {
    const text = page({ sources: ["execution-roi", "article-costs"], calls: [call({ cost_usd: 0.6 })] });
    expect(text).toContain(
      "counted once: dollars from agent_sdk_costs.jsonl, calls and human hours from execution_roi.json",
    );
    expect(text).toContain("execution_roi.json lists calls of $0.6000 for this run");
    expect(page()).not.toContain("counted once");
  });

  test("marks what is estimated or a lower bound", () => {
    const text = page({ words_estimated: true, cost_known: false, roi_multiplier: null });
    expect(text).toContain("≈ 1,400 characters ÷ 6");
    expect(text).toContain("$0.7000+ at least: a model has no price");
    expect(text).toContain("≈ $0.0005+ ≈ $0.5000 per 1,000 words");
    expect(text).toContain("ROI multiplier — part of the cost is not known");
  });

  test("of what is not known says why", () => {
    const text = page({
      human_cost_usd: null,
      human_hours: null,
      roi_multiplier: null,
      tokens: { input: null, output: null, total: null },
      reported_calls: 0,
      words: null,
      seconds: null,
    });
    expect(text).toContain("Human value — no human hours are recorded");
    expect(text).toContain("ROI multiplier — needs a human value");
    expect(text).toContain("Tokens — not reported for 1 of 1 call");
    expect(text).toContain("Words — no source gives words");
    expect(text).toContain("Time taken — neither wall_seconds nor durations of calls");
  });

  test("leads to its runs and back, with the range but not with what was searched for", () => {
    const html = markup();
    expect(html).toContain('href="/executions/e?range=7d"');
    expect(html).toContain('href="/articles?range=7d"');
  });

  test("where a file lists no calls, says which file would", () => {
    const text = page({ sources: ["article-costs"], calls: [], executions: [], llm_calls: 0 });
    expect(text).toContain("No calls are recorded. agent_sdk_costs.jsonl lists none.");
    expect(text).not.toContain("Executions 0 runs");
  });

  test("names a part without a price as a lower bound", () => {
    const text = page({
      cost_by: [{ agent: "writer", model: "house", provider: "unknown", cost_usd: 0 }],
      calls: [call({ model: "house", provider: "unknown", cost_usd: 0, cost_origin: "unpriced" })],
      cost_known: false,
    });
    expect(text).toContain("writer house — $0+ no price");
    expect(text).toContain("unpriced, counts as $0");
  });
});

describe("the bars of a timeline", () => {
  test("are durations where every call has one", () => {
    expect(barsOf([call({ seconds: 10 }), call({ seconds: 40 })])).toEqual({
      of: "time",
      shares: [0.25, 1],
      says: "Bars show how long each call took.",
    });
  });

  test("else dollars, and they say so; a call without a price has no bar", () => {
    const bars = barsOf([
      call({ seconds: 10, cost_usd: 0.2 }),
      call({ cost_usd: 0.1 }),
      call({ cost_usd: 0, cost_origin: "unpriced" }),
    ]);
    expect(bars.of).toBe("cost");
    expect(bars.shares).toEqual([1, 0.5, null]);
    expect(bars.says).toBe("Bars show what each call cost: 2 of 3 calls do not say how long they took.");
  });

  test("are left out where there is nothing to compare", () => {
    expect(barsOf([call()]).of).toBeNull();
    expect(barsOf([call({ cost_usd: 0 }), call({ cost_usd: 0 })]).of).toBeNull();
  });

  test("stand at what passed since the first call, in the order of the record", () => {
    const at = (time: string | null) => call({ time });
    const offsets = offsetsOf([at("2026-01-01T10:01:00.000Z"), at(null), at("2026-01-01T10:00:00.000Z")]);
    expect(offsets).toEqual([60, null, 0]);
    expect(offsets.map((value) => value !== null && offset(value).replace("\u00a0", " "))).toEqual([
      "+1 min",
      false,
      "+0 s",
    ]);
  });
});

describe("an article's time", () => {
  test.each<[number, Pace]>([
    [296, "shorter"],
    [298, "within"],
    [600, "within"],
    [602, "within"],
    [604, "longer"],
  ])("of %i s is held to 5 to 10 minutes as they are shown: %s", (taken, pace) => {
    expect(paceOf(taken)).toBe(pace);
  });
});
