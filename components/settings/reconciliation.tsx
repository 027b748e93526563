"use client";

import { type ReactNode, useId } from "react";
import { CopyLine } from "@/components/copy-line";
import { EnvironmentFilter } from "@/components/view/environment-filter";
import { RangePicker } from "@/components/view/range-picker";
import type { ReconciliationReply } from "@/lib/contract/sources";
import { period } from "@/lib/domain/dates";
import { counted, money } from "@/lib/domain/format";
import { PairTable } from "./pair-table";
import { SingleLines, SingleRuns } from "./single-tables";

/** Runs that stand in two sources, how far they differ, and what stayed single. */
export function Reconciliation({ reply }: { reply: ReconciliationReply }) {
  const id = useId();
  const { pairs, single_executions: runs, single_article_costs: lines, totals } = reply;
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-card border border-line bg-surface p-3.5">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id={id} className="text-card">
          Reconciliation{" "}
          <span className="font-normal text-ink-3">{period(reply.from, reply.to, reply.timezone)}</span>
        </h2>
        <div className="no-print flex flex-wrap items-center gap-2 font-normal">
          <EnvironmentFilter />
          <RangePicker shown={reply} />
        </div>
      </div>
      <p className="mb-3 max-w-[100ch] text-body text-ink-2">
        The pipeline may log one run twice: as an execution, and as an article-costs line. Where both name the
        same topic within 15 minutes they are one article: the line’s dollars count, the execution’s hours do,
        and nothing counts twice.
      </p>
      {totals.pairs + totals.single_executions + totals.single_article_costs === 0 ? (
        <Nothing />
      ) : (
        <div className="grid gap-5">
          <List
            title={counted(totals.pairs, "pair")}
            remark={differences(reply)}
            shown={pairs.length}
            of={totals.pairs}
          >
            <PairTable pairs={pairs} zone={reply.timezone} />
          </List>
          <div className="grid gap-5 xl:grid-cols-2">
            <List
              title={counted(totals.single_executions, "execution")}
              remark="without a line: the execution’s own dollars count"
              shown={runs.length}
              of={totals.single_executions}
            >
              <SingleRuns runs={runs} zone={reply.timezone} />
            </List>
            <List
              title={counted(totals.single_article_costs, "line")}
              remark="without an execution: no human hours are known"
              shown={lines.length}
              of={totals.single_article_costs}
            >
              <SingleLines lines={lines} zone={reply.timezone} />
            </List>
          </div>
        </div>
      )}
    </section>
  );
}

function differences({ pairs, totals }: ReconciliationReply): string {
  const sum = pairs.reduce((total, pair) => total + pair.difference_usd, 0);
  if (pairs.length === 0 || pairs.length < totals.pairs) return "";
  return `lines and executions differ by ${money(sum)} in all`;
}

interface ListProps {
  title: string;
  remark: string;
  shown: number;
  of: number;
  children: ReactNode;
}

function List({ title, remark, shown, of, children }: ListProps) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-small text-ink-3">
        <span className="font-strong text-ink">{title}</span>
        {remark !== "" && ` ${remark}`}
        {shown < of && `; the newest ${shown} are listed`}
      </h3>
      {shown > 0 && children}
    </div>
  );
}

const Nothing = () => (
  <div className="grid gap-2 text-body text-ink-2">
    <p>There is no article in this range to reconcile. It takes both of the pipeline’s files:</p>
    <CopyLine text="npm run up -- --source path/to/logs/execution_roi.json path/to/logs/agent_sdk_costs.jsonl" />
  </div>
);
