import type { AlertEntry, AlertReply, SilenceReply } from "@/lib/contract/alerts";
import { DEFAULT_RULE_NAMES, type DefaultRuleName } from "@/lib/domain/default-rules";
import { count, fixed, multiplier, percent, seconds, UNKNOWN } from "@/lib/domain/format";
import { PROBE_STATUS } from "@/lib/domain/rule-metrics";
import { lasting } from "./dates";
import { bytes, milliseconds, moneyTick, sampled } from "./format";
import type { Said } from "./traffic-words";

/** Alerts in words: one sentence for one state, the same in the line on every page, the list and the history. */

type Rule = AlertReply["rule"];
type Action = Rule["action"];

const RULES: Record<DefaultRuleName, string> = {
  "api-error-rate": "Failed jobs",
  "rag-latency": "RAG latency",
  memory: "Memory",
  quality: "Gate pass rate",
  "quality-collapse": "Gate pass rate, collapse",
  slowdown: "Article time",
  "negative-roi": "ROI below what it costs",
  "telemetry-overhead": "Telemetry overhead",
  "budget-50": "Half of the month's budget",
  "budget-80": "80 % of the month's budget",
  "budget-100": "The month's budget",
};

/** What a rule watches, as one says it; a rule of one's own is called what it is called. */
export const ruleTitle = (name: string): string =>
  RULES[DEFAULT_RULE_NAMES.find((known) => known === name) ?? ("" as DefaultRuleName)] ?? name;

const SEVERITIES: Record<Rule["severity"], Said> = {
  critical: { sign: "■", words: "critical", tone: "bad" },
  high: { sign: "◆", words: "high", tone: "bad" },
  medium: { sign: "▲", words: "medium", tone: "warn" },
  low: { sign: "●", words: "low", tone: "calm" },
};

export const severityWords = (severity: Rule["severity"]): Said => SEVERITIES[severity];

type Standing = Pick<AlertReply, "state" | "recovering_since" | "figure">;

/** How an alert stands. Quiet is said only where there is evidence: too little of it is told apart. */
export function standingWords({ state, recovering_since, figure }: Standing): Said {
  switch (state) {
    case "firing":
      return recovering_since === null
        ? { sign: "▲", words: "firing", tone: "bad" }
        : { sign: "△", words: "firing, recovering", tone: "warn" };
    case "pending":
      return { sign: "◔", words: "pending", tone: "warn" };
    case "no_data":
      return figure?.verdict === "cannot_measure"
        ? { sign: "?", words: "cannot be measured", tone: "calm" }
        : { sign: "–", words: "no data", tone: "calm" };
    case "inactive":
      return figure?.verdict === "not_enough_evidence"
        ? { sign: "○", words: "not enough evidence", tone: "calm" }
        : { sign: "✓", words: "quiet", tone: "calm" };
  }
}

const STATES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(PROBE_STATUS).map(([state, value]) => [value, state]),
);

/** A figure in the unit of its metric: `500 ms`, `5 %`, `1.5 GB`. */
export function figureWords(metric: string, value: number | null): string {
  if (value === null) return UNKNOWN;
  if (metric === "probe_status") return STATES[value] ?? String(value);
  if (metric.endsWith("_rate") || metric.endsWith("_share"))
    return percent(value, whole(value * 100) ? 0 : 1);
  if (metric.includes("_usd")) return moneyTick(value);
  if (metric.includes("_ms")) return milliseconds(value);
  if (metric.includes("_time_s")) return seconds(value);
  if (metric.endsWith("_bytes")) return bytes(value);
  if (metric.endsWith("_ratio") || metric.endsWith("_multiplier")) return multiplier(value);
  return whole(value) ? count(value) : fixed(value, 2);
}

const whole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;

const OPERATORS: Record<Rule["op"], string> = {
  ">": "above",
  ">=": "at or above",
  "<": "below",
  "<=": "at or below",
};

/** `fires above 500 ms, clears below 400 ms`. */
export function limitWords({ metric, op, threshold, clear_threshold: clear }: Rule): string {
  const fires = `fires ${OPERATORS[op]} ${figureWords(metric, threshold)}`;
  if (clear === null) return fires;
  return `${fires}, clears ${op.startsWith(">") ? "below" : "above"} ${figureWords(metric, clear)}`;
}

