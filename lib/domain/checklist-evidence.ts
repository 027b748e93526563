import type { Title } from "./access";
import type { ListName } from "./checklist";

/**
 * What Greenlight itself can know of a release, and what each is held to: a closed list. Where nothing else is said, it
 * is about the environment under release.
 */
export interface EvidenceBounds {
  /** Of the health check's `environment` component. */
  python: { version: string };
  packages: { at_least: number };
  /** Components of the health check that must be healthy. */
  components: { names: readonly string[] };
  /** All its components and probes are healthy. */
  health: object;
  /** It answers, at its address or by its health checks, and says no other version. */
  answers: object;
  /** Its health was checked, and not longer ago. */
  checked: { within_hours: number };
  rag_latency: { p95_ms: number };
  /** Any latency was told, and not longer ago. */
  latency_told: { within_hours: number };
  /** The newest execution, of whichever environment, is not older. */
  telemetry: { within_hours: number };
  /** Whatever is to be read is read. */
  sources: object;
  /** So many articles were made there since the release was planned. */
  articles: { at_least: number };
  /** The same, since it was first given everything. */
  articles_since_cutover: { at_least: number };
  roi: { at_least: number };
  gate_pass_rate: { at_least: number };
  /** No error is critical. */
  critical_errors: { within_hours: number };
  /** A log, or reported errors, are read. */
  errors_told: object;
  validation: object;
  smoke: { articles: number };
  balancer: object;
  backup: object;
  /** This release gave it work. */
  traffic: object;
  /** So long it was seen with work, by the clock of the release. */
  watched: { minutes: number };
  cutover: object;
  /** It was given everything, was never down meanwhile, and the way back stands. */
  no_downtime: object;
  /** Rules are in force, and a receiver was reached. */
  alerts: object;
  rollback_tested: { within_days: number };
  signed: { title: Title };
  /** Every item of another list is done. */
  list_done: { list: ListName };
}

export type EvidenceKind = keyof EvidenceBounds;

export type Evidence<Kind extends EvidenceKind = EvidenceKind> = {
  [One in Kind]: { kind: One } & EvidenceBounds[One];
}[Kind];
