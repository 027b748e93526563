import { chartsFailed, type RunChecks } from "./checks";
import type { EvaluationRecord, QualityRunDetails } from "./signals";
import { EVALUATION_PERCENT_MIN } from "./targets";

/** Why something failed, in plain words, the checks first and then what the agents themselves said. */

/** How many names or scores one reason lists. */
const NAMED_MAX = 5;
const WEAKEST_MAX = 3;

/** Whether a run belongs to those that failed, is what its reasons say: none where nothing failed. */
export function runReasons(checks: RunChecks, details: QualityRunDetails): string[] {
  const failed = [
    ...gateReasons(checks, details),
    ...draftReasons(checks, details),
    ...chartReasons(checks, details),
  ];
  if (failed.length === 0) return [];
  const again = checks.regenerations ?? 0;
  return [
    ...failed,
    ...(again > 0 ? [`${counted(again, "regeneration")} of draft and charts`] : []),
    ...agentReasons(details),
  ];
}

function gateReasons({ gatesPassed, gatesFailed }: RunChecks, { qualityIssues }: QualityRunDetails) {
  if (gatesPassed === null || gatesFailed === null || gatesFailed === 0) return [];
  // Some runs name no issue but say again how many gates failed.
  const issues = qualityIssues.filter((issue) => !/^\d+ gates? failed$/i.test(issue.trim()));
  const total = counted(gatesPassed + gatesFailed, "gate");
  return [`${gatesFailed} of ${total} failed${issues.length > 0 ? `: ${listed(issues)}` : ""}`];
}

function draftReasons({ draftValid }: RunChecks, { bannedPhrases }: QualityRunDetails): string[] {
  if (draftValid !== false) return [];
  return [bannedPhrases ? `draft not valid: ${counted(bannedPhrases, "banned phrase")}` : "draft not valid"];
}

function chartReasons(checks: RunChecks, { zoneViolations }: QualityRunDetails): string[] {
  const zones = zoneViolations ? `: ${counted(zoneViolations, "zone violation")}` : "";
  return [
    ...(checks.chartEmbedded === false ? ["chart not embedded"] : []),
    ...(chartsFailed(checks)
      ? [`visual QA passed ${checks.chartsPassed} of ${counted(checks.charts ?? 0, "chart")}${zones}`]
      : []),
  ];
}

const agentReasons = ({ outcomes }: QualityRunDetails): string[] =>
  outcomes
    .filter(({ actual }) => actual.trim().toLowerCase() !== "pass")
    .slice(0, NAMED_MAX)
    .map(({ agent, predicted, actual }) =>
      predicted === null
        ? `${spaced(agent)} said “${actual}”`
        : `${spaced(agent)} said “${actual}”, predicted “${predicted}”`,
    );

/** Of an article that its publication validator refused. */
export const articleReasons = (editorialScore: number | null): string[] => [
  "publication validator refused it",
  ...(editorialScore === null ? [] : [`editorial score ${editorialScore}`]),
];

/** Of an evaluation that came out low: its weakest scores, with what was said of them. */
export function evaluationReasons(percent: number, scores: EvaluationRecord["scores"]): string[] {
  const weakest = [...scores].sort((a, b) => a.score - b.score).slice(0, WEAKEST_MAX);
  return [
    `${percent} %, below ${EVALUATION_PERCENT_MIN} %`,
    ...weakest.map(
      ({ name, score, remark }) => `${spaced(name)} ${score}${remark === null ? "" : `: ${remark}`}`,
    ),
  ];
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

const spaced = (name: string): string => name.replaceAll("_", " ");

const listed = (names: readonly string[]): string =>
  names.length <= NAMED_MAX
    ? names.join(", ")
    : `${names.slice(0, NAMED_MAX).join(", ")} and ${names.length - NAMED_MAX} more`;