/** What a rule does where it fires. */
export function doesWords(action: Action): string {
  switch (action.kind) {
    case "none":
      return "only watches";
    case "notify":
      return "tells people";
    case "review":
      return "holds the release on trial until somebody has looked";
    case "hold":
      return "holds the release on trial";
    case "rollback":
      return "rolls the release on trial back";
    case "set_flag":
      return `switches the flag ${action.flag} ${action.enabled ? "on" : "off"}`;
  }
}

/** Where the history says what came of an action: with the firing, or once it was carried out later. */
const DECIDED: readonly AlertEntry["kind"][] = ["fired", "acted"];

/** What came of an alert's action: done, not done and why not; null where nothing is due. */
export function deedWords(
  { rule, firing, withheld }: Pick<AlertReply, "rule" | "firing" | "withheld">,
  history: readonly AlertEntry[],
): Said | null {
  if (firing === null || rule.action.kind === "none" || rule.action.kind === "notify") return null;
  if (withheld !== null) return undone(withheld);
  const mine = history.filter((entry) => entry.firing === firing.id && DECIDED.includes(entry.kind));
  if (mine.some(({ done }) => done)) return { sign: "✓", words: "done", tone: "calm" };
  const why = mine.find((entry) => entry.why !== null)?.why;
  return why == null ? null : undone(why);
}

/** That there is no release to act on is as usual: nobody has to see to it. */
const undone = (why: string): Said => ({
  sign: "–",
  words: `not done: ${why}`,
  tone: why.startsWith("no release ") ? "calm" : "warn",
});

const RANK: Record<AlertReply["state"], number> = { firing: 0, pending: 1, no_data: 2, inactive: 3 };
const WEIGHT: Record<Rule["severity"], number> = { critical: 0, high: 1, medium: 2, low: 3 };

/** Firing first, then pending, no data, and quiet; within these the severest first. */
export const byUrgency = (alerts: readonly AlertReply[]): AlertReply[] =>
  alerts.toSorted(
    (a, b) => RANK[a.state] - RANK[b.state] || WEIGHT[a.rule.severity] - WEIGHT[b.rule.severity],
  );

/** Names an alert in an address. */
export const alertName = ({ rule, environment }: Pick<AlertReply, "rule" | "environment">): string =>
  `${rule.name}/${environment ?? "all"}`;

const KINDS: Record<AlertEntry["kind"], Said> = {
  fired: { sign: "▲", words: "fired", tone: "bad" },
  resolved: { sign: "✓", words: "resolved", tone: "calm" },
  no_data: { sign: "–", words: "no data", tone: "warn" },
  data_back: { sign: "✓", words: "data is back", tone: "calm" },
  acted: { sign: "→", words: "acted", tone: "calm" },
};

/** What happened, as the history says it. */
export function entryWords({ kind, action, done, dry_run }: AlertEntry): Said {
  if (!DECIDED.includes(kind) || action === null) return KINDS[kind];
  const came = `${done ? "done" : dry_run ? "dry run" : "not done"}: ${doesWords(action)}`;
  if (kind === "fired") return { ...KINDS.fired, words: `fired; ${came}` };
  return done ? { ...KINDS.acted, words: came } : { sign: "–", words: came, tone: "warn" };
}

/** What a silence covers. */
export function silencedWords({ rule, environment }: Pick<SilenceReply, "rule" | "environment">): string {
  const what = rule === null ? "every rule" : ruleTitle(rule);
  return environment === null ? `${what}, everywhere` : `${what} on ${environment}`;
}

/** How a silence stands. */
export function silenceStanding({ active, until, expired_by: by }: SilenceReply, nowMs: number): string {
  if (active) return `${lasting(Date.parse(until) - nowMs)} left`;
  return by === null ? "over" : `ended by ${by}`;
}

/**
 * What a figure stands on, where its sentence does not say so: `n = 20`, and between what it lies 19 times of 20. Null
 * where there is nothing to add.
 */
export function basisWords({ rule: { metric }, figure }: Pick<AlertReply, "rule" | "figure">): string | null {
  if (figure === null || figure.n === 0) return null;
  const told = new RegExp(`\\b${figure.n}\\b`).test(figure.said.replaceAll(",", ""));
  const { interval } = figure;
  const between =
    interval === null ? [] : [`${figureWords(metric, interval.low)} … ${figureWords(metric, interval.high)}`];
  const parts = [...(told ? [] : [sampled(figure.n)]), ...between];
  return parts.length === 0 ? null : parts.join(", ");
}

/** `10 min`, `at once` of none. */
export const spanWords = (ms: number): string => (ms === 0 ? "at once" : lasting(ms));
