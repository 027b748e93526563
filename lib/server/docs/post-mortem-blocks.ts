import type { Article } from "@/lib/contract/articles";
import type { ReleaseReply } from "@/lib/contract/releases";
import type { RollbackReport } from "@/lib/contract/traffic";
import { escaped, utc } from "@/lib/domain/docs-fill";
import { moneyAtLeast } from "@/lib/domain/format";

/** The parts of a post-mortem that are lists and tables. What comes from outside is escaped, cell by cell. */

export const timelineTable = (timeline: ReleaseReply["timeline"]): string =>
  table(
    ["time", "what", "by", "said"],
    timeline.map(({ time, kind, actor, automatic, said, reason }) => [
      utc(time),
      kind.replaceAll("_", " "),
      automatic || actor === "system" ? "by itself" : escaped(actor),
      escaped(reason === null ? said : `${said}; reason: ${reason}`),
    ]),
  );

export const stepsTable = (steps: RollbackReport["steps"]): string =>
  table(
    ["step", "result", "detail", "time"],
    steps.map(({ name, status, detail, ms }) => [
      name.replaceAll("_", " "),
      status,
      escaped(detail),
      `${Math.round(ms)} ms`,
    ]),
  );

/** Each to be ticked once somebody has looked at it. */
export function articleList(articles: readonly Article[], more: boolean): string {
  if (articles.length === 0) return "None.";
  const lines = articles.map(
    ({ topic, time, cost_usd, cost_known }) =>
      `- [ ] ${escaped(topic ?? "without a topic")}, ${utc(time)}, ${moneyAtLeast(cost_usd, cost_known)}`,
  );
  return [...lines, ...(more ? ["- [ ] and more, older ones: the page Articles has them"] : [])].join("\n");
}

export const bulleted = (lines: readonly string[]): string =>
  lines.length === 0 ? "- nothing" : lines.map((line) => `- ${escaped(line)}`).join("\n");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
