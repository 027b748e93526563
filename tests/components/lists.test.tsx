import { type InfiniteData, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Articles } from "@/components/articles/articles";
import { Executions } from "@/components/executions/executions";
import { matches } from "@/components/lists/filter-field";
import { articlePages, executionPages, firstPage } from "@/lib/client/pages";
import { summaryQuery } from "@/lib/client/queries";
import type { Article, ArticlesReply } from "@/lib/contract/articles";
import type { Execution } from "@/lib/contract/executions";
import { summaryOf } from "@/tests/support/summaries";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/articles",
  useSearchParams: () => new URLSearchParams(address.search),
}));

beforeEach(() => {
  address.search = "";
});

const range = { range: "auto" } as const;
const head = { from: "2026-10-24T00:00:00.000Z", to: "2026-11-24T00:00:00.000Z", timezone: "UTC" };

const ARTICLE: Article = {
  id: "a",
  topic: "measuring what tests miss",
  time: "2026-11-23T07:36:33.000Z",
  environment: null,
  cost_usd: 0.6955,
  cost_known: true,
  estimated_cost_usd: 0,
  cost_by: [],
  tokens: { input: null, output: null, total: null },
  llm_calls: 1,
  reported_calls: 0,
  words: 1417,
  words_estimated: true,
  seconds: 516,
  gates: { passed: 4, failed: null },
  validator_passed: true,
  editorial_score: 94,
  human_hours: 1,
  human_cost_usd: 75,
  roi_multiplier: 107.84,
  sources: ["execution-roi", "article-costs"],
};

const RUN: Execution = {
  id: "e",
  execution_id: "pipeline_20261123_073633",
  agent: "pipeline",
  topic: "measuring what tests miss",
  time: "2026-11-23T07:36:33.000Z",
  environment: "green",
  models: ["gpt-4o", "claude-sonnet-4-6", "house-model"],
  llm_calls: 4,
  reported_calls: 3,
  tokens: { input: 9000, output: 3000, total: 12_000 },
  cost_usd: 4.1,
  cost_known: false,
  estimated_cost_usd: 1.5,
  human_hours: null,
  human_cost_usd: null,
  roi_multiplier: null,
  article: "a",
};

function html(client: QueryClient, page: ReactNode): string {
  return renderToStaticMarkup(<QueryClientProvider client={client}>{page}</QueryClientProvider>);
}

const plain = (markup: string): string => markup.replaceAll(/<[^>]+>/g, " ").replaceAll(/[\s\u00a0]+/g, " ");

function articles(list: Article[], more: Partial<ArticlesReply> = {}): string {
  const client = new QueryClient();
  const reply = { ...head, total: list.length, cursor: null, articles: list, ...more };
  const pages: InfiniteData<ArticlesReply, string | null> = firstPage(reply);
  client.setQueryData(articlePages(range).queryKey, pages);
  return html(client, <Articles />);
}

function executions(list: Execution[]): string {
  const client = new QueryClient();
  const reply = { ...head, total: list.length, cursor: null, executions: list };
  client.setQueryData(executionPages(range).queryKey, firstPage(reply));
  return html(client, <Executions />);
}

describe("the list of articles", () => {
  test("shows an estimate as one, and why a figure is not known", () => {
    const text = plain(articles([ARTICLE]));
    expect(text).toContain("1 article newest first");
    expect(text).toContain("$0.6955 — not reported for 1 of 1 call ≈ 1,417 8.6 4 passed ✓ passed 94 107.8×");
  });

  test("marks a time outside of the expected band, in words, too", () => {
    expect(plain(articles([{ ...ARTICLE, seconds: 640 }]))).toContain(
      "△ longer than the expected 5 – 10 min: 10.7",
    );
    expect(plain(articles([{ ...ARTICLE, seconds: 90 }]))).toContain("▽ shorter than");
  });

  test("leads to each article with the time that is being looked at", () => {
    address.search = "environment=blue";
    const client = new QueryClient();
    const reply = { ...head, total: 1, cursor: null, articles: [ARTICLE] };
    client.setQueryData(articlePages({ ...range, environment: "blue" }).queryKey, firstPage(reply));
    expect(html(client, <Articles />)).toContain('href="/articles/a?environment=blue"');
  });

  test("shows hostile names as text", () => {
    const markup = articles([{ ...ARTICLE, topic: "<img src=x onerror=alert(1)>" }]);
    expect(markup).not.toContain("<img");
    expect(markup).toContain("&lt;img");
  });

  test("says where sort and filter do not see everything, and how to go on", () => {
    address.search = "sort=-cost&q=tests";
    const text = plain(
      articles([ARTICLE, { ...ARTICLE, id: "b", topic: "cost" }], { total: 300, cursor: "c" }),
    );
    expect(text).toContain("1 of 2 match · looks at the newest 2 of 300; load more to widen it");
    expect(text).toContain("Load 50 more");
    expect(text).toContain("2 of 300 articles loaded");
  });

  test("of which none matches offers all of it again", () => {
    address.search = "q=nowhere&sort=roi";
    const markup = articles([ARTICLE]);
    expect(plain(markup)).toContain("No loaded article holds these words. Show all");
    expect(markup).toContain('href="/articles?sort=roi"');
    expect(markup).not.toContain("<table");
  });

  test("says that one CSV ends at 500", () => {
    expect(plain(articles([ARTICLE], { total: 501, cursor: "c" }))).toContain("CSV, newest 500");
    expect(plain(articles([ARTICLE], { total: 500, cursor: "c" }))).not.toContain("newest 500");
  });

  test("without articles, but with runs, teaches what makes a run an article", () => {
    const client = new QueryClient();
    client.setQueryData(
      articlePages(range).queryKey,
      firstPage({ ...head, total: 0, cursor: null, articles: [] }),
    );
    for (const asked of [range, { range: "all" } as const])
      client.setQueryData(summaryQuery(asked).queryKey, summaryOf({ executions: 28, llm_calls: 28 }));
    const text = plain(html(client, <Articles />));
    expect(text).toContain("No article in this range, but 28 runs.");
    expect(text).toContain("articles: { agents: [full_pipeline, pipeline] }");
  });
});

describe("the list of executions", () => {
  test("marks lower bounds and estimates, and says why there is no ROI", () => {
    const text = plain(executions([RUN]));
    expect(text).toContain("pipeline_20261123_073633");
    expect(text).toContain("gpt-4o + 2 4 12 k+ ≈ partly estimated: $4.10+ at least; a model has no price");
    expect(text).toContain("— no human hours are recorded, and no benchmark is set");
  });

  test("calls a run without an agent by its id, once", () => {
    const markup = executions([{ ...RUN, agent: null }]);
    expect(markup.match(/>pipeline_20261123_073633</g)).toHaveLength(1);
  });
});

describe("a filter", () => {
  test("asks for every word, wherever it stands and however it is written", () => {
    const texts = ["Measuring what tests miss", null, "gpt-4o"];
    expect(matches("GPT tests", texts)).toBe(true);
    expect(matches("gpt-4o claude", texts)).toBe(false);
    expect(matches("  ", texts)).toBe(true);
    expect(matches(null, [])).toBe(true);
  });
});
