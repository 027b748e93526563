import type { Evidence } from "./checklist-evidence";

/** The lists of a release, in the order in which they are gone through. Each has a template of that name in docs/templates. */
export const LISTS = [
  "pre-deployment",
  "deployment",
  "post-deployment",
  "validation",
  "acceptance",
  "definition-of-done",
] as const;
export type ListName = (typeof LISTS)[number];

/** One thing that a release is answered for. */
export type Item = {
  /** The same in every release. */
  id: string;
  list: ListName;
  /** Under which heading of its list it stands. */
  phase: string;
  text: string;
} & ({ by: "person" } | { by: "evidence"; evidence: Evidence });
