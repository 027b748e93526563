import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { PlotData } from "@/components/charts/plot-data";
import { ErrorTable } from "@/components/health/error-table";
import { Errors } from "@/components/health/errors";
import { LatencyChart } from "@/components/health/latency-chart";
import { scaleOf } from "@/components/health/latency-scale";
import { NamePicker } from "@/components/health/name-picker";
import { CpuChart, MemoryChart } from "@/components/health/resource-charts";
import { cpuNotes, memoryNotes, ragNotes } from "@/components/health/tile-notes";
import type { ErrorGroup, ErrorsReply } from "@/lib/contract/errors";
import type { LatencyReply, Percentiles } from "@/lib/contract/latency";
import type { ResourcesReply } from "@/lib/contract/resources";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/health",
  useSearchParams: () => new URLSearchParams(address.search),
}));
/** What would be drawn, as text. */
vi.mock("@/components/charts/use-turn", () => ({ useTurn: () => true }));
vi.mock("next/dynamic", () => ({
  default:
    () =>
    ({ plot }: { plot: PlotData }) =>
      JSON.stringify(plot.values),
}));

beforeEach(() => {
  address.search = "";
});

const RANGE = { range: "7d" } as const;
const READ_MS = Date.parse("2026-11-23T12:00:00Z");
const HEAD = {
  from: "2026-11-17T00:00:00.000Z",
  to: "2026-11-24T00:00:00.000Z",
  timezone: "UTC",
  bucket: "day",
} as const;

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll(/[\s\u00a0]+/g, " ");

const drawn = (node: React.ReactNode): string =>
  renderToStaticMarkup(<QueryClientProvider client={new QueryClient()}>{node}</QueryClientProvider>);

const text = (node: React.ReactNode): string => plain(drawn(node));

const NO_SAMPLE: Percentiles = { count: 0, p50: null, p95: null, p99: null, max: null };

const latency = (facts: Partial<LatencyReply>): LatencyReply => ({
  ...HEAD,
  name: "rag",
  names: ["rag"],
  total: NO_SAMPLE,
  series: [],
  ...facts,
});

describe("the latency of something", () => {
  test("says p50 and p95, what they stand on, and has the lines of RAG", () => {
    const total = { count: 320, p50: 128, p95: 168, p99: 400, max: 869 };
    const said = text(<LatencyChart range={RANGE} reply={latency({ total })} />);
    expect(said).toContain("Half within 128 ms; 95 % within 168 ms, largest 869 ms; n = 320");
    expect(said).toContain("target 200");
    expect(said).toContain("limit 500");
  });

  test("of few samples says the largest and how many, not a p95", () => {
    const total = { ...NO_SAMPLE, count: 3, p50: 100, max: 812 };
    const said = text(<LatencyChart range={RANGE} reply={latency({ total })} />);
    expect(said).toContain("Half within 100 ms; too few for a p95, largest 812 ms; n = 3");
    expect(said).not.toContain("p95 —");
    const point = { ...total, time: "2026-11-23T00:00:00.000Z", bins: [] };
    const drawn = text(<LatencyChart range={RANGE} reply={latency({ total, series: [point] })} />);
    expect(drawn).toContain("[null,null],[100,812]]");
  });

  test("of another name has no lines, and is drawn in a unit of few digits", () => {
    expect(text(<LatencyChart range={RANGE} reply={latency({ name: "llm" })} />)).not.toContain("limit");
    expect([400, 30_000, 600_000].map((ms) => scaleOf(ms).unit)).toEqual(["ms", "seconds", "minutes"]);
  });

  test("is chosen by a link that keeps the rest of the view", () => {
    address.search = "range=7d&open=rag";
    const html = drawn(<NamePicker names={["llm", "article"]} shown="rag" />);
    expect(html).toContain('href="/health?range=7d&amp;by=llm&amp;open=rag"');
    expect(plain(html)).not.toContain("article");
  });
});

const resources = (facts: Partial<ResourcesReply>): ResourcesReply => ({
  ...HEAD,
  targets: { memory_bytes: 2e9, memory_warn_bytes: 1.5e9, cpu_cores: 4 },
  latest: { time: "2026-11-23T11:59:48.000Z", memory_bytes: 1.31e9, cpu_cores: 1.5 },
  total: {
    memory_samples: 40,
    memory_bytes: 1.2e9,
    memory_max_bytes: 1.62e9,
    cpu_samples: 40,
    cpu_cores: 1.4,
    cpu_max_cores: 4.2,
  },
  series: [],
  ...facts,
});

