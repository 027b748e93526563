import type { WatchedRule } from "./alert-rule";
import { type Alert, alertKey } from "./alert-state";
import type { Environment } from "./environment";
import type { Action, Severity } from "./rule";

/** What is told about an alert, as it was at that moment. */
export interface AlertNote {
  rule: string;
  environment: Environment | null;
  severity: Severity;
  metric: string;
  threshold: number;
  /** Null outside a firing. */
  firing: number | null;
  /** In the unit of the metric; null where it is not known. */
  value: number | null;
  n: number;
  said: string;
  atMs: number;
}

export const NOTIFICATION_KINDS = ["fired", "resolved", "renotified"] as const;

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export const ENTRY_KINDS = ["fired", "resolved", "no_data", "data_back", "acted"] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What an alert asks the outside for. A key is given once: whoever finds it done already does nothing. */
export interface Notify {
  kind: "notify";
  key: string;
  transition: NotificationKind;
  note: AlertNote;
}

export interface Act {
  kind: "act";
  key: string;
  action: Action;
  /** The release that it concerns; null for a flag. */
  release: string | null;
  note: AlertNote;
}

/** An entry of the history. */
export interface Entry {
  kind: "record";
  key: string;
  entry: EntryKind;
  note: AlertNote;
  /** What the rule does, and whether it was done; null where it does nothing but tell. */
  action: Action | null;
  done: boolean;
  /** Why it was not done, or why an alert ended otherwise than by its figure. */
  why: string | null;
  silence: number | null;
  dryRun: boolean;
}

export type AlertEffect = Notify | Act | Entry;

/** What is told of an alert. Its firing is given apart, because a resolution speaks of the one that has ended. */
export const noteOf = (
  { rule, environment, finding }: Alert,
  watched: Pick<WatchedRule, "severity" | "metric" | "threshold">,
  firing: number | null,
  atMs: number,
): AlertNote => ({
  rule,
  environment,
  severity: watched.severity,
  metric: watched.metric,
  threshold: watched.threshold,
  firing,
  value: finding?.value ?? null,
  n: finding?.n ?? 0,
  said: finding?.said ?? "",
  atMs,
});

/** Notifications that are told as one: what one look found of one rule, such as an outage of both environments. */
export function grouped(notifications: readonly Notify[]): Notify[][] {
  const group = ({ transition, note }: Notify) => `${transition} ${note.rule}`;
  return [...Map.groupBy(notifications, group).values()];
}

/** The key of an alert's next entry in the history. */
export const entryKey = (alert: Alert): string => `${alertKey(alert)}#${alert.entries + 1}`;
