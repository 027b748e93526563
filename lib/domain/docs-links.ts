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

/** Where a link of a document leads: to a page of the interface, elsewhere, or to a file that only the repository has. */
export type Lead =
  | { kind: "page"; path: string }
  | { kind: "elsewhere"; url: string }
  | { kind: "file"; path: string };

/** `document` is its name: "runbook", "decisions/0001-own-runtime". */
export function leadOf(href: string, document: string): Lead {
  if (/^(https?:)?\/\//i.test(href)) return { kind: "elsewhere", url: href };
  if (/^[#/]/.test(href)) return { kind: "page", path: href };
  const [file = "", anchor] = href.split("#");
  const path = joined(`docs/${document}`, file);
  const [, name] = /^docs\/(.+)\.md$/.exec(path) ?? [];
  if (name === undefined) return { kind: "file", path };
  return { kind: "page", path: `${pathOf(name)}${anchor === undefined ? "" : `#${anchor}`}` };
}

/** The address of a document. A folder's README is the folder. */
export const pathOf = (name: string): string => `/docs/${name.replace(/(^|\/)README$/, "")}`;

function joined(from: string, path: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
