export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** In order of how far each goes; what goes further includes telling people. */
export type Action =
  | { kind: "none" }
  | { kind: "notify" }
  | { kind: "review" }
  | { kind: "hold" }
  | { kind: "set_flag"; flag: string; enabled: boolean }
  | { kind: "rollback" };

/** What is watched. A rule is data: what it does is in the alert and release engines. */
export interface Rule {
  name: string;
  severity: Severity;
  /** One of the metrics that a rule can look at. */
  metric: string;
  op: ">" | ">=" | "<" | "<=";
  threshold: number;
  /** Where it clears, if that is another figure than where it fires (hysteresis); null: the threshold. */
  clearThreshold: number | null;
  windowMs: number;
  /** How long a breach lasts until it fires, and how long its absence until it is resolved. */
  forMs: number;
  clearForMs: number;
  minSamples: number;
  noData: "show" | "ok" | "alert" | "keep";
  action: Action;
  /** Records what it would have done. */
  dryRun: boolean;
  /** Whether a release waits while it has no data. */
  mustHaveData: boolean;
}
