import { toString as textOf } from "mdast-util-to-string";
import { remark } from "remark";
import remarkGfm from "remark-gfm";
import { anchored, type Node } from "@/lib/domain/docs-tree";

/** A title of a document with what stands under it, up to the next title. */
export interface Section {
  title: string;
  depth: number;
  /** Empty for the document itself. */
  anchor: string;
  /** Its words, without marks. */
  text: string;
}

const reader = remark().use(remarkGfm);

/** The sections of a document in their order; the first is the document itself. */
export function sectionsOf(markdown: string): Section[] {
  const document: Node = reader.parse(markdown);
  anchored(document);
  const sections: Section[] = [];
  for (const node of document.children ?? []) {
    if (node.type === "heading") {
      const anchor = node.depth === 1 ? "" : String(node.data?.hProperties?.id ?? "");
      sections.push({ title: textOf(node), depth: node.depth ?? 1, anchor, text: "" });
    } else {
      const last = sections.at(-1);
      if (last !== undefined) last.text = `${last.text} ${wordsOf(node)}`.trim();
    }
  }
  return sections;
}

const ONE_LINE: readonly string[] = ["paragraph", "tableCell"];

/** The words of a part, with a space where a line, a cell or an item ends. */
function wordsOf(node: Node): string {
  if (ONE_LINE.includes(node.type) || node.children === undefined) return textOf(node).replace(/\s+/g, " ");
  return node.children.map(wordsOf).join(" ");
}
