import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ArticleDetail, ArticlesReply } from "@/lib/contract/articles";
import type { BudgetReply } from "@/lib/contract/budget";
import type { CompareReply } from "@/lib/contract/compare";
import type { DigestReply } from "@/lib/contract/digest";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { ExecutionDetail, ExecutionsReply } from "@/lib/contract/executions";
import type { HealthComponentsReply, HealthHistoryReply } from "@/lib/contract/health";
import type { KeysReply } from "@/lib/contract/keys";
import type { LatencyReply } from "@/lib/contract/latency";
import type { Topic } from "@/lib/contract/live";
import type { Me, SessionsReply, UsersReply } from "@/lib/contract/people";
import type { QualityReply } from "@/lib/contract/quality";
import type { ReportReply } from "@/lib/contract/report";
import type { ResourcesReply } from "@/lib/contract/resources";
import type { SettingsReply } from "@/lib/contract/settings";
import type { ReconciliationReply, SourcesReply } from "@/lib/contract/sources";
import type { SummaryReply } from "@/lib/contract/summary";
import type { ChangesReply, RollbackReport, RollbacksReply, TrafficReply } from "@/lib/contract/traffic";
import type { TrendsReply } from "@/lib/contract/trends";
import type { Dimension, UsageReply } from "@/lib/contract/usage";
import type { Environment } from "@/lib/domain/environment";
import { fetched, type Parameters } from "./fetched";
import type { RangeParameters } from "./view";

/** The key is the topic first, so that one live event refreshes every range on screen. */
const query = <Reply>(topic: Topic, path: string, parameters: Parameters) =>
  queryOptions({
    queryKey: [topic, path, parameters] as const,
    queryFn: ({ signal }) => fetched<Reply>(path, parameters, signal),
    placeholderData: keepPreviousData,
  });

export const summaryQuery = (range: RangeParameters) =>
  query<SummaryReply>("summary", "/api/summary", { ...range });

/** Of this calendar month, whatever the range of the page. */
export const budgetQuery = () => query<BudgetReply>("summary", "/api/budget", {});

export const reportQuery = (range: RangeParameters) =>
  query<ReportReply>("summary", "/api/report", { ...range });

export const digestQuery = () => query<DigestReply>("summary", "/api/report/digest", {});

export const trendsQuery = (range: RangeParameters) =>
  query<TrendsReply>("trends", "/api/trends", { ...range });

export const usageQuery = (range: RangeParameters, by: Dimension) =>
  query<UsageReply>("usage", "/api/usage", { ...range, by });

export interface PageParameters extends RangeParameters {
  cursor?: string;
  limit?: number;
}

export const articlesQuery = (page: PageParameters) =>
  query<ArticlesReply>("articles", "/api/articles", { ...page });

export const executionsQuery = (page: PageParameters) =>
  query<ExecutionsReply>("executions", "/api/executions", { ...page });

export const articleQuery = (id: string) =>
  query<ArticleDetail>("articles", `/api/articles/${encodeURIComponent(id)}`, {});

export const executionQuery = (id: string) =>
  query<ExecutionDetail>("executions", `/api/executions/${encodeURIComponent(id)}`, {});

export const sourcesQuery = () => query<SourcesReply>("sources", "/api/sources", {});

export const settingsQuery = () => query<SettingsReply>("settings", "/api/settings", {});

export const meQuery = () => query<Me>("access", "/api/me", {});

export const sessionsQuery = () => query<SessionsReply>("access", "/api/sessions", {});

export const usersQuery = () => query<UsersReply>("access", "/api/users", {});

export const keysQuery = () => query<KeysReply>("access", "/api/keys", {});

export const reconciliationQuery = (range: RangeParameters) =>
  query<ReconciliationReply>("reconciliation", "/api/reconciliation", { ...range });

export const qualityQuery = (range: RangeParameters) =>
  query<QualityReply>("quality", "/api/quality", { ...range });

export const errorsQuery = (range: RangeParameters) =>
  query<ErrorsReply>("errors", "/api/errors", { ...range });

export const latencyQuery = (range: RangeParameters, name: string) =>
  query<LatencyReply>("latency", "/api/latency", { ...range, name });

export const resourcesQuery = (range: RangeParameters) =>
  query<ResourcesReply>("resources", "/api/resources", { ...range });

/** Availability is read over 90 days, whatever the range of the page. */
export const healthComponentsQuery = ({ environment }: RangeParameters) =>
  query<HealthComponentsReply>(
    "health",
    "/api/health/components",
    environment === undefined ? {} : { environment },
  );

export const healthHistoryQuery = (range: RangeParameters, component: string) =>
  query<HealthHistoryReply>("health", "/api/health/history", { ...range, component });

/** How old the strip's figures may get where no change is told: readiness is probed every so often. */
const TRAFFIC_MS = 10_000;

/** Asked on every page, and apart from everything else: no other question holds it back. */
export const trafficQuery = () => ({
  ...query<TrafficReply>("traffic", "/api/traffic", {}),
  staleTime: TRAFFIC_MS,
  refetchInterval: TRAFFIC_MS,
});

export type ChangesParameters = { from?: string; to?: string };

export const changesQuery = (period: ChangesParameters = {}) =>
  query<ChangesReply>("traffic", "/api/traffic/changes", { ...period });

export const rollbacksQuery = () => query<RollbacksReply>("traffic", "/api/rollbacks", {});

export const rollbackPath = (id: string): string => `/api/rollbacks/${encodeURIComponent(id)}`;

export const rollbackQuery = (id: string) => query<RollbackReport>("traffic", rollbackPath(id), {});

export type CompareParameters = Omit<RangeParameters, "environment"> & {
  since?: "split";
  exact?: "true";
  candidate?: Environment;
};

/** Follows the figures. The epoch is part of its name: another split is another question. */
export const compareQuery = (parameters: CompareParameters, epoch: number) =>
  queryOptions({
    queryKey: ["summary" satisfies Topic, "/api/compare", parameters, epoch] as const,
    queryFn: ({ signal }) => fetched<CompareReply>("/api/compare", { ...parameters }, signal),
    placeholderData: keepPreviousData,
  });
