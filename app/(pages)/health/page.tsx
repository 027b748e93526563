import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Health } from "@/components/health/health";
import { latencyNameOf } from "@/components/health/latency-name";
import { openedOf, rangeWithin } from "@/components/health/standing";
import {
  errorsQuery,
  healthComponentsQuery,
  healthHistoryQuery,
  latencyQuery,
  resourcesQuery,
  sourcesQuery,
  summaryQuery,
  trendsQuery,
} from "@/lib/client/queries";
import { rangeOf, viewOfPage } from "@/lib/client/view";
import { summaryOf, trendsOf } from "@/lib/server/answers";
import { errorsOf } from "@/lib/server/errors";
import { healthComponentsOf, healthHistoryOf } from "@/lib/server/health";
import { latencyOf } from "@/lib/server/latency";
import { resourcesOf } from "@/lib/server/resources";
import { sourcesOf } from "@/lib/server/sources";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Health" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const view = viewOfPage(await searchParams);
  const range = rangeOf(view);
  const environment = range.environment === undefined ? {} : { environment: range.environment };
  const health = await healthComponentsOf(running, environment);
  const answers = [
    answered(healthComponentsQuery(range), health),
    answered(resourcesQuery(range), await resourcesOf(running, range)),
    answered(errorsQuery(range), await errorsOf(running, { ...range, group: "class" })),
    answered(sourcesQuery(), await sourcesOf(running)),
    answered(summaryQuery(range), await summaryOf(running, range)),
    answered(trendsQuery(range), await trendsOf(running, range)),
  ];
  for (const name of new Set(["rag", latencyNameOf(view.by)]))
    answers.push(answered(latencyQuery(range, name), await latencyOf(running, { ...range, name })));
  const opened = openedOf(health, view);
  if (opened !== null) {
    const [within, { name }] = [rangeWithin(opened, range), opened];
    const history = await healthHistoryOf(running, { ...within, component: name });
    answers.push(
      answered(healthHistoryQuery(within, name), history),
      answered(latencyQuery(within, name), await latencyOf(running, { ...within, name })),
    );
  }
  return (
    <FirstPaint answers={answers}>
      <Health />
    </FirstPaint>
  );
}
