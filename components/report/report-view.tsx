"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { BudgetLine } from "@/components/overview/budget-line";
import { CompareToggle } from "@/components/view/compare-toggle";
import { EnvironmentFilter } from "@/components/view/environment-filter";
import { RangePicker } from "@/components/view/range-picker";
import { address } from "@/lib/client/fetched";
import { reportQuery } from "@/lib/client/queries";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import type { ReportReply } from "@/lib/contract/report";
import { moment, period } from "@/lib/domain/dates";
import { DigestCard } from "./digest-card";
import { ReportCharts } from "./report-charts";
import { ReportFigures } from "./report-figures";
import { ReportLists } from "./report-lists";

/** A period on one page, for people who do not look at Greenlight every day: on the screen, and on one sheet of A4. */
export function ReportView() {
  const { view } = useView();
  const range = rangeOf(view);
  const { data: report, error, refetch } = useQuery(reportQuery(range));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5 print:mb-1">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h1 className="text-heading">Report</h1>
          {report && <Period report={report} compared={view.compare} />}
        </div>
        {report && (
          <div className="no-print flex flex-wrap items-center gap-2">
            <CompareToggle />
            <EnvironmentFilter />
            <RangePicker shown={report} month />
          </div>
        )}
      </div>
      <FailedAnswer what="This report" failed={error && { error, refetch }} />
      {report && (
        <div className="grid gap-3 print:gap-2">
          <Headline report={report} markdown={address("/api/report", { ...range, format: "md" })} />
          <ReportFigures report={report} compared={view.compare} />
          <BudgetLine />
          <ReportCharts range={range} />
          <ReportLists report={report} />
          <p className="text-small text-ink-3">
            Made {moment(report.made_at, report.timezone)} ({report.timezone}) by Greenlight {report.version},{" "}
            <span className="wrap-anywhere">{report.made_by}</span>
            {report.demo && ". Simulated data: this is the demo"}
          </p>
          <DigestCard />
        </div>
      )}
    </>
  );
}

const Period = ({ report, compared }: { report: ReportReply; compared: boolean }) => (
  <p className="text-small text-ink-3">
    {period(report.from, report.to, report.timezone)}
    {compared && ` · compared with ${period(report.previous.from, report.previous.to, report.timezone)}`}
  </p>
);

const Headline = ({ report, markdown }: { report: ReportReply; markdown: string }) => (
  <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
    <p className="max-w-[72ch] text-[17px] leading-snug print:text-[13px]">{report.headline}</p>
    <p className="no-print flex flex-wrap gap-2">
      <button type="button" onClick={() => window.print()} className="control">
        Print or save as PDF
      </button>
      <a href={markdown} className="control">
        Markdown
      </a>
    </p>
  </div>
);
