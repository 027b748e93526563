import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Overview } from "@/components/overview/overview";
import {
  errorsQuery,
  healthComponentsQuery,
  latencyQuery,
  qualityQuery,
  summaryQuery,
  trendsQuery,
  usageQuery,
} from "@/lib/client/queries";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { HealthComponentsReply } from "@/lib/contract/health";
import type { LatencyReply } from "@/lib/contract/latency";
import type { QualityReply } from "@/lib/contract/quality";
import type { Figures, SummaryReply } from "@/lib/contract/summary";
import { qualityReply } from "@/tests/support/checks-reply";
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

const NO_ERRORS: ErrorsReply = {
  ...head,
  bucket: "day",
  group: "class",
  count: 0,
  error_rate: null,
  failed_jobs: 0,
  finished_jobs: 0,
  rate_limited: 0,
  classes: [],
  series: [],
  jobs: [],
  latest: [],
};

const NO_LATENCY: LatencyReply = {
  ...head,
  bucket: "day",
  name: "rag",
  names: [],
  total: { count: 0, p50: null, p95: null, p99: null, max: null },
  series: [],
};

const component = (
  name: string,
  status: "healthy" | "degraded" | "unhealthy",
  reported = true,
): HealthComponentsReply["components"][number] => ({
  name,
  environment: null,
  status,
  stale: false,
  available: true,
  reported,
  received: null,
  since: null,
  interval_s: 60,
  latency_ms: null,
  fallback: null,
  error: null,
  last_error: null,
  version: null,
  details: {},
  probe: null,
  uptime: { up_s: 0, degraded_s: 0, down_s: 0, availability: null, coverage: 0, results: 0 },
  days: [],
});

const healthOf = (...components: HealthComponentsReply["components"]): HealthComponentsReply => ({
  ...head,
  status: components[0]?.status ?? "healthy",
  live: "blue",
  version: null,
  components,
});

interface Signals {
  quality?: QualityReply;
  errors?: ErrorsReply;
  latency?: LatencyReply;
  health?: HealthComponentsReply;
}

function page(now: Figures, before: Figures, all: Figures = now, signals: Signals = {}): string {
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
  client.setQueryData(qualityQuery(range).queryKey, signals.quality ?? qualityReply({}));
  client.setQueryData(errorsQuery(range).queryKey, signals.errors ?? NO_ERRORS);
  client.setQueryData(latencyQuery(range, "rag").queryKey, signals.latency ?? NO_LATENCY);
  client.setQueryData(
    healthComponentsQuery(range).queryKey,
    signals.health ?? healthOf(component("flow", "degraded", false)),
  );
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

  describe("of a period that holds only checks", () => {
    const CHECKS: Figures = {
      ...NOTHING,
      gate_pass_rate: 52 / 64,
      samples: { ...NOTHING.samples, gate_pass_rate: 64, gate_runs: 13, checks: 90 },
    };
    const quality = qualityReply({ gates: { editor: [52, 12] } });

    test("shows the rate, how it stands, and no box for what did not run", () => {
      const text = page(CHECKS, NOTHING, CHECKS, { quality });
      expect(text).toContain("Gate pass rate 81.3 % ▼ below goal 87 %, above review 80 % 52 of 64 gates");
      expect(text).toContain("Gate pass rate editor, per day");
      expect(text).toContain("goal 87 % review 80 %");
      expect(text).not.toContain("Spend per day");
      expect(text).not.toContain("Tokens by provider");
      expect(text).not.toContain("Nothing is stored yet");
    });

    test("says the difference to the period before in points", () => {
      const before = { ...CHECKS, gate_pass_rate: 0.75 };
      expect(page(CHECKS, before, CHECKS, { quality })).toContain("+6.3 pt from 75.0 %");
    });

    test("says of few how sure the rate is", () => {
      const few = {
        ...CHECKS,
        gate_pass_rate: 6 / 13,
        samples: { ...CHECKS.samples, gate_pass_rate: 13 },
      };
      expect(page(few, NOTHING)).toContain("46 % ✕ below rollback 70 % 23–71 % at n = 13");
    });

    test("offers its range where the one on screen is empty", () => {
      expect(page(NOTHING, NOTHING, CHECKS)).toContain("Stored are 90 checks, from");
    });
  });

  test("holds failed jobs to their limit, and tells rate limits", () => {
    const failing = {
      ...SOME,
      error_rate: 4 / 60,
      failed_jobs: 4,
      samples: { ...SOME.samples, error_rate: 60 },
    };
    const errors = { ...NO_ERRORS, count: 9, rate_limited: 2 };
    expect(page(failing, NOTHING, failing, { errors })).toContain(
      "Error rate 6.7 % ▲ above limit 5 % 4 of 60 jobs failed 2 rate limits hit",
    );
    expect(page({ ...failing, error_rate: 0, failed_jobs: 0 }, NOTHING)).toContain(
      "Error rate 0.0 % ✓ within limit 5 % 0 of 60 jobs failed no error was reported",
    );
  });

  test("draws RAG latency only where there is a sample, with both of its lines", () => {
    const latency: LatencyReply = {
      ...NO_LATENCY,
      names: ["rag"],
      total: { count: 3, p50: 168, p95: null, p99: null, max: 610 },
      series: [
        {
          time: "2026-11-02T00:00:00.000Z",
          count: 3,
          p50: 168,
          p95: null,
          p99: null,
          max: 610,
          bins: [{ bin: -45, count: 3 }],
        },
      ],
    };
    const text = page(SOME, NOTHING, SOME, { latency });
    expect(text).toContain("Half within 168 ms");
    expect(text).toContain("largest 610 ms");
    expect(text).toMatch(/target 200.*limit 500/);
    expect(page(SOME, NOTHING)).not.toContain("RAG latency");
  });

  test("says in a word how the pipeline is, and nothing while nobody told", () => {
    const health = healthOf(
      component("dependencies", "unhealthy"),
      component("flow", "degraded"),
      component("rag", "degraded"),
      component("roi", "healthy"),
    );
    expect(page(SOME, NOTHING, SOME, { health })).toContain("✕ Unhealthy : dependencies · 2 degraded");
    expect(page(SOME, NOTHING, SOME, { health: healthOf(component("roi", "healthy")) })).toContain(
      "✓ Healthy · 1 component",
    );
    expect(page(SOME, NOTHING)).not.toContain("Degraded");
  });
});
