"use client";

import { useQuery } from "@tanstack/react-query";
import { DetailHead } from "@/components/calls/detail-head";
import { MoneyTiles } from "@/components/calls/money-tiles";
import { partsOf, Spent } from "@/components/calls/spent";
import { Timeline } from "@/components/calls/timeline";
import { FailedAnswer } from "@/components/failed-answer";
import { Mark, Moment, Unknown } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { executionQuery, settingsQuery } from "@/lib/client/queries";
import type { ExecutionDetail } from "@/lib/contract/executions";

/** One run of an agent with its calls. */
export function ExecutionView({ id }: { id: string }) {
  const { data: run, error, refetch } = useQuery(executionQuery(id));
  const { data: settings } = useQuery(settingsQuery());
  if (run === undefined || settings === undefined) return null;
  const zone = settings.timezone;
  return (
    <>
      <DetailHead
        list={{ path: "/executions", name: "Executions" }}
        title={run.execution_id}
        facts={factsOf(run, zone)}
      />
      <FailedAnswer what="This run" failed={error && { error, refetch }} />
      <div className="grid gap-3">
        <div className="grid grid-cols-2 gap-3 md:grid-cols-4 print:grid-cols-4 print:gap-2">
          <MoneyTiles run={run} />
        </div>
        {run.calls.length > 1 && <Spent parts={partsOf(run.calls)} calls={run.calls} />}
        <Timeline
          calls={run.calls}
          zone={zone}
          none="The record gives dollars in total, but lists no calls (llm_calls or agents)."
        />
      </div>
    </>
  );
}

const factsOf = (run: ExecutionDetail, zone: string) => [
  {
    name: "Agent",
    value:
      run.agent === null ? (
        <Unknown reason="this record names an agent for each call" />
      ) : (
        <bdi>{run.agent}</bdi>
      ),
  },
  { name: "Time", value: <Moment at={run.time} zone={zone} /> },
  {
    name: "As its source wrote it",
    value: <bdi className="font-mono">{run.start_text}</bdi>,
  },
  { name: "Environment", value: <Mark environment={run.environment} /> },
  {
    name: "Article",
    value:
      run.article === null ? (
        <Unknown reason="its agent makes no whole articles, and no article of its topic ended near it" />
      ) : (
        <PageLink path={`/articles/${encodeURIComponent(run.article)}`} className="link">
          <bdi>{run.topic ?? "the article it made"}</bdi>
        </PageLink>
      ),
  },
];
