import { describe, expect, test } from "vitest";
import { conditionAt } from "@/lib/demo/conditions";
import { logEntries } from "@/lib/demo/log";
import { evaluationsDocument, metricsDocument } from "@/lib/demo/quality";
import { type Entry, healthLines, latencyLines, resourceLines } from "@/lib/demo/samples";
import { CHANGES, DAY_MS, HOUR_MS, outage } from "@/lib/demo/story";
import type { Parsed } from "@/lib/domain/record";
import { parseAgentMetrics } from "@/lib/ingest/agent-metrics";
import { parseArticleEvals } from "@/lib/ingest/article-evals";
import { parseHealth } from "@/lib/ingest/health";
import { parseLatency } from "@/lib/ingest/latency";
import { parseLog } from "@/lib/ingest/log";
import { parseResources } from "@/lib/ingest/resources";
import fc from "@/tests/support/laws";
import { mean, STORY } from "./history";

const endMs = STORY.startMs + 90 * DAY_MS;
const dayMs = (day: number) => STORY.startMs + day * DAY_MS;
const textOf = (entries: Entry[]) => entries.map(({ text }) => text).join("");
const recordsOf = <R>({ records, rejections, notices, malformed }: Parsed<R>): R[] => {
  expect({ rejections, notices, malformed }).toEqual({ rejections: [], notices: [], malformed: null });
  return records;
};

const latencies = recordsOf(parseLatency(textOf(latencyLines(STORY, STORY.startMs, endMs)), "UTC"));
const samples = recordsOf(parseResources(textOf(resourceLines(STORY, STORY.startMs, endMs)), "UTC"));
const checks = recordsOf(parseHealth(textOf(healthLines(STORY, STORY.startMs, endMs)), "UTC"));
const errors = recordsOf(parseLog(textOf(logEntries(STORY, STORY.startMs, endMs)), "UTC"));
const runs = recordsOf(parseAgentMetrics(JSON.stringify(metricsDocument(STORY, endMs)), "UTC"));
const evaluations = recordsOf(parseArticleEvals(JSON.stringify(evaluationsDocument(STORY, endMs)), "UTC"));

const within = <R extends { atMs: number | null }>(
  records: readonly R[],
  fromMs: number,
  toMs: number,
): R[] => records.filter(({ atMs }) => atMs !== null && atMs >= fromMs && atMs < toMs);

describe.each([
  ["latency.jsonl", latencyLines],
  ["resources.jsonl", resourceLines],
  ["health.jsonl", healthLines],
  ["production.log", logEntries],
])("%s", (_, entriesOf) => {
  test("is in order, and says the same in pieces as in the whole", () => {
    const fromMs = dayMs(86);
    const moment = fc.integer({ min: fromMs, max: endMs });
    const whole = entriesOf(STORY, fromMs, endMs);
    expect(whole).toEqual(whole.toSorted((a, b) => a.atMs - b.atMs));
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 4 }), (moments) => {
        const bounds = [fromMs, ...moments.sort((a, b) => a - b), endMs];
        const pieces = bounds.slice(1).flatMap((toMs, index) => entriesOf(STORY, bounds[index]!, toMs));
        expect(textOf(pieces)).toBe(textOf(whole));
      }),
      { seed: 4, numRuns: 10 },
    );
  });
});

test("no two entries of the log have one time, so that a run goes on after the last", () => {
  const times = logEntries(STORY, STORY.startMs, endMs).map(({ atMs }) => atMs);
  expect(new Set(times).size).toBe(times.length);
  expect(times.length).toBeGreaterThan(5000);
});

