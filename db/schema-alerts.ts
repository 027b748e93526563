import type { Generated, Selectable } from "kysely";
import type { EntryKind } from "@/lib/domain/alert-effect";
import type { AlertState } from "@/lib/domain/alert-state";
import type { Environment } from "@/lib/domain/environment";
import type { Severity } from "@/lib/domain/rule";

/** What is watched, told and switched by itself. Units as in `schema.ts`. */
export interface AlertSchema {
  alert_engine: AlertEngineTable;
  alert: AlertTable;
  alert_event: AlertEventTable;
  silence: SilenceTable;
  automation: AutomationTable;
  flag: FlagTable;
  notification: NotificationTable;
}

/** One row, of id 1: what the engine knows beside its alerts. */
export interface AlertEngineTable {
  id: number;
  /** The engine's own clock: milliseconds in which it has looked, over all its runs. */
  clock_ms: number;
  last_firing: number;
  looked_ms: number;
  /** The process that looks, and until when nobody else does. */
  holder: string | null;
  holder_until_ms: number | null;
}

/** `environment` is the empty string where the rule is about none in particular. */
export interface AlertTable {
  rule: string;
  environment: Environment | "";
  state: AlertState;
  firing: number | null;
  /** The alert as the engine left it, as JSON. */
  body: string;
}

/** The history of alerts, in the order in which it was written. */
export interface AlertEventTable {
  id: Generated<number>;
  /** Given once: an entry that is written again is the same one. */
  key: string;
  at_ms: number;
  kind: EntryKind;
  rule: string;
  environment: Environment | "";
  severity: Severity;
  firing: number | null;
  value: number | null;
  n: number;
  said: string;
  /** As JSON; null where the rule only tells. */
  action: string | null;
  done: number;
  why: string | null;
  silence: number | null;
  dry_run: number;
}

export interface SilenceTable {
  id: Generated<number>;
  rule: string | null;
  environment: Environment | null;
  reason: string;
  actor: string;
  from_ms: number;
  until_ms: number;
  ends_clock_ms: number;
  actions_too: number;
  expired_ms: number | null;
  expired_by: string | null;
}

/** One row, of id 1. */
export interface AutomationTable {
  id: number;
  enabled: number;
  why: string;
  actor: string;
  since_ms: number;
}

export interface FlagTable {
  name: string;
  enabled: number;
  base: number;
  actor: string;
  at_ms: number;
  reason: string | null;
  /** Lists of numbers as JSON. */
  flips: string;
  waived: string;
  postponed: string | null;
}

/** What is to be told to whom: stored with the transition, sent afterwards. */
export interface NotificationTable {
  id: Generated<number>;
  key: string;
  receiver: string;
  /** As it is sent, as JSON. */
  payload: string;
  state: "pending" | "sent" | "failed";
  attempts: number;
  created_ms: number;
  next_ms: number;
  sent_ms: number | null;
  last_error: string | null;
}

export type AlertEventRow = Selectable<AlertEventTable>;
export type SilenceRow = Selectable<SilenceTable>;
export type FlagRow = Selectable<FlagTable>;
export type NotificationRow = Selectable<NotificationTable>;
