import type { RollbackReport } from "@/lib/contract/traffic";
import { escaped } from "@/lib/domain/docs-fill";
import { counted } from "@/lib/domain/format";

/** A report as a document for people: the beginning of a post-mortem. */
export function reportMarkdown(report: RollbackReport): string {
  const { from, to, times, verification, exposure } = report;
  const side = ({ environment, version, weight }: RollbackReport["from"]) =>
    `${environment}${version === null ? "" : ` (${escaped(version)})`}, ${weight} %`;
  const moments: [string, string | null][] = [
    ["T0 first bad sample", times.first_bad],
    ["T1 trip", times.tripped],
    ["T2 accepted", times.accepted],
    ["T3 confirmed by the balancer", times.confirmed],
    ["T4 last job given to the old side", times.last_assigned],
    ["T5 verified", times.verified],
  ];
  return [
    `# Rollback from ${side(from)} to ${side(to)}`,
    "",
    `- by ${escaped(report.actor)}, ${report.started_at}`,
    `- why: ${report.reason === null ? "not said yet" : escaped(report.reason)}`,
    `- ${verification.passed ? "verified" : "not verified"}; reaction ${report.reaction_ms ?? "unknown"} ms`,
    `- exposure: ${counted(exposure.articles, "article")}, $${exposure.cost_usd}${exposure.since === null ? "" : ` since ${exposure.since}`}`,
    "",
    "| step | result | detail | ms |",
    "| --- | --- | --- | --- |",
    ...report.steps.map(
      ({ name, status, detail, ms }) => `| ${name} | ${status} | ${escaped(detail)} | ${ms} |`,
    ),
    "",
    "| moment | time |",
    "| --- | --- |",
    ...moments.map(([name, time]) => `| ${name} | ${time ?? "unknown"} |`),
    "",
    "Not undone:",
    "",
    ...report.not_undone.map((line) => `- ${escaped(line)}`),
    "",
  ].join("\n");
}