describe("memory and processor", () => {
  test("are drawn against their targets in decimal gigabytes and in cores", () => {
    const memory = text(<MemoryChart range={RANGE} reply={resources({})} />);
    expect(memory).toContain("1.2 GB on average, at most 1.62 GB; n = 40");
    expect(memory).toContain("warning 1.5");
    expect(memory).toContain("target 2");
    expect(text(<CpuChart range={RANGE} reply={resources({})} />)).toContain(
      "1.40 cores on average, at most 4.20 cores; n = 40",
    );
  });

  test.each([
    [1.31e9, "✓ 66 % of 2 GB"],
    [1.6e9, "▲ above 1.5 GB, of 2 GB"],
    [2.1e9, "✕ above 2 GB"],
  ])("%d bytes are %s", (memory_bytes, words) => {
    const latest = { time: HEAD.from, memory_bytes, cpu_cores: null };
    expect(text(memoryNotes(resources({ latest }))[0]).trim()).toBe(words);
    expect(cpuNotes(resources({ latest }))).toContain("no sample yet");
  });
});

test.each([
  [{ count: 100, p50: 90, p95: 168, p99: 300, max: 400 }, "✓ within target 200 ms"],
  [{ count: 100, p50: 90, p95: 300, p99: 400, max: 900 }, "▲ above target 200 ms"],
  [{ ...NO_SAMPLE, count: 2, p50: 90, max: 900 }, "✕ above limit 500 ms"],
  [NO_SAMPLE, "limit 500 ms"],
])("RAG at %o stands %s", (total, words) => {
  expect(text(ragNotes(total)[0])).toContain(words);
});

const group = (facts: Partial<ErrorGroup>): ErrorGroup => ({
  fingerprint: facts.message ?? "f",
  class: "llm_api",
  kind: "rate_limit",
  message: "429 Too Many Requests",
  detail: null,
  severity: "error",
  component: "writer",
  job: null,
  environment: "blue",
  count: 3,
  first_seen: "2026-11-20T10:00:00.000Z",
  last_seen: "2026-11-23T11:57:00.000Z",
  trend: [{ time: "2026-11-23T00:00:00.000Z", count: 3 }],
  ...facts,
});

const errors = (...latest: ErrorGroup[]): ErrorsReply => ({
  ...HEAD,
  group: "class",
  count: latest.reduce((sum, one) => sum + one.count, 0),
  error_rate: latest.length === 0 ? null : 0.07,
  failed_jobs: 7,
  finished_jobs: 100,
  rate_limited: 0,
  classes: latest.length === 0 ? [] : [{ class: "llm_api", count: 3, kinds: [] }],
  series: [],
  jobs: [],
  latest,
});

const shown = (reply: ErrorsReply, heard = true) =>
  drawn(<Errors range={RANGE} errors={reply} heard={heard} readMs={READ_MS} />);

const table = (...latest: ErrorGroup[]) =>
  drawn(<ErrorTable range={RANGE} errors={errors(...latest)} readMs={READ_MS} />);

describe("errors", () => {
  test("are counted by class, as a share of the jobs against the limit, and told in their own words", () => {
    const said = plain(shown(errors(group({}))));
    expect(said).toContain("3 errors; LLM API 100 %");
    expect(said).toContain("7 of 100 jobs failed, 7.0 %");
    expect(said).toContain("limit 5");
    expect(said).toContain("LLM API, rate limit 429 Too Many Requests component writer on blue");
    expect(said).toContain("20 Nov 2026, 10:00 3 min ago");
  });

  test("unfold their traceback, and shout where they are critical", () => {
    const html = table(
      group({ severity: "critical", detail: 'Traceback (most recent call last):\n  File "x"' }),
    );
    expect(plain(html)).toContain("▲ critical");
    expect(html).toMatch(/<details[^>]*><summary[^>]*>Traceback of the newest<\/summary><pre/);
  });

  test("are shown as text, whatever they hold", () => {
    expect(table(group({ message: "<img src=x onerror=alert(1)>" }))).not.toContain("<img");
  });

  test("can be narrowed and sorted by the address", () => {
    const [few, many] = [group({ message: "few" }), group({ message: "many", count: 9 })];
    address.search = "sort=-count";
    expect(plain(table(few, many))).toMatch(/many.*few/);
    address.search = "q=few";
    expect(plain(table(few, many))).not.toContain("many");
    address.search = "sort=constructor";
    expect(plain(table(few, many))).toMatch(/few.*many/);
  });

  test("of many kinds are shown a few at first, and name how many more there are", () => {
    const html = table(...Array.from({ length: 13 }, (_, at) => group({ message: `error ${at}` })));
    expect(plain(html)).toContain("13 groups");
    expect(plain(html)).toContain("Show 3 more");
    expect(plain(html)).not.toContain("error 10");
  });

  test("that nothing would tell of are not none: it says what would", () => {
    const said = plain(shown(errors(), false));
    expect(said).toContain("Nothing tells of errors yet");
    expect(said).toContain("kind: log, path:");
    expect(said).toContain("/api/ingest/errors");
    expect(plain(shown(errors()))).toContain("✓ No error was recorded in this range");
  });
});
