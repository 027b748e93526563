import type { ReportReply } from "@/lib/contract/report";
import { forecastWords, spentWords } from "@/lib/domain/budget-words";
import { moment, period } from "@/lib/domain/dates";
import { escaped } from "@/lib/domain/docs-fill";
import { deltaWords, goalWords, reportTitle, reportWords } from "@/lib/domain/report";
import { outcomeText } from "@/lib/domain/report-outcome";

/** A report as a document for people. */
export function reportMarkdown(report: ReportReply): string {
  const { timezone: zone, budget } = report;
  const made = `Made ${moment(report.made_at, zone)} (${zone}) by Greenlight ${report.version}, ${report.made_by}`;
  return [
    `# Report, ${period(report.from, report.to, zone)}`,
    "",
    ...(report.demo ? ["**Simulated data: this is the demo.**", ""] : []),
    `**${escaped(report.headline)}**`,
    "",
    "| figure | value | against the period before | held to |",
    "| --- | --- | --- | --- |",
    ...report.figures.map(
      (figure) =>
        `| ${reportTitle(figure.metric)} | ${reportWords(figure)} | ${deltaWords(figure) ?? "–"} | ${goalWords(figure.metric) ?? "–"} |`,
    ),
    "",
    `Budget: ${spentWords(budget)}; ${forecastWords(budget)}.`,
    ...section("Releases", releasesOf(report)),
    ...section("Rollbacks", rollbacksOf(report)),
    ...section("Incidents", incidentsOf(report)),
    ...section("What the figures leave out", report.left_out.map(escaped)),
    "",
    `${made}. The period before: ${period(report.previous.from, report.previous.to, zone)}.`,
    "",
  ].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] => [
  ...["", `## ${title}`, ""],
  ...(lines.length === 0 ? ["None."] : lines.map((line) => `- ${line}`)),
];

const releasesOf = ({ releases, timezone }: ReportReply): string[] =>
  releases.map(
    (release) =>
      `${escaped(release.version)} on ${release.environment}: ${escaped(outcomeText(release))}, ${moment(release.time, timezone)}`,
  );

const rollbacksOf = ({ rollbacks, timezone }: ReportReply): string[] =>
  rollbacks.map(
    ({ time, from, to, actor, reason }) =>
      `from ${from} to ${to} by ${escaped(actor)}, ${moment(time, timezone)}${reason === null ? "" : `: ${escaped(reason)}`}`,
  );

const incidentsOf = ({ incidents, timezone }: ReportReply): string[] =>
  incidents.map(({ rule, environment, severity, time, resolved_at, said }) => {
    const where = environment === null ? "" : ` on ${environment}`;
    const end = resolved_at === null ? "not resolved yet" : `resolved ${moment(resolved_at, timezone)}`;
    return `${severity}: ${escaped(rule)}${where}, ${moment(time, timezone)}, ${end}: ${escaped(said)}`;
  });
