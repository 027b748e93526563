"use client";

import { useQuery } from "@tanstack/react-query";
import { TimeChart } from "@/components/charts/time-chart";
import { ruleTrendQuery, trendAsked, trendRange } from "@/lib/client/alert-queries";
import { figureWords, ruleTitle } from "@/lib/client/alert-words";
import { gathered, unitOf } from "@/lib/client/buckets";
import { address } from "@/lib/client/fetched";
import { ruleSeries } from "@/lib/client/rule-series";
import type { AlertReply } from "@/lib/contract/alerts";
import type { Environment } from "@/lib/domain/environment";

interface Props {
  rule: AlertReply["rule"];
  environment: Environment | null;
}

/** A rule's figure by the hour or day, with where it fires and where it clears as labelled lines. */
export function RuleChart({ rule, environment }: Props) {
  const { metric, threshold, clear_threshold: clear } = rule;
  const range = trendRange(rule.window_ms, environment);
  const series = ruleSeries(metric);
  const { data, isError } = useQuery(ruleTrendQuery(metric, range));
  if (series === null)
    return (
      <p className="text-ink-2">
        No series over time is stored of {metric}: the figure above is judged anew at each look.
      </p>
    );
  if (!data)
    return <p className="min-h-60 text-ink-3">{isError ? "The chart could not be read." : "Reading…"}</p>;
  const rows = gathered(data.covered, data.points);
  const values = rows.map(
    ({ rows: points }) => points.findLast(({ value }) => value !== null)?.value ?? null,
  );
  const last = values.findLast((value) => value !== null) ?? null;
  const exact = (value: number | null) => figureWords(metric, value);
  const { path, parameters } = trendAsked(series, range);
  return (
    <TimeChart
      title={`${ruleTitle(rule.name)}${environment === null ? "" : ` on ${environment}`}`}
      unit={`by the ${unitOf(data.covered)}`}
      summary={
        last === null ? "No figure in this period" : `Newest ${exact(last)}; fires at ${exact(threshold)}`
      }
      kind="lines"
      plot={{
        slots: rows.map(({ slot }) => slot),
        series: [{ name: metric, colour: "var(--accent)", total: exact(last) }],
        values: values.map((value) => [value]),
      }}
      reading={{ tick: exact, exact }}
      thresholds={[
        { name: "fires", value: threshold },
        ...(clear === null ? [] : [{ name: "clears", value: clear }]),
      ]}
      csv={address(path, { ...parameters, format: "csv" })}
    />
  );
}
