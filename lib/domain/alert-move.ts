import { clears, type WatchedRule } from "./alert-rule";
import type { Alert, Firing, Seen } from "./alert-state";
import type { Finding } from "./finding";
import { breaks } from "./threshold-rule";

/** What a look says of an alert: what was seen, or that there is too little to tell, nothing new, or no signal at all. */
export type Sight = Seen | "thin" | "unknown" | "gone";

const MISSING: Record<WatchedRule["noData"], Sight> = {
  show: "gone",
  ok: "clear",
  alert: "breach",
  keep: "unknown",
};

/**
 * Reads a finding by the rule's settings. What cannot be measured is never bad, so a rule that takes missing data for a
 * breach shows it instead. Too few samples say nothing: they neither fire nor resolve. Enough of them on the good side
 * end an alert, although they may not prove that all is well: proving that errors stay below 5 % takes 73 clean jobs.
 */
export function sightOf(rule: WatchedRule, finding: Finding, firing: boolean): Sight {
  const { verdict, value } = finding;
  if (verdict === "fail") return "breach";
  if (verdict === "pass" || (verdict === "not_enough_evidence" && good(rule, finding)))
    return firing && !clears(rule, value) ? "between" : "clear";
  if (verdict === "not_enough_evidence") return "thin";
  const missing = MISSING[rule.noData];
  return verdict === "cannot_measure" && missing === "breach" ? "gone" : missing;
}

const good = ({ op, threshold, minSamples }: WatchedRule, { value, n }: Finding): boolean =>
  value !== null && n >= minSamples && !breaks(value, op, threshold);

interface Tick {
  atMs: number;
  /** Counted time since the look before; 0 where it is not known what went on. */
  passedMs: number;
  /** The id of a firing that begins now. */
  nextFiring: number;
}

/**
 * An alert after a look. Time counts for `for` and `clear_for` only between two looks that saw the same: not across a
 * look that could not tell, nor while Greenlight was down.
 */
export function moved(alert: Alert, rule: WatchedRule, sight: Sight, tick: Tick): Alert {
  const countedMs = alert.seen === sight ? tick.passedMs : 0;
  switch (sight) {
    case "unknown":
      return { ...alert, seen: null };
    case "thin":
      return { ...(alert.state === "no_data" ? back(alert, tick.atMs) : alert), seen: null };
    case "gone":
      return { ...put(alert, "no_data", tick.atMs), ...UNCOUNTED, seen: null };
    case "breach":
      return { ...breached(alert, rule, countedMs, tick), seen: sight };
    case "between":
      return { ...put(alert, "firing", tick.atMs), ...UNCOUNTED, seen: sight };
    case "clear":
      return { ...cleared(alert, rule, countedMs, tick), seen: sight };
  }
}

const UNCOUNTED = { breachMs: 0, clearMs: 0, clearSinceMs: null } as const;

/** Where an alert stands whose signal is there again, and says nothing yet. */
const back = (alert: Alert, atMs: number): Alert =>
  put(alert, alert.firing === null ? "inactive" : "firing", atMs);

const put = (alert: Alert, state: Alert["state"], atMs: number): Alert =>
  alert.state === state ? alert : { ...alert, state, sinceMs: atMs };

function breached(alert: Alert, rule: WatchedRule, countedMs: number, tick: Tick): Alert {
  if (alert.firing !== null) return { ...put(alert, "firing", tick.atMs), ...UNCOUNTED };
  const breachMs = alert.breachMs + countedMs;
  if (breachMs < rule.forMs) return { ...put(alert, "pending", tick.atMs), breachMs };
  return { ...put(alert, "firing", tick.atMs), ...UNCOUNTED, firing: begun(rule, tick) };
}

const begun = ({ severity, metric, threshold }: WatchedRule, { atMs, nextFiring }: Tick): Firing => ({
  id: nextFiring,
  sinceMs: atMs,
  watched: { severity, metric, threshold },
  acknowledged: null,
  toldAgoMs: null,
  renotified: 0,
  acted: null,
});

function cleared(alert: Alert, rule: WatchedRule, countedMs: number, tick: Tick): Alert {
  if (alert.firing === null) return { ...put(alert, "inactive", tick.atMs), ...UNCOUNTED };
  const clearMs = alert.clearMs + countedMs;
  if (clearMs >= rule.clearForMs) return { ...put(alert, "inactive", tick.atMs), ...UNCOUNTED, firing: null };
  const clearSinceMs = alert.clearSinceMs ?? tick.atMs;
  return { ...put(alert, "firing", tick.atMs), breachMs: 0, clearMs, clearSinceMs };
}
