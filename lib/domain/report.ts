import { change, count, counted, money, moneyAtLeast, multiplier, percent, points, seconds } from "./format";
import { ENOUGH } from "./interval";
import { ARTICLE_TIME_S, ERROR_RATE_MAX, GATE_PASS_RATE } from "./targets";

/** What a report shows, in this order. */
export const REPORT_METRICS = [
  "cost_usd",
  "articles",
  "cost_per_article_usd",
  "roi_multiplier",
  "human_cost_usd",
  "gate_pass_rate",
  "error_rate",
  "article_time_s",
] as const;

export type ReportMetric = (typeof REPORT_METRICS)[number];

/** One figure of a report; null where it is not known. */
export interface ReportFigure {
  metric: ReportMetric;
  value: number | null;
  /** Of the period before. */
  before: number | null;
  /** Samples that each stands on. */
  n: number;
  n_before: number;
  /** False where part of it is not known: it is at least that. */
  complete: boolean;
}

const TITLES: Record<ReportMetric, string> = {
  cost_usd: "Spend",
  articles: "Articles",
  cost_per_article_usd: "Cost per article",
  roi_multiplier: "ROI multiplier",
  human_cost_usd: "Human work replaced",
  gate_pass_rate: "Gate pass rate",
  error_rate: "Error rate",
  article_time_s: "Article time, median",
};

export const reportTitle = (metric: ReportMetric): string => TITLES[metric];

/** A figure as its tile writes it. */
export const reportWords = ({
  metric,
  value,
  n,
  complete,
}: Omit<ReportFigure, "before" | "n_before">): string => {
  if (metric === "articles") return count(value);
  if (metric === "roi_multiplier") return multiplier(value);
  if (metric === "article_time_s") return seconds(value);
  if (metric.endsWith("_rate")) return percent(value, n < ENOUGH ? 0 : 1);
  return moneyAtLeast(value, complete);
};

/** `+4 % from $0.61`; null where there is nothing to compare with. */
export function deltaWords({ metric, value, before, n_before }: ReportFigure): string | null {
  const difference = metric.endsWith("_rate") ? points(value, before) : change(value, before);
  if (difference === null) return null;
  return `${difference} from ${reportWords({ metric, value: before, n: n_before, complete: true })}`;
}

/** What a figure is held to; null where it is held to nothing. */
export function goalWords(metric: ReportMetric): string | null {
  if (metric === "gate_pass_rate") return `goal ${percent(GATE_PASS_RATE.goal, 0)}`;
  if (metric === "error_rate") return `limit ${percent(ERROR_RATE_MAX, 0)}`;
  if (metric !== "article_time_s") return null;
  return `expected ${seconds(ARTICLE_TIME_S.min)} to ${seconds(ARTICLE_TIME_S.max)}`;
}

/** The period in one sentence, of what is known of it: what a dollar brought, what an article cost, how good they were. */
export function headline(figures: readonly ReportFigure[]): string {
  const of = (metric: ReportMetric) => figures.find((figure) => figure.metric === metric);
  const parts = [
    returned(of("roi_multiplier"), of("cost_usd")),
    made(of("articles"), of("cost_per_article_usd")),
  ];
  const quality = of("gate_pass_rate");
  if (quality?.value != null)
    parts.push(`quality ${reportWords(quality)} against a goal of ${percent(GATE_PASS_RATE.goal, 0)}`);
  const known = parts.filter((part) => part !== null).join("; ");
  return known === "" ? "Nothing was recorded in this period." : `${capital(known)}.`;
}

function returned(roi: ReportFigure | undefined, cost: ReportFigure | undefined): string | null {
  if (roi?.value != null) return `every dollar spent replaced ${money(roi.value)} of human work`;
  return cost?.value ? `${reportWords(cost)} was spent` : null;
}

function made(articles: ReportFigure | undefined, each: ReportFigure | undefined): string | null {
  if (!articles?.value) return null;
  const cost = each?.value == null ? "" : ` at ${reportWords(each)} each`;
  return `${counted(articles.value, "article")}${cost}`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
