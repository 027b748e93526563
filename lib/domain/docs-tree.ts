import GithubSlugger from "github-slugger";
import { toString as textOf } from "mdast-util-to-string";
import { filled, type Known } from "./docs-fill";
import { leadOf } from "./docs-links";

/** What is looked at of a tree of Markdown. These functions change the tree that they are given. */
export interface Node {
  type: string;
  value?: string;
  depth?: number;
  url?: string;
  lang?: string | null;
  children?: Node[];
  data?: { hProperties?: Record<string, unknown> };
}

/** Gives each title the anchor that it has on a forge, so that a link leads to the same place in both. */
export function anchored(document: Node): void {
  const slugger = new GithubSlugger();
  for (const node of document.children ?? [])
    if (node.type === "heading") node.data = { hProperties: { id: slugger.slug(textOf(node)) } };
}

/**
 * Leads links to other documents to their pages. One to a file of the repository becomes its text, and so does, in a
 * document with `foreign` text in it, one that leads elsewhere: an address that somebody wrote is no link of ours.
 */
export function led(node: Node, name: string, foreign: boolean): void {
  for (const child of node.children ?? []) led(child, name, foreign);
  node.children = node.children?.flatMap((child) => {
    if (child.type !== "link") return [child];
    const lead = leadOf(child.url ?? "", name);
    if (lead.kind === "page") return [{ ...child, url: lead.path }];
    return lead.kind === "elsewhere" && !foreign ? [child] : (child.children ?? []);
  });
}

/** Fills the places of messages. As text: whatever is filled in cannot end the block. */
export function messagesFilled(document: Node, known: Known): void {
  for (const node of document.children ?? [])
    if (node.type === "code" && node.lang === "message") node.value = filled(node.value ?? "", known);
}
