"use client";

import { useQuery } from "@tanstack/react-query";
import { DetailHead } from "@/components/calls/detail-head";
import { Spent } from "@/components/calls/spent";
import { Timeline } from "@/components/calls/timeline";
import { FailedAnswer } from "@/components/failed-answer";
import { Mark, Moment } from "@/components/lists/cells";
import { articleQuery, settingsQuery } from "@/lib/client/queries";
import { ArticleExecutions } from "./article-executions";
import { difference, sourcesOf } from "./article-sources";
import { ArticleTiles } from "./article-tiles";

/** One article: what it cost, what that is made of, and what came of it. */
export function ArticleView({ id }: { id: string }) {
  const { data: article, error, refetch } = useQuery(articleQuery(id));
  const { data: settings } = useQuery(settingsQuery());
  if (article === undefined || settings === undefined) return null;
  const zone = settings.timezone;
  return (
    <>
      <DetailHead
        list={{ path: "/articles", name: "Articles" }}
        title={article.topic ?? "Article without a topic"}
        facts={[
          { name: "Time", value: <Moment at={article.time} zone={zone} /> },
          { name: "Environment", value: <Mark environment={article.environment} /> },
        ]}
      >
        {sourcesOf(article)}
      </DetailHead>
      <FailedAnswer what="This article" failed={error && { error, refetch }} />
      <div className="grid gap-3">
        <ArticleTiles article={article} />
        {article.cost_by.length > 0 && (
          <Spent parts={article.cost_by} calls={article.calls} remark={difference(article)} />
        )}
        <Timeline
          calls={article.calls}
          zone={zone}
          none={
            article.sources.includes("execution-roi")
              ? "The record gives dollars in total, but lists no calls (llm_calls or agents)."
              : "agent_sdk_costs.jsonl lists none. A run of the same topic in execution_roi.json brings them; they join this article by themselves."
          }
        />
        {article.executions.length > 0 && <ArticleExecutions executions={article.executions} zone={zone} />}
      </div>
    </>
  );
}
