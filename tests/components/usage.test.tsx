import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { coloursOf, dimensionOf, labelOf } from "@/components/usage/grouping";
import { linesOf, sorted, sortOf } from "@/components/usage/lines";
import { Missing } from "@/components/usage/missing";
import { UsageTable } from "@/components/usage/usage-table";
import { stacked } from "@/lib/client/series";
import type { UsageReply, UsageRow } from "@/lib/contract/usage";

vi.mock("next/navigation", () => ({
  usePathname: () => "/usage",
  useSearchParams: () => new URLSearchParams(),
}));

const row = (key: string, figures: Partial<UsageRow> = {}): UsageRow => ({
  key,
  calls: 2,
  reported_calls: 2,
  input_tokens: 1500,
  output_tokens: 500,
  total_tokens: 2000,
  cost_usd: 0.5,
  estimated_cost_usd: 0,
  unpriced_calls: 0,
  ...figures,
});

const SILENT = { reported_calls: 0, input_tokens: null, output_tokens: null, total_tokens: null };

const usage = (...totals: UsageRow[]): UsageReply => ({
  from: "2026-10-24T00:00:00.000Z",
  to: "2026-10-25T00:00:00.000Z",
  timezone: "UTC",
  bucket: "day",
  by: "model",
  totals,
  series: totals.map((one) => ({ ...one, time: "2026-10-24T00:00:00.000Z" })),
});

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll(/[\s\u00a0]+/g, " ");

const table = (now: UsageReply, before: UsageReply | null = null): string =>
  plain(
    renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <UsageTable range={{ range: "30d" }} usage={now} before={before} sort={null} />
      </QueryClientProvider>,
    ),
  );

describe("the lines of usage", () => {
  test("give cost per thousand tokens where every call told its tokens and its price, else nothing", () => {
    const { lines } = linesOf(
      usage(
        row("told"),
        row("silent", SILENT),
        row("partly", { reported_calls: 1 }),
        row("unpriced", { unpriced_calls: 1 }),
      ),
      null,
    );
    expect(lines.map(({ costPer1kUsd }) => costPer1kUsd)).toEqual([0.25, null, null, null]);
  });

  test("tell unknown tokens and an unknown price from none", () => {
    const { lines, all } = linesOf(
      usage(row("a", SILENT), row("b", { cost_usd: 0, unpriced_calls: 2 })),
      null,
    );
    expect(lines.map(({ totalTokens, costUsd }) => [totalTokens, costUsd])).toEqual([
      [null, 0.5],
      [2000, null],
    ]);
    expect(all).toMatchObject({ calls: 4, totalTokens: 2000, costUsd: 0.5, unreportedCalls: 2, share: 1 });
  });

  test("keep what stopped since the period before", () => {
    const { lines } = linesOf(usage(row("new")), usage(row("old", { cost_usd: 3 })));
    expect(lines.map(({ key, costUsd, beforeUsd }) => [key, costUsd, beforeUsd])).toEqual([
      ["new", 0.5, null],
      ["old", 0, 3],
    ]);
  });

  test("put the unknown last, however they are sorted", () => {
    const { lines } = linesOf(usage(row("a", SILENT), row("b"), row("c", { total_tokens: 9 })), null);
    const keys = (sort: string) => sorted(lines, sort).map(({ key }) => key);
    expect(keys("total_tokens")).toEqual(["c", "b", "a"]);
    expect(keys("-total_tokens")).toEqual(["b", "c", "a"]);
  });

  test("fall back to what is usual where an address asks for nonsense", () => {
    expect(sortOf("constructor")).toBe("-cost_usd");
    expect(sortOf("-calls")).toBe("-calls");
    expect(dimensionOf("__proto__")).toBe("provider");
  });
});

describe("the table of usage", () => {
  test("names what is missing beside the figures it is missing from", () => {
    expect(table(usage(row("gpt-x", SILENT)))).toContain("tokens not reported for 2 of 2 calls");
    expect(table(usage(row("gpt-x", { unpriced_calls: 1 })))).toContain("no price for 1 of 2 calls");
    expect(table(usage(row("gpt-x", { unpriced_calls: 1 })))).toContain("$0.5000+");
  });

  test("says the difference in dollars and in per cent", () => {
    expect(table(usage(row("a")), usage(row("a", { cost_usd: 0.4 })))).toContain("+$0.1000 +25 %");
    expect(table(usage(row("a")), usage(row("b")))).toContain("+$0.5000 new");
  });
});

describe("what the figures leave out", () => {
  const missing = (...totals: UsageRow[]) =>
    plain(renderToStaticMarkup(<Missing models={usage(...totals)} />));

  test("is nothing where nothing is missing", () => expect(missing(row("a"))).toBe(""));

  test("offers the line for free models only for those that never had a cost", () => {
    const text = missing(
      row("local: 7b", { cost_usd: 0, unpriced_calls: 2 }),
      row("gpt-4o", { unpriced_calls: 1 }),
    );
    expect(text).toContain('free_models: ["local: 7b"]');
    expect(text).toContain("No price is known for 3 calls of local: 7b , gpt-4o");
  });

  test("counts silent calls against all calls", () => {
    expect(missing(row("a", SILENT), row("b"))).toContain("Tokens not reported for 2 of 4 calls: a .");
  });
});

describe("the series of usage", () => {
  test("have one colour for a key in both charts, and none twice in one", () => {
    const first = ["a", "b", "c", "d", "e", "f", "Other"];
    const second = ["g", "h", "b", "a", "c", "d", "Other"];
    const colours = coloursOf("model", first, second);
    for (const keys of [first, second]) expect(new Set(keys.map((key) => colours.get(key))).size).toBe(7);
  });

  test("add up although a model is called Other", () => {
    const models = ["Other", "a", "b", "c", "d", "e", "f", "g"].map((key) => row(key));
    const { keys, totals } = stacked(usage(...models), "cost_usd");
    expect(keys).toHaveLength(7);
    expect(totals.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBeCloseTo(4);
  });

  test("have names that neither fill the page nor turn the text around them", () => {
    expect(labelOf("model", "m".repeat(500)).length).toBeLessThan(40);
    expect(labelOf("agent", "\u202Egnirts")).toBe("\u2068\u202Egnirts\u2069");
    expect(labelOf("environment", "none")).toBe("No environment");
  });
});
