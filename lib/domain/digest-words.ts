import { type BudgetFigures, forecastWords, spentWords } from "./budget-words";
import { period } from "./dates";
import type { Environment } from "./environment";
import { counted } from "./format";
import { plain, titled, type Words } from "./notification-words";
import type { Phase, Release } from "./release";
import { deltaWords, type ReportFigure, type ReportMetric, reportTitle, reportWords } from "./report";
import { outcomeText } from "./report-outcome";

/** What a digest tells. */
export interface DigestNews {
  from: string;
  to: string;
  timezone: string;
  headline: string;
  figures: readonly ReportFigure[];
  budget: BudgetFigures;
  releases: readonly {
    version: string;
    environment: Environment;
    state: Phase["name"];
    undone_by: Release["undoneBy"];
  }[];
  rollbacks: number;
  /** Alerts that fired, and those of them that are critical or high. */
  fired: { all: number; grave: number };
  /** What waits for somebody now, a line each. */
  needs: readonly string[];
  link: string;
}

const METRICS: readonly ReportMetric[] = [
  "cost_usd",
  "articles",
  "cost_per_article_usd",
  "roi_multiplier",
  "gate_pass_rate",
  "error_rate",
];

/** A week in plain text, for mails and chats. */
export function digestWords(news: DigestNews): Words {
  const { from, to, timezone, budget, fired, rollbacks } = news;
  const days = period(from, to, timezone);
  const shown = METRICS.flatMap((metric) => news.figures.find((figure) => figure.metric === metric) ?? []);
  return titled(`[digest] ${days}: ${news.headline}`, [
    ...shown.map(figureLine),
    `Budget: ${spentWords(budget)}; ${forecastWords(budget)}`,
    "",
    `Releases: ${releasesLine(news)}`,
    `Rollbacks: ${rollbacks === 0 ? "none" : rollbacks}`,
    `Alerts: ${fired.all === 0 ? "none fired" : `${fired.all} fired, ${fired.grave} of them critical or high`}`,
    "",
    ...needsLines(news.needs),
    "",
    `Report: ${news.link}`,
  ]);
}

function figureLine(figure: ReportFigure): string {
  const delta = deltaWords(figure);
  return `${reportTitle(figure.metric)}: ${reportWords(figure)}${delta === null ? "" : ` (${delta})`}`;
}

const releasesLine = ({ releases }: DigestNews): string =>
  releases.length === 0
    ? "none"
    : releases
        .map((one) => `${plain(one.version)} on ${one.environment}, ${plain(outcomeText(one))}`)
        .join("; ");

const needsLines = (needs: readonly string[]): string[] =>
  needs.length === 0
    ? ["Nothing waits for anybody."]
    : [`${counted(needs.length, "thing")} to look at:`, ...needs.map((line) => `- ${plain(line)}`)];
