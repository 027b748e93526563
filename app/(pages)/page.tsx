import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { Overview } from "@/components/overview/overview";
import { recorded } from "@/components/overview/recorded";
import { summaryQuery, trendsQuery, usageQuery } from "@/lib/client/queries";
import { rangeOf, viewOfPage } from "@/lib/client/view";
import { summaryOf, trendsOf, usageOf } from "@/lib/server/answers";
import { app } from "@/lib/server/app";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Overview" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const running = await app();
  const range = rangeOf(viewOfPage(await searchParams));
  const summary = await summaryOf(running, range);
  const answers = [
    answered(summaryQuery(range), summary),
    answered(trendsQuery(range), await trendsOf(running, range)),
    answered(usageQuery(range, "provider"), await usageOf(running, { ...range, by: "provider" })),
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
