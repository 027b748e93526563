import type { Selectable } from "kysely";
import type { Environment } from "@/lib/domain/environment";
import type { ChangeKind } from "@/lib/domain/traffic";

/** Who has the traffic. Units as in `schema.ts`. */
export interface TrafficSchema {
  traffic: TrafficTable;
  traffic_change: TrafficChangeTable;
  rollback_report: RollbackReportTable;
  assignment: AssignmentTable;
}

/** One row, of id 1. */
export interface TrafficTable {
  id: number;
  epoch: number;
  live: Environment;
  previous: Environment | null;
  backup: Environment | null;
  /** What is wanted, in percent. */
  green: number;
  /** `Moving` as JSON; null while nothing is on its way. */
  moving: string | null;
  /** Since when this split is wanted; what was counted since then is the observed share. */
  since_ms: number;
  updated_ms: number;
  updated_by: string;
  /** What was sent last. */
  commanded_green: number | null;
  commanded_ms: number | null;
  /** What was read last. */
  applied_green: number | null;
  applied_ms: number | null;
  generation: string | null;
  unreadable: string | null;
  differs_ms: number | null;
  remarks: string;
  /** The balancer's own counters when this split was confirmed, as JSON. */
  counted: string | null;
  /** Who acts on the balancer, and until when nobody else does. */
  holder: string | null;
  holder_until_ms: number | null;
}

/** Every change that was wanted: the intent is stored before the balancer is told, the outcome after. */
export interface TrafficChangeTable {
  epoch: number;
  kind: ChangeKind;
  at_ms: number;
  actor: string;
  origin: string;
  reason: string | null;
  from_green: number;
  to_green: number;
  state: "intended" | "confirmed" | "failed" | "superseded";
  finished_ms: number | null;
  detail: string | null;
}

export interface RollbackReportTable {
  id: string;
  at_ms: number;
  /** As the API answers it, as JSON. */
  report: string;
}

/** A job that was given to an environment. */
export interface AssignmentTable {
  job_key: string;
  at_ms: number;
  environment: Environment;
  epoch: number;
}

export type TrafficRow = Selectable<TrafficTable>;
export type TrafficChangeRow = Selectable<TrafficChangeTable>;
