import type { WatchedRule } from "./alert-rule";
import { DEFAULT_RULES, isOfBudget, ORDINARY } from "./default-rules";
import { durationMs } from "./duration";
import { ERROR_FLOORS } from "./error-lanes";
import type { Action } from "./rule";
import { sizeBytes } from "./size";

/** A rule as the settings write it, checked already. */
export interface WrittenRule {
  name: string;
  severity?: WatchedRule["severity"] | undefined;
  metric?: string | undefined;
  op?: WatchedRule["op"] | undefined;
  threshold?: number | string | undefined;
  clear_threshold?: number | string | undefined;
  window?: string | undefined;
  for?: string | undefined;
  clear_for?: string | undefined;
  min_samples?: number | undefined;
  min_errors?: number | undefined;
  no_data?: WatchedRule["noData"] | undefined;
  action?: Action | undefined;
  automatic?: boolean | undefined;
  dry_run?: boolean | undefined;
  must_have_data?: boolean | undefined;
  renotify?: string | undefined;
  cooldown?: string | undefined;
}

/** What of the settings says which rules there are. */
export interface RuleSettings {
  rules: readonly WrittenRule[];
  /** Null where there is none. */
  budget: object | null;
}

/**
 * The rules in force: the defaults, each changed by what the settings write under its name, then the settings' own.
 * Those of a budget only where there is one.
 *
 * @throws RangeError where a rule of the settings' own lacks what it needs; their schema refuses it first.
 */
export function rulesInForce({ rules: written, budget }: RuleSettings): WatchedRule[] {
  const changes = new Map(written.map((rule) => [rule.name, rule]));
  const own = written.filter(({ name }) => !DEFAULT_RULES.some((rule) => rule.name === name));
  const given = DEFAULT_RULES.filter(({ name }) => budget !== null || !isOfBudget(name));
  return [
    ...given.map((rule) => changed(rule, changes.get(rule.name))),
    ...own.map((rule) => changed(ownRule(rule), rule)),
  ];
}

/** Figures of a stream are asked over minutes; those of articles over a day, because there are tens of them. */
const STREAMS = /latency|^memory_bytes$|^cpu_cores$|^probe_status$/;
const STREAM_WINDOW_MS = 300_000;

function ownRule({ name, severity, metric, op, threshold }: WrittenRule): WatchedRule {
  if (severity === undefined || metric === undefined || op === undefined || threshold === undefined)
    throw new RangeError(`a rule of one's own needs severity, metric, op and threshold: ${name}`);
  const windowMs = STREAMS.test(metric) ? STREAM_WINDOW_MS : ORDINARY.windowMs;
  // A release that cannot be probed waits; that articles are rare is no reason to.
  const mustHaveData = metric === "probe_status";
  const minErrors = metric === "error_rate" ? ERROR_FLOORS.errorsMin : null;
  const given = { name, severity, metric, op, threshold: figure(threshold) };
  return { ...ORDINARY, ...given, windowMs, mustHaveData, minErrors };
}

function changed(rule: WatchedRule, written: WrittenRule | undefined): WatchedRule {
  if (written === undefined) return rule;
  const threshold = written.threshold === undefined ? rule.threshold : figure(written.threshold);
  return {
    ...rule,
    severity: written.severity ?? rule.severity,
    metric: written.metric ?? rule.metric,
    op: written.op ?? rule.op,
    threshold,
    clearThreshold: clearThreshold(rule, written, threshold),
    windowMs: ms(written.window) ?? rule.windowMs,
    forMs: ms(written.for) ?? rule.forMs,
    clearForMs: ms(written.clear_for) ?? rule.clearForMs,
    minSamples: written.min_samples ?? rule.minSamples,
    minErrors:
      written.min_errors ?? ((written.metric ?? rule.metric) === rule.metric ? rule.minErrors : null),
    noData: written.no_data ?? rule.noData,
    action: written.action ?? rule.action,
    dryRun: written.dry_run ?? rule.dryRun,
    mustHaveData: written.must_have_data ?? rule.mustHaveData,
    automatic: written.automatic ?? rule.automatic,
    renotifyMs: written.renotify === undefined ? rule.renotifyMs : ms(written.renotify) || null,
    cooldownMs: ms(written.cooldown) ?? rule.cooldownMs,
  };
}

/**
 * Where a rule clears. One whose threshold, metric or direction was changed keeps the distance of its default, as a part
 * of the threshold, only where the figure is still the same one; else it clears where it fires.
 */
function clearThreshold(rule: WatchedRule, written: WrittenRule, threshold: number): number | null {
  if (written.clear_threshold !== undefined) return figure(written.clear_threshold);
  const same = (written.metric ?? rule.metric) === rule.metric && (written.op ?? rule.op) === rule.op;
  if (rule.clearThreshold === null || !same || rule.threshold === 0) return null;
  return Math.round((threshold * rule.clearThreshold * 1e6) / rule.threshold) / 1e6;
}

const ms = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : durationMs(duration);

const figure = (written: number | string): number =>
  typeof written === "number" ? written : sizeBytes(written);
