import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { recorded } from "@/components/overview/recorded";
import { told } from "@/components/quality/checked";
import { Quality } from "@/components/quality/quality";
import { rangeBefore } from "@/components/usage/before";
import { qualityQuery, summaryQuery } from "@/lib/client/queries";
import { type RangeParameters, rangeOf, viewOfPage } from "@/lib/client/view";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { summaryOf } from "@/lib/server/answers";
import { qualityOf } from "@/lib/server/quality";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Quality" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const view = viewOfPage(await searchParams);
  const range = rangeOf(view);
  const asked = async (parameters: RangeParameters) =>
    answered(qualityQuery(parameters), await qualityOf(running, parameters));
  const quality = await qualityOf(running, range);
  const summary = await summaryOf(running, range);
  const answers = [answered(qualityQuery(range), quality), answered(summaryQuery(range), summary)];
  const before = rangeBefore(summary, view, recorded);
  if (before !== null) answers.push(await asked(before));
  if (view.environment === null)
    for (const environment of ENVIRONMENTS) answers.push(await asked({ ...range, environment }));
  if (!told(quality)) answers.push(await asked({ range: "all" }));
  return (
    <FirstPaint answers={answers}>
      <Quality />
    </FirstPaint>
  );
}
