import { expect, test } from "vitest";
import { ruleSeries } from "@/lib/client/rule-series";
import type { ErrorsReply } from "@/lib/contract/errors";
import { DEFAULT_RULES } from "@/lib/domain/default-rules";
import { RULE_METRICS } from "@/lib/domain/rule-metrics";

test("shows every default rule but the ratio of two environments", () => {
  const without = DEFAULT_RULES.filter(({ metric }) => ruleSeries(metric) === null);
  expect(without.map(({ name }) => name)).toEqual(["slowdown"]);
});

test("names what is asked, and takes the rule's figure from what is answered", () => {
  expect(ruleSeries("rag_latency_p95_ms")).toMatchObject({ from: "latency", name: "rag" });
  const errors = ruleSeries("error_rate");
  const jobs = [{ time: "2026-11-23T10:00:00.000Z", error_rate: 0.25, failed_jobs: 1, finished_jobs: 4 }];
  expect(errors?.from === "errors" && errors.points({ jobs } as unknown as ErrorsReply)).toEqual([
    { time: "2026-11-23T10:00:00.000Z", value: 0.25 },
  ]);
});

test("a metric that nothing stores a series of has none", () => {
  const none = RULE_METRICS.filter((metric) => ruleSeries(metric) === null);
  expect(none).toEqual([
    ...["article_time_ratio", "probe_status", "llm_calls", "tokens.input", "tokens.output", "tokens.total"],
    ...["human_hours", "human_cost_usd", "mean_roi_multiplier"],
  ]);
  expect(ruleSeries("something")).toBeNull();
});
