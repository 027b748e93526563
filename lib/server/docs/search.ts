import MiniSearch, { type SearchResult } from "minisearch";
import type { DocsHit, DocsReply } from "@/lib/contract/docs";
import { pathOf } from "@/lib/domain/docs-links";
import { remember } from "@/lib/server/remember";
import { type Document, shelf } from "./shelf";

interface Entry {
  id: number;
  document: string;
  name: string;
  anchor: string;
  title: string;
  /** Without its spaces: who asks for a rollback means "Roll back". */
  joined: string;
  text: string;
}

interface Index {
  /** What it was made of. */
  of: readonly Document[];
  entries: readonly Entry[];
  words: MiniSearch<Entry>;
}

const RESULTS_MAX = 10;
const SNIPPET = { before: 60, after: 120 } as const;

const kept = () => remember<{ index: Index | null }>("docs-search", () => ({ index: null }));

/** Finds sections by their words, the beginnings of words, and words with a slip in them. */
export async function docsFound(q: string): Promise<DocsReply> {
  const asked = q.trim();
  if (asked === "") return { results: [] };
  const { words, entries } = await indexNow();
  const all = words.search(asked, { combineWith: "AND" });
  // Where no section has all of the words, one that has some of them is still something to begin with.
  const found = all.length > 0 ? all : words.search(asked);
  return { results: found.slice(0, RESULTS_MAX).flatMap((result) => hitOf(result, entries)) };
}

async function indexNow(): Promise<Index> {
  const documents = await shelf().documents();
  const place = kept();
  if (place.index?.of !== documents) place.index = indexOf(documents);
  return place.index;
}

function indexOf(documents: readonly Document[]): Index {
  const entries = documents
    .flatMap(({ name, title, sections }) =>
      sections.map((section) => ({
        document: title,
        name,
        anchor: section.anchor,
        title: section.title,
        joined: section.title.replaceAll(" ", ""),
        // A place that is filled in later is nothing that one looks for.
        text: section.text.replaceAll(/\{\{\w+\}\}/g, "…"),
      })),
    )
    .map((entry, id) => ({ id, ...entry }));
  const words = new MiniSearch<Entry>({
    fields: ["title", "joined", "document", "text"],
    searchOptions: {
      boost: { title: 4, joined: 4, document: 2 },
      // What to do now comes before why something was once decided.
      boostDocument: (id) => (entries[Number(id)]?.name.startsWith("decisions/") ? 0.5 : 1),
      prefix: true,
      fuzzy: (term) => (term.length > 3 ? 0.2 : false),
    },
  });
  words.addAll(entries);
  return { of: documents, entries, words };
}

function hitOf({ id, terms }: SearchResult, entries: readonly Entry[]): DocsHit[] {
  const entry = entries[Number(id)];
  if (entry === undefined) return [];
  const { document, name, anchor, title, text } = entry;
  return [
    {
      path: `${pathOf(name)}${anchor === "" ? "" : `#${anchor}`}`,
      document,
      section: anchor === "" ? null : title,
      snippet: snippetOf(text, terms),
      matched: terms,
    },
  ];
}

/** The part of a text around the first word that was found, cut between words. */
function snippetOf(text: string, terms: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = terms.map((term) => lower.indexOf(term)).filter((at) => at >= 0);
  const at = places.length === 0 ? 0 : Math.min(...places);
  const from = at <= SNIPPET.before ? 0 : text.indexOf(" ", at - SNIPPET.before) + 1;
  const cut = at + SNIPPET.after >= text.length ? text.length : text.lastIndexOf(" ", at + SNIPPET.after);
  return `${from > 0 ? "… " : ""}${text.slice(from, Math.max(cut, from))}${cut < text.length ? " …" : ""}`;
}
