import type { z } from "zod";
import type { Parsed } from "@/lib/domain/record";
import type { QualityRunDetails, QualityRunRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { dirtyJson } from "./dirty-json";
import { count, fields, flag, list, name, RECORDS_MAX, timeText, words } from "./figures";
import { pathText } from "./found";
import { malformedParsed, Reading } from "./reading";

const ISSUES_MAX = 20;

const outcome = { prediction: name.nullish(), actual: name.nullish() };
const Agents = fields({
  research_agent: fields(outcome).nullish(),
  writer_agent: fields({
    ...outcome,
    word_count: words.nullish(),
    banned_phrases: count.nullish(),
    validation_passed: flag.nullish(),
    chart_embedded: flag.nullish(),
    regenerations: count.nullish(),
  }).nullish(),
  editor_agent: fields({
    ...outcome,
    gates_passed: count.nullish(),
    gates_failed: count.nullish(),
    quality_issues: list.nullish(),
  }).nullish(),
  graphics_agent: fields({
    ...outcome,
    charts_generated: count.nullish(),
    visual_qa_passed: count.nullish(),
    zone_violations: count.nullish(),
    regenerations: count.nullish(),
  }).nullish(),
});
type Agents = z.output<typeof Agents>;

const Run = fields({ timestamp: timeText, agents: Agents.nullish() });
const Document = fields({ runs: list });

/**
 * Reads `agent_metrics.json`: what the agents of each run delivered, and which checks that passed.
 *
 * Never throws. Malformed means that the text is not JSON; a figure that cannot be takes with it only what it spoils:
 * of two figures that make one ratio, both.
 */
export function parseAgentMetrics(text: string, zone: Zone): Parsed<QualityRunRecord> {
  const json = dirtyJson(text);
  if ("malformed" in json) return malformedParsed(json.malformed);
  const reading = new Reading(zone);
  reading.noteNonFinite(json.nonFinite);
  const { value } = reading.salvage(Document, json.value, "");
  const runs: QualityRunRecord[] = [];
  for (const [element, path] of reading.elements(value?.runs ?? [], "runs", RECORDS_MAX)) {
    const run = qualityRun(element, path, reading);
    if (run !== null) runs.push(run);
  }
  return reading.parsed(runs);
}

function qualityRun(found: unknown, path: string, reading: Reading): QualityRunRecord | null {
  const { value } = reading.salvage(Run, found, path);
  if (value === null) return null;
  const atMs = reading.ms(value.timestamp, pathText(path, ["timestamp"]));
  if (atMs === null) return null;
  const agents: Agents = value.agents ?? {};
  const { writer_agent: writer, editor_agent: editor, graphics_agent: graphics } = agents;
  const [gatesPassed, gatesFailed] = bothOrNone(editor?.gates_passed, editor?.gates_failed);
  const [charts, chartsPassed] = chartsOf(graphics, `${path}.agents.graphics_agent`, reading);
  return {
    kind: "quality-run",
    atMs,
    timestampText: value.timestamp,
    gatesPassed,
    gatesFailed,
    draftValid: writer?.validation_passed ?? null,
    chartEmbedded: writer?.chart_embedded ?? null,
    regenerations: sumOf(writer?.regenerations, graphics?.regenerations),
    charts,
    chartsPassed,
    details: detailsOf(agents, path, reading),
  };
}

type Figure = number | null | undefined;

const bothOrNone = (one: Figure, other: Figure): [number, number] | [null, null] =>
  typeof one === "number" && typeof other === "number" ? [one, other] : [null, null];

function chartsOf(
  graphics: Agents["graphics_agent"],
  path: string,
  reading: Reading,
): [number, number] | [null, null] {
  const [charts, passed] = bothOrNone(graphics?.charts_generated, graphics?.visual_qa_passed);
  if (charts === null || passed <= charts) return charts === null ? [null, null] : [charts, passed];
  reading.reject(
    `${path}.visual_qa_passed`,
    `found ${passed}, allowed: at most charts_generated, ${charts}; both are left out`,
  );
  return [null, null];
}

const sumOf = (one: Figure, other: Figure): number | null =>
  typeof one === "number" || typeof other === "number" ? (one ?? 0) + (other ?? 0) : null;

function detailsOf(agents: Agents, path: string, reading: Reading): QualityRunDetails {
  return {
    words: agents.writer_agent?.word_count ?? null,
    bannedPhrases: agents.writer_agent?.banned_phrases ?? null,
    qualityIssues: issuesOf(
      agents.editor_agent?.quality_issues ?? [],
      `${path}.agents.editor_agent.quality_issues`,
      reading,
    ),
    zoneViolations: agents.graphics_agent?.zone_violations ?? null,
    outcomes: Object.entries(agents).flatMap(([agent, metrics]) =>
      metrics?.actual ? [{ agent, predicted: metrics.prediction || null, actual: metrics.actual }] : [],
    ),
  };
}

function issuesOf(found: readonly unknown[], path: string, reading: Reading): string[] {
  const issues: string[] = [];
  for (const [element, at] of reading.elements(found, path, ISSUES_MAX)) {
    const issue = reading.salvage(name, element, at).value;
    if (issue) issues.push(issue);
  }
  return issues;
}
