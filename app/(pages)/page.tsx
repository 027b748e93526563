import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Overview } from "@/components/overview/overview";
import { recorded } from "@/components/overview/recorded";
import {
  budgetQuery,
  errorsQuery,
  healthComponentsQuery,
  latencyQuery,
  qualityQuery,
  summaryQuery,
  trendsQuery,
  usageQuery,
} from "@/lib/client/queries";
import { rangeOf, viewOfPage } from "@/lib/client/view";
import { summaryOf, trendsOf, usageOf } from "@/lib/server/answers";
import { errorsOf } from "@/lib/server/errors";
import { healthComponentsOf } from "@/lib/server/health";
import { latencyOf } from "@/lib/server/latency";
import { qualityOf } from "@/lib/server/quality";
import { budgetOf } from "@/lib/server/reports/budget";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Overview" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const range = rangeOf(viewOfPage(await searchParams));
  const where = range.environment === undefined ? {} : { environment: range.environment };
  const summary = await summaryOf(running, range);
  const answers = [
    answered(summaryQuery(range), summary),
    answered(budgetQuery(), await budgetOf(running)),
    answered(trendsQuery(range), await trendsOf(running, range)),
    answered(usageQuery(range, "provider"), await usageOf(running, { ...range, by: "provider" })),
    answered(qualityQuery(range), await qualityOf(running, range)),
    answered(errorsQuery(range), await errorsOf(running, { ...range, group: "class" })),
    answered(healthComponentsQuery(range), await healthComponentsOf(running, where)),
    answered(latencyQuery(range, "rag"), await latencyOf(running, { ...range, name: "rag" })),
  ];
  const everything = { range: "all" } as const;
  if (!recorded(summary))
    answers.push(answered(summaryQuery(everything), await summaryOf(running, everything)));
  return (
    <FirstPaint answers={answers}>
      <Overview />
    </FirstPaint>
  );
}
