import type { Generated, Selectable } from "kysely";
import type { Title } from "@/lib/domain/access";
import type { ListName } from "@/lib/domain/checklist";
import type { RunKind, RunState } from "@/lib/domain/test-run";

/** What a release is answered for. Units as in `schema.ts`. */
export interface GovernanceSchema {
  release_item: ReleaseItemTable;
  release_tick: ReleaseTickTable;
  release_proof: ReleaseProofTable;
  release_run: ReleaseRunTable;
  sign_off: SignOffTable;
}

/** The items of a release as its templates had them when it was planned: a later edit of these changes no old release. */
interface ReleaseItemTable {
  release_id: string;
  /** The id of the item, the same in every release. */
  item: string;
  seq: number;
  list: ListName;
  phase: string;
  /** The `Item`, as JSON. */
  body: string;
}

/** What people say of items, in the order in which they said it: the last counts. */
interface ReleaseTickTable {
  id: Generated<number>;
  release_id: string;
  item: string;
  done: number;
  note: string | null;
  actor: string;
  at_ms: number;
}

/** What the evidence of an item said when it was looked at last. */
interface ReleaseProofTable {
  release_id: string;
  item: string;
  /** Null where it could not be told. */
  met: number | null;
  said: string;
  /** Since when it is met, or not. */
  at_ms: number;
}

/** Validations and smoke tests. Of each kind a release has at most one that runs: an index holds that. */
interface ReleaseRunTable {
  id: string;
  release_id: string;
  kind: RunKind;
  state: RunState;
  actor: string;
  started_ms: number;
  finished_ms: number | null;
  /** What came of it so far, as JSON. */
  body: string;
}

/** Sign-offs. Of each title a release has at most one in force: an index holds that. */
interface SignOffTable {
  id: Generated<number>;
  release_id: string;
  title: Title;
  actor: string;
  /** The signer's name at that time. */
  name: string;
  at_ms: number;
  note: string | null;
  /** What the signer saw, as JSON. */
  figures: string;
  revoked_ms: number | null;
  revoked_by: string | null;
  revoked_why: string | null;
}

export type ReleaseItemRow = Selectable<ReleaseItemTable>;
export type ReleaseTickRow = Selectable<ReleaseTickTable>;
export type ReleaseProofRow = Selectable<ReleaseProofTable>;
export type ReleaseRunRow = Selectable<ReleaseRunTable>;
export type SignOffRow = Selectable<SignOffTable>;
