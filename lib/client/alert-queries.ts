import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { AlertsReply, automation, SilenceReply } from "@/lib/contract/alerts";
import type { FlagsReply } from "@/lib/contract/flags";
import type { Topic } from "@/lib/contract/live";
import type { NotificationsReply } from "@/lib/contract/notifications";
import type { Environment } from "@/lib/domain/environment";
import type { Covered } from "./buckets";
import { fetched, type Parameters } from "./fetched";
import { auditPages } from "./pages";
import { type FigurePoint, type RuleSeries, ruleSeries } from "./rule-series";
import type { RangeParameters } from "./view";

const query = <Reply>(topic: Topic, path: string, parameters: Parameters) =>
  queryOptions({
    queryKey: [topic, path, parameters] as const,
    queryFn: ({ signal }) => fetched<Reply>(path, parameters, signal),
    placeholderData: keepPreviousData,
  });

/** Every alert, with the newest of the history. */
export const alertsQuery = () => query<AlertsReply>("alerts", "/api/alerts", {});

/** Asked on every page: the alerts without their history. */
export const openAlertsQuery = () => query<AlertsReply>("alerts", "/api/alerts", { entries: 0 });

/** The history of one rule goes further back than that of all. */
export const ruleHistoryQuery = (rule: string) => query<AlertsReply>("alerts", "/api/alerts", { rule });

export interface SilencesReply {
  silences: SilenceReply[];
}

export const silencesQuery = () => query<SilencesReply>("alerts", "/api/silences", {});

/** The switch with what is owed; the strip of every page asks for it, too. */
export type AutomationReply = z.output<typeof automation.reply>;

export const automationFullQuery = () => query<AutomationReply>("alerts", "/api/automation", {});

export const flagsQuery = () => query<FlagsReply>("flags", "/api/flags", {});

/** Every switch of a flag, as the event log has it. */
export const flagEvents = () => auditPages({ range: "all" }, { action: "flag" });

export const notificationsQuery = () => query<NotificationsReply>("notifications", "/api/notifications", {});

/** A rule's figure over time, with the period that it covers. */
export interface RuleTrend {
  covered: Covered;
  points: FigurePoint[];
}

/** What minutes decide is shown by the hour, what articles decide by the day. */
const SHORT_MS = 3_600_000;

export const trendRange = (windowMs: number, environment: Environment | null): RangeParameters => ({
  range: windowMs <= SHORT_MS ? "24h" : "30d",
  ...(environment === null ? {} : { environment }),
});

/** Where a trend is read, and what is asked there; a budget has a period of its own. */
export const trendAsked = ({ from, name }: RuleSeries, range: RangeParameters) => ({
  path: `/api/${from}`,
  parameters: from === "budget" ? {} : { ...range, ...(name === undefined ? {} : { name }) },
});

/** What is told when a trend is another; a budget follows what is spent. */
const topicOf = ({ from }: RuleSeries): Topic => (from === "budget" ? "summary" : from);

export function ruleTrendQuery(metric: string, range: RangeParameters) {
  const series = ruleSeries(metric);
  return queryOptions({
    queryKey: [series === null ? "alerts" : topicOf(series), "rule", metric, range] as const,
    enabled: series !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<RuleTrend | null> => {
      if (series === null) return null;
      const { path, parameters } = trendAsked(series, range);
      const reply = await fetched<Covered>(path, parameters, signal);
      // Each series reads the reply of its own path, which no type can say of all of them at once.
      const points: (reply: never) => FigurePoint[] = series.points;
      return { covered: reply, points: points(reply as never) };
    },
  });
}