describe("the story", () => {
  const { fromMs, toMs } = outage(STORY);

  test("has an outage in which the flow is down and falls back, and after which all is well", () => {
    const flow = checks.filter(({ component }) => component === "flow");
    expect(new Set(within(flow, fromMs, fromMs + 6 * HOUR_MS).map(({ status }) => status))).toEqual(
      new Set(["unhealthy"]),
    );
    expect(within(flow, fromMs, fromMs + HOUR_MS)[0]).toMatchObject({
      available: false,
      fallback: "WORKFLOW_SEQUENCE",
      error: expect.stringContaining("ConnectionError"),
    });
    expect(within(flow, toMs, endMs).every(({ status }) => status === "healthy")).toBe(true);
    expect(conditionAt(STORY, "flow", toMs)).toBe("healthy");
  });

  test("shows a burst of errors in it, and few at all other times", () => {
    expect(within(errors, fromMs, toMs).length).toBeGreaterThan(15);
    const perDay = (errors.length - within(errors, fromMs, toMs).length) / 90;
    expect(perDay).toBeGreaterThan(0.5);
    expect(perDay).toBeLessThan(4);
  });

  test("has jobs that give up, about two of a hundred, and more that finish after an error", () => {
    const log = textOf(logEntries(STORY, STORY.startMs, endMs));
    const articles = log.match(/ Published in /g)?.length ?? 0;
    const failed = log.match(/ Given up after /g)?.length ?? 0;
    expect(failed / articles).toBeGreaterThan(0.01);
    expect(failed / articles).toBeLessThan(0.03);
    expect(new Set(errors.map(({ job }) => job)).size).toBeGreaterThan(2 * failed);
  });

  test("has errors of every class and most kinds, some with a traceback", () => {
    expect(new Set(errors.map(({ errorClass }) => errorClass))).toEqual(
      new Set(["integration", "llm_api", "file_io", "database"]),
    );
    expect([...new Set(errors.map(({ errorKind }) => errorKind))]).toEqual(
      expect.arrayContaining(["rate_limit", "timeout", "rag", "flow", "chart", "save"]),
    );
    expect(errors.filter(({ detail }) => detail?.startsWith("Traceback")).length).toBeGreaterThan(30);
  });

  test("has RAG between 120 and 260 ms mostly, and above 500 for a day and a half", () => {
    const rag = latencies.filter(({ name }) => name === "rag");
    const usual = within(rag, dayMs(10), dayMs(60)).map(({ valueMs }) => valueMs);
    expect(usual.filter((ms) => ms > 120 && ms < 260).length / usual.length).toBeGreaterThan(0.93);
    const slowMs = dayMs(CHANGES.slowRagDay) + 12 * HOUR_MS;
    expect(mean(within(rag, slowMs, slowMs + DAY_MS).map(({ valueMs }) => valueMs))).toBeGreaterThan(500);
  });

  test("has memory that climbs once to about 1.7 GB, and processors that are never all busy", () => {
    const usual = within(samples, STORY.startMs, dayMs(CHANGES.memoryDay));
    const climb = within(samples, dayMs(CHANGES.memoryDay), dayMs(CHANGES.memoryDay + 2));
    const most = (of: typeof samples) => Math.max(...of.map(({ memoryBytes }) => memoryBytes ?? 0));
    expect(most(usual)).toBeLessThan(1.4e9);
    expect(most(climb)).toBeGreaterThan(1.55e9);
    expect(most(climb)).toBeLessThan(1.8e9);
    expect(Math.max(...samples.map(({ cpuCores }) => cpuCores ?? 0))).toBeLessThan(3.1);
  });

  test("has gates that pass in 85 to 90 of a hundred, and fewer than 80 until the new writer's prompts are mended", () => {
    const rate = (of: typeof runs) => {
      const passed = of.reduce((sum, { gatesPassed }) => sum + (gatesPassed ?? 0), 0);
      return passed / (of.length * 5);
    };
    const from = dayMs(CHANGES.cheaperWriterDay);
    const to = dayMs(CHANGES.mendedPromptsDay);
    expect(rate(within(runs, from, to))).toBeLessThan(0.8);
    const usual = runs.filter(({ atMs }) => atMs < from || atMs >= to);
    expect(rate(usual)).toBeGreaterThan(0.83);
    expect(rate(usual)).toBeLessThan(0.91);
    expect(runs.length / 13).toBeGreaterThan(13);
    expect(evaluations.length).toBeGreaterThan(50);
  });
});
