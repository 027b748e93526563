import type { HeldReason } from "./release";
import type { ErrorClass } from "./signals";

/** Sections of the documents that the interface leads to, as addresses in it. A test finds each of them. */

export const runbookSection = (section: string): string => `/docs/runbook#${section}`;

/** What to do about a release that is held for this. */
export const heldSection = (reason: HeldReason): string =>
  runbookSection(`held-${reason.replaceAll("_", "-")}`);

/** What to check first for errors of a class. */
export const errorSection = (name: ErrorClass): string =>
  `/docs/incident-response#${name.replaceAll("_", "-")}`;
