"use client";

import Link from "next/link";
import { ViewLink } from "@/components/view/view-link";
import { doesWords, limitWords, spanWords } from "@/lib/client/alert-words";
import type { AlertReply } from "@/lib/contract/alerts";
import { count } from "@/lib/domain/format";
import { RuleChart } from "./rule-chart";

/** A rule in full, with its figure over time against its threshold. */
export function AlertDetail({ alert }: { alert: AlertReply }) {
  const { rule, runbook } = alert;
  return (
    <section
      aria-label={`Rule ${rule.name}`}
      className="grid gap-3 rounded-control bg-sunken/50 p-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
    >
      <div className="grid min-w-0 content-start gap-2">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
          {factsOf(rule).map(([name, said]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="wrap-anywhere">{said}</dd>
            </div>
          ))}
        </dl>
        <Link href={runbook} prefetch={false} className="link w-fit">
          What to do, in the runbook
        </Link>
        <ViewLink change={{ by: rule.name }} className="link w-fit">
          History of this rule
        </ViewLink>
      </div>
      <RuleChart rule={rule} environment={alert.environment} />
    </section>
  );
}

const NO_DATA: Record<AlertReply["rule"]["no_data"], string> = {
  show: "is shown",
  ok: "counts as quiet",
  alert: "fires",
  keep: "changes nothing",
};

const factsOf = (rule: AlertReply["rule"]): [string, string][] => [
  ["Name", rule.name],
  ["Metric", rule.metric],
  ["Limit", limitWords(rule)],
  ["Evidence", `${whenceWords(rule)}, ${evidenceWords(rule)}`],
  ["Fires", rule.for_ms === 0 ? "at once" : `after ${spanWords(rule.for_ms)}`],
  ["Resolves", rule.clear_for_ms === 0 ? "at once" : `after ${spanWords(rule.clear_for_ms)} in order`],
  ["Does", `${doesWords(rule.action)}${rule.automatic ? "" : ", not by itself"}`],
  [
    "Told again",
    rule.renotify_ms === null ? "never" : `every ${spanWords(rule.renotify_ms)} until acknowledged`,
  ],
  ["No data", NO_DATA[rule.no_data]],
];

const whenceWords = ({ metric, window_ms }: AlertReply["rule"]): string =>
  metric === "budget_share" ? "of this calendar month" : `of the last ${spanWords(window_ms)}`;

const evidenceWords = ({ min_samples, min_errors }: AlertReply["rule"]): string =>
  `n ≥ ${count(min_samples)}${min_errors === null ? "" : `, at least ${count(min_errors)} bad; sooner where they are dense`}`;
