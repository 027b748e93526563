import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { ReportView } from "@/components/report/report-view";
import {
  budgetQuery,
  digestQuery,
  qualityQuery,
  reportQuery,
  summaryQuery,
  trendsQuery,
} from "@/lib/client/queries";
import { rangeOf, viewOfPage } from "@/lib/client/view";
import { summaryOf, trendsOf } from "@/lib/server/answers";
import { qualityOf } from "@/lib/server/quality";
import { budgetOf } from "@/lib/server/reports/budget";
import { digestOf } from "@/lib/server/reports/digest";
import { reportOf } from "@/lib/server/reports/report";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Report" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const range = rangeOf(viewOfPage(await searchParams));
  const answers = [
    answered(reportQuery(range), await reportOf(running, range)),
    answered(budgetQuery(), await budgetOf(running)),
    answered(summaryQuery(range), await summaryOf(running, range)),
    answered(trendsQuery(range), await trendsOf(running, range)),
    answered(qualityQuery(range), await qualityOf(running, range)),
    answered(digestQuery(), await digestOf(running)),
  ];
  return (
    <FirstPaint answers={answers}>
      <ReportView />
    </FirstPaint>
  );
}
