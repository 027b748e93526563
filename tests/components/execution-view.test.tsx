import { calcPrice } from "@pydantic/genai-prices";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { rates } from "@/components/calls/rates";
import { partsOf } from "@/components/calls/spent";
import { ExecutionView } from "@/components/executions/execution-view";
import { executionQuery, settingsQuery } from "@/lib/client/queries";
import type { Call, ExecutionDetail } from "@/lib/contract/executions";
import type { SettingsReply } from "@/lib/contract/settings";

vi.mock("next/navigation", () => ({
  usePathname: () => "/executions/e",
  useSearchParams: () => new URLSearchParams(),
}));

const CALL: Call = {
  execution: "e",
  time: "2026-01-08T22:32:15.550Z",
  agent: "writer_agent",
  stage: "draft",
  model: "gpt-4o",
  provider: "openai",
  input_tokens: 1000,
  output_tokens: 500,
  total_tokens: 1500,
  cached_tokens: 600,
  cost_usd: 0.0075,
  cost_origin: "estimated",
  price: { input_mtok: 2.5, cache_read_mtok: 1.25, output_mtok: 10, web_searches_kcount: 10 },
  seconds: 3,
};

const RUN: ExecutionDetail = {
  id: "e",
  execution_id: "writer_agent_20260108_223215",
  agent: "writer_agent",
  topic: null,
  time: "2026-01-08T22:32:15.550Z",
  environment: null,
  models: ["gpt-4o"],
  llm_calls: 1,
  reported_calls: 1,
  tokens: { input: 1000, output: 500, total: 1500 },
  cost_usd: 0.0075,
  cost_known: true,
  estimated_cost_usd: 0.0075,
  human_hours: 2.5,
  human_cost_usd: 187.5,
  roi_multiplier: 25_000,
  article: null,
  start_text: "2026-01-08T22:32:15.550791",
  calls: [CALL],
};

function page(figures: Partial<ExecutionDetail> = {}): string {
  const client = new QueryClient();
  client.setQueryData(executionQuery("e").queryKey, { ...RUN, ...figures });
  client.setQueryData(settingsQuery().queryKey, { timezone: "UTC" } as SettingsReply);
  const html = renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <ExecutionView id="e" />
    </QueryClientProvider>,
  );
  return html.replaceAll(/<(?!a )[^>]+>/g, " ").replaceAll(/[\s\u00a0]+/g, " ");
}

describe("the page of a run", () => {
  test("gives the time as its source wrote it, and what the human work was worth", () => {
    expect(page()).toContain("2026-01-08T22:32:15.550791");
    expect(page()).toContain("Human value $188 2.5 h of human work");
  });

  test("shows of a call its stage, its tokens, the cached among them, and the rates of its estimate", () => {
    expect(page()).toContain("writer_agent · draft gpt-4o · OpenAI");
    expect(page()).toContain("1,000 in of them 600 cached 500 out");
    expect(page()).toContain("at $2.50 in, $10 out, $1.25 cache read per million tokens");
  });

  test("leads to its article, or says that there is none", () => {
    expect(page({ article: "a", topic: "a topic" })).toMatch(/href="\/articles\/a"[^>]*> ?a topic/);
    expect(page()).toContain("its agent makes no whole articles");
  });
});

describe("the rates of an estimate", () => {
  test.each([1_000, 200_000, 200_001, 300_000])(
    "are those that a prompt of %i tokens was priced at",
    (tokens) => {
      const used = { input_tokens: tokens, output_tokens: 0 };
      const priced = calcPrice(used, "gemini-2.5-pro", { timestamp: new Date("2026-11-01") });
      const [, rate] = /^\$([\d.]+) in/.exec(
        rates({ price: { ...priced?.model_price }, input_tokens: tokens, cached_tokens: 0 }) ?? "",
      ) ?? [null, "none"];
      expect((Number(rate) * tokens) / 1e6).toBeCloseTo(priced?.total_price ?? Number.NaN, 9);
    },
  );

  test("are left out where nothing usable is stored", () => {
    expect(rates({ ...CALL, price: null })).toBeNull();
    expect(rates({ ...CALL, price: { input_mtok: "2.5", output_mtok: { tiers: "none" } } })).toBeNull();
  });
});

test("the parts of a run add up by agent and model, dearest first", () => {
  const parts = partsOf([CALL, { ...CALL, model: "gpt-4" }, { ...CALL, agent: "editor", cost_usd: 1 }, CALL]);
  expect(parts.map(({ agent, model, cost_usd }) => [agent, model, cost_usd])).toEqual([
    ["editor", "gpt-4o", 1],
    ["writer_agent", "gpt-4o", 0.015],
    ["writer_agent", "gpt-4", 0.0075],
  ]);
});
