import type { z } from "zod";
import { articleById } from "@/db/queries/article";
import { articlePage } from "@/db/queries/articles";
import { executionById, executionPage } from "@/db/queries/executions";
import { reconciled } from "@/db/queries/reconciliation";
import { summaryFigures } from "@/db/queries/summary";
import { trendSeries } from "@/db/queries/trends";
import { usageBy } from "@/db/queries/usage";
import type { ArticleDetail, ArticlesReply, articles } from "@/lib/contract/articles";
import type { ExecutionDetail, ExecutionsReply } from "@/lib/contract/executions";
import type { bucketQuery, RangeQuery } from "@/lib/contract/range";
import type { ReconciliationReply } from "@/lib/contract/sources";
import type { SummaryReply } from "@/lib/contract/summary";
import type { TrendsReply } from "@/lib/contract/trends";
import type { UsageQuery, UsageReply } from "@/lib/contract/usage";
import { Problem } from "@/lib/domain/problem";
import { periodBefore } from "@/lib/domain/range";
import type { App } from "./app";
import { asked } from "./question";

/** The reading verbs. A route answers with them over HTTP, a page renders its first paint from them. */

export async function summaryOf(app: App, query: RangeQuery): Promise<SummaryReply> {
  const { period, head } = await asked(app, query);
  const before = periodBefore(period, app.calendar());
  return summaryFigures(app.store.db, {
    period,
    before,
    timezone: head.timezone,
    environment: query.environment,
  });
}

export async function usageOf(app: App, query: UsageQuery): Promise<UsageReply> {
  const { period, head } = await asked(app, query);
  return {
    ...head,
    bucket: period.bucket,
    by: query.by,
    ...(await usageBy(app.store.db, { ...period, environment: query.environment }, query.by)),
  };
}

export async function trendsOf(app: App, query: z.output<typeof bucketQuery>): Promise<TrendsReply> {
  const { period, head } = await asked(app, query);
  return {
    ...head,
    bucket: period.bucket,
    series: await trendSeries(app.store.db, { ...period, environment: query.environment }),
  };
}

type PageQuery = z.output<typeof articles.query>;

export async function articlesOf(app: App, query: PageQuery): Promise<ArticlesReply> {
  const { period, head } = await asked(app, query);
  return { ...head, ...(await articlePage(app.store.db, { ...query, ...period })) };
}

export async function executionsOf(app: App, query: PageQuery): Promise<ExecutionsReply> {
  const { period, head } = await asked(app, query);
  return { ...head, ...(await executionPage(app.store.db, { ...query, ...period })) };
}

export async function reconciliationOf(app: App, query: RangeQuery): Promise<ReconciliationReply> {
  const { period, head } = await asked(app, query);
  return { ...head, ...(await reconciled(app.store.db, { ...period, environment: query.environment })) };
}

/** @throws Problem "not-found" */
export async function articleOf(app: App, id: string): Promise<ArticleDetail> {
  return (await articleById(app.store.db, id)) ?? missing("article", id);
}

/** @throws Problem "not-found" */
export async function executionOf(app: App, id: string): Promise<ExecutionDetail> {
  return (await executionById(app.store.db, id)) ?? missing("execution", id);
}

function missing(what: string, id: string): never {
  throw new Problem("not-found", `there is no ${what} "${id.slice(0, 60)}"`);
}
