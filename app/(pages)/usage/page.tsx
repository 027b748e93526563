import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { ran } from "@/components/overview/recorded";
import { rangeBefore } from "@/components/usage/before";
import { dimensionOf } from "@/components/usage/grouping";
import { Usage } from "@/components/usage/usage";
import { budgetQuery, summaryQuery, usageQuery } from "@/lib/client/queries";
import { rangeOf, viewOfPage } from "@/lib/client/view";
import { summaryOf, usageOf } from "@/lib/server/answers";
import { budgetOf } from "@/lib/server/reports/budget";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Usage" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const view = viewOfPage(await searchParams);
  const range = rangeOf(view);
  const by = dimensionOf(view.by);
  const summary = await summaryOf(running, range);
  const answers = [answered(summaryQuery(range), summary), answered(budgetQuery(), await budgetOf(running))];
  for (const dimension of new Set([by, "model"] as const))
    answers.push(answered(usageQuery(range, dimension), await usageOf(running, { ...range, by: dimension })));
  const before = rangeBefore(summary, view, ran);
  if (before !== null)
    answers.push(answered(usageQuery(before, by), await usageOf(running, { ...before, by })));
  const everything = { range: "all" } as const;
  if (!ran(summary)) answers.push(answered(summaryQuery(everything), await summaryOf(running, everything)));
  return (
    <FirstPaint answers={answers}>
      <Usage />
    </FirstPaint>
  );
}
