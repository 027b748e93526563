import type { WatchedRule } from "./alert-rule";
import type { Environment } from "./environment";
import type { Finding } from "./finding";
import type { Action } from "./rule";
import type { Silence } from "./silence";

/** Recovering is firing with a clear-since; silenced, acknowledged and inhibited are attributes of any state. */
export const ALERT_STATES = ["inactive", "pending", "firing", "no_data"] as const;

export type AlertState = (typeof ALERT_STATES)[number];

/**
 * When a look is taken. Wall time is for people: it stamps, and decides nothing. Whatever lasts is counted in `passedMs`:
 * milliseconds of a monotonic clock since the look before; null at the first look after a start, because what went on
 * while nobody looked is not known.
 */
export interface Look {
  atMs: number;
  passedMs: number | null;
}

/** What one rule's evidence says of one environment now. */
export interface Reading {
  rule: string;
  /** Null where the rule is about none in particular. */
  environment: Environment | null;
  finding: Finding;
  /** Its source has not been heard of for too long: what it said last decides nothing. */
  stale: boolean;
}

/** One switch for whatever is done without a person. */
export interface Automation {
  on: boolean;
  why: string;
  by: string;
  sinceMs: number;
}

/** The release that runs or is retained, and the environment that is on trial in it. */
export interface OnTrial {
  id: string;
  environment: Environment;
}

export interface AlertsInput {
  readings: readonly Reading[];
  rules: readonly WatchedRule[];
  silences: readonly Silence[];
  automation: Automation;
  release: OnTrial | null;
}

/** One episode, from where it fired until it is resolved. */
export interface Firing {
  /** Rises over all alerts: what acknowledgements and the history speak of. */
  id: number;
  sinceMs: number;
  /** Of its rule when it fired: a rule that is gone can still be spoken of. */
  watched: Pick<WatchedRule, "severity" | "metric" | "threshold">;
  acknowledged: { by: string; atMs: number } | null;
  /** For how long the breach was seen since somebody was told of it; null: nobody was. */
  toldAgoMs: number | null;
  /** How many times it was told again. */
  renotified: number;
  /** What was done about it last, and for which release. */
  acted: { action: Action; release: string | null } | null;
}

/** What a look saw: `between` is no breach any more, and not far enough on the good side to be clear. */
export type Seen = "breach" | "between" | "clear";

/** One rule in one environment. Everything in it survives a restart as JSON. */
export interface Alert {
  rule: string;
  environment: Environment | null;
  state: AlertState;
  /** Since when it is in that state. */
  sinceMs: number;
  /** Since when there is no breach any more while it fires: it is recovering. */
  clearSinceMs: number | null;
  /** How long the breach that makes it pending, and the absence that resolves it, was seen so far. */
  breachMs: number;
  clearMs: number;
  /** What the last look saw; null where that look could not tell. */
  seen: Seen | null;
  /** The evidence of the last look that was not inhibited. */
  finding: Finding | null;
  /** Whether it ever had data: a source that was never there cannot vanish. */
  hadData: boolean;
  firing: Firing | null;
  /** When an action of its was last begun, over all its firings, by the engine's clock. */
  actedClockMs: number | null;
  /** Why its action, which is due, is not carried out. */
  withheld: string | null;
  /** The silence that covers it now. */
  silence: number | null;
  /** Its source is stale or could not be asked: it neither fires nor resolves. */
  inhibited: boolean;
  /** How many entries of the history it has made. */
  entries: number;
}

/** All alerts. `clockMs` is the engine's own clock: the time in which it has looked, over all its runs. */
export interface AlertsState {
  clockMs: number;
  /** The id given last. */
  lastFiring: number;
  alerts: readonly Alert[];
}

export const NO_ALERTS: AlertsState = { clockMs: 0, lastFiring: 0, alerts: [] };

/** Names of rules hold no slash. */
export const alertKey = ({ rule, environment }: Pick<Alert, "rule" | "environment">): string =>
  `${rule}/${environment ?? "all"}`;

/** An alert before its first look. */
export const newAlert = (
  { rule, environment }: Pick<Alert, "rule" | "environment">,
  atMs: number,
): Alert => ({
  rule,
  environment,
  state: "inactive",
  sinceMs: atMs,
  clearSinceMs: null,
  breachMs: 0,
  clearMs: 0,
  seen: null,
  finding: null,
  hadData: false,
  firing: null,
  actedClockMs: null,
  withheld: null,
  silence: null,
  inhibited: false,
  entries: 0,
});

/**
 * All alerts once somebody has taken a firing on: it is not told again. The first to do so stays; null where no alert has
 * that firing any more.
 */
export function acknowledged(
  state: AlertsState,
  firing: number,
  by: { by: string; atMs: number },
): AlertsState | null {
  if (!state.alerts.some((alert) => alert.firing?.id === firing)) return null;
  const taken = (alert: Alert): Alert =>
    alert.firing?.id === firing && alert.firing.acknowledged === null
      ? { ...alert, firing: { ...alert.firing, acknowledged: by } }
      : alert;
  return { ...state, alerts: state.alerts.map(taken) };
}
