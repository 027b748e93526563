import type { Generated, Selectable } from "kysely";
import type { Environment } from "@/lib/domain/environment";
import type { HeldReason, Phase } from "@/lib/domain/release";
import type { EntryKind } from "@/lib/domain/release-effect";

/** Releases and what became of them. Units as in `schema.ts`. */
export interface ReleaseSchema {
  release: ReleaseTable;
  release_event: ReleaseEventTable;
  quarantine: QuarantineTable;
}

/** One row a release. At most one is live: an index holds that. */
export interface ReleaseTable {
  id: string;
  version: string;
  environment: Environment;
  state: Phase["name"];
  held_reason: HeldReason | null;
  live: number;
  /** Rises with every change of the state. */
  revision: number;
  /** Percent that its environment is to have; null where the release does not say. */
  weight: number | null;
  created_ms: number;
  created_by: string;
  entered_ms: number;
  updated_ms: number;
  waits_for: string;
  /** When the wait ends if nothing stops the clock of the release; null where it has no end. */
  deadline_ms: number | null;
  linked_to: string | null;
  plan_hash: string;
  /** The traffic's epoch when it was started; null before. What was wanted later is this release's, or somebody else's. */
  started_epoch: number | null;
  /** As it was planned, as JSON. */
  plan: string;
  /** The release as its last step left it, as JSON. */
  body: string;
}

/** The timeline, in the order in which it was written. */
export interface ReleaseEventTable {
  id: Generated<number>;
  release_id: string;
  at_ms: number;
  kind: EntryKind;
  from_state: Phase["name"];
  to_state: Phase["name"];
  actor: string;
  /** Whether nobody had asked for it. */
  automatic: number;
  reason: string | null;
  said: string;
  /** What was known at that moment, as JSON. */
  evidence: string;
}

/** Versions that went back by themselves. */
export interface QuarantineTable {
  version: string;
  since_ms: number;
  release_id: string;
  rule: string | null;
  said: string;
  /** The report of that rollback, once it is known. */
  report: string | null;
}

export type ReleaseRow = Selectable<ReleaseTable>;
export type ReleaseEventRow = Selectable<ReleaseEventTable>;
export type QuarantineRow = Selectable<QuarantineTable>;
