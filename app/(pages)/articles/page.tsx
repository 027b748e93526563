import type { Metadata } from "next";
import { type Answered, answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Articles } from "@/components/articles/articles";
import { articlePages, firstPage, PAGE_ROWS } from "@/lib/client/pages";
import { summaryQuery } from "@/lib/client/queries";
import { rangeOf, viewOfPage } from "@/lib/client/view";
import { articlesOf, summaryOf } from "@/lib/server/answers";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Articles" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const range = rangeOf(viewOfPage(await searchParams));
  const page = await articlesOf(running, { ...range, limit: PAGE_ROWS });
  const answers: Answered[] = [answered(articlePages(range), firstPage(page))];
  if (page.total === 0)
    for (const asked of [range, { range: "all" } as const])
      answers.push(answered(summaryQuery(asked), await summaryOf(running, asked)));
  return (
    <FirstPaint answers={answers}>
      <Articles />
    </FirstPaint>
  );
}
