import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Overview } from "@/components/overview/overview";
import { summaryQuery, trendsQuery, usageQuery } from "@/lib/client/queries";
import type { Figures, SummaryReply } from "@/lib/contract/summary";
import { NOTHING } from "@/tests/support/summaries";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/",
  useSearchParams: () => new URLSearchParams(address.search),
}));
vi.mock("next/dynamic", () => ({ default: () => () => null }));

beforeEach(() => {
  address.search = "";
});

const SOME: Figures = {
  ...NOTHING,
  executions: 28,
  llm_calls: 30,
  tokens: { input: 70_000, output: 30_000, total: 100_000 },
  cost_usd: 4.1,
  roi_multiplier: 14_335.9,
  mean_roi_multiplier: 64_473.8,
  unpriced_models: ["house-model"],
  samples: { ...NOTHING.samples, runs: 28, roi_multiplier: 28, tokens: 28 },
};

const head = { from: "2026-10-24T00:00:00.000Z", to: "2026-11-24T00:00:00.000Z", timezone: "UTC" };

function page(now: Figures, before: Figures, all: Figures = now): string {
  const client = new QueryClient();
  const reply = (figures: Figures): SummaryReply => ({
    ...head,
    ...figures,
    previous: { from: "2026-09-23T00:00:00.000Z", to: head.from, ...before },
  });
  const range = { range: "auto" } as const;
  client.setQueryData(summaryQuery(range).queryKey, reply(now));
  client.setQueryData(summaryQuery({ range: "all" }).queryKey, reply(all));
  client.setQueryData(trendsQuery(range).queryKey, { ...head, bucket: "day", series: [] });
  const usage = { ...head, bucket: "day", by: "provider", totals: [], series: [] } as const;
  client.setQueryData(usageQuery(range, "provider").queryKey, { ...usage, totals: [], series: [] });
  const html = renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <Overview />
    </QueryClientProvider>,
  );
  return html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/[\s\u00a0]+/g, " ")
    .replaceAll("&#x27;", "'");
}

describe("the Overview", () => {
  test("says the ratio of sums large, and the mean of runs as a footnote", () => {
    const text = page(SOME, NOTHING);
    expect(text).toContain(
      "ROI multiplier 14,335.9× ✓ above target 100× 28 of 28 runs mean of runs 64,473.8×",
    );
  });

  test("marks a spend that is a lower bound and names what has no price", () => {
    expect(page(SOME, NOTHING)).toContain("Spend $4.10+ no price: house-model");
  });

  test("names the calls that reported no tokens", () => {
    expect(page(SOME, NOTHING)).toContain("100 k 70 % input not reported for 2 of 30 calls");
  });

  test("compares with the period before, where there is one", () => {
    expect(page(SOME, { ...SOME, cost_usd: 4 })).toContain("+2.5 % from $4.00");
    expect(page(SOME, NOTHING)).toContain("nothing recorded in the period before");
  });

  test("leaves out charts that would be empty boxes", () => {
    const text = page(SOME, NOTHING);
    expect(text).not.toContain("Article time");
    expect(text).not.toContain("mean per day");
  });

  test("of an empty range offers the range that has figures", () => {
    expect(page(NOTHING, NOTHING, SOME)).toContain("Stored are 28 runs and 0 articles");
  });

  test("of an empty store teaches both ways in", () => {
    const text = page(NOTHING, NOTHING);
    expect(text).toContain("npm run up -- --source");
    expect(text).toContain("/api/ingest/execution-roi");
  });
});
