import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { remember } from "@/lib/server/remember";
import { type Section, sectionsOf } from "./outline";

/** A document of the project, as it stands on the disk. */
export interface Document {
  /** "runbook", "decisions/0001-own-runtime". */
  name: string;
  title: string;
  text: string;
  sections: readonly Section[];
}

interface Kept {
  /** Of the file: another one means that it has to be read again. */
  stamp: string;
  document: Document;
}

const FOLDERS = ["", "decisions"] as const;

/** The documents of the project, each read again when its file has changed. */
export class Shelf {
  readonly #root: string;
  #kept: ReadonlyMap<string, Kept> = new Map();

  constructor(root: string) {
    this.#root = root;
  }

  /** By name, in its order. The same list as long as no file has changed. */
  async documents(): Promise<readonly Document[]> {
    const kept = new Map<string, Kept>();
    for (const name of await this.#names()) kept.set(name, await this.#read(name));
    const same =
      kept.size === this.#kept.size && [...kept].every(([name, one]) => this.#kept.get(name) === one);
    if (!same) {
      this.#kept = kept;
      this.#documents = [...kept.values()].map(({ document }) => document);
    }
    return this.#documents;
  }

  #documents: readonly Document[] = [];

  /** What was named by nobody who asks: only these are ever opened. */
  async #names(): Promise<string[]> {
    const lists = FOLDERS.map(async (folder) => {
      const entries = await readdir(join(this.#root, folder), { withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
        .map((entry) => join(folder, entry.name.slice(0, -".md".length)));
    });
    return (await Promise.all(lists)).flat().sort();
  }

  async #read(name: string): Promise<Kept> {
    const file = join(this.#root, `${name}.md`);
    const { mtimeMs, size, ino } = await stat(file);
    const stamp = [mtimeMs, size, ino].join();
    const before = this.#kept.get(name);
    if (before?.stamp === stamp) return before;
    const text = await readFile(file, "utf8");
    const sections = sectionsOf(text);
    return { stamp, document: { name, title: sections[0]?.title ?? name, text, sections } };
  }
}

/** The documents beside this server. */
export const shelf = (): Shelf => remember("docs", () => new Shelf(join(process.cwd(), "docs")));

/** Every document with what it is about: the first sentence of it. */
export const listed = async (): Promise<{ name: string; title: string; about: string }[]> =>
  (await shelf().documents()).map(({ name, title, sections }) => ({
    ...{ name, title },
    about: /^.*?\.(?= |$)/.exec(sections[0]?.text ?? "")?.[0] ?? "",
  }));

/** The document at an address below /docs; null where there is none. */
export async function documentAt(path: string): Promise<Document | null> {
  const documents = await shelf().documents();
  return documents.find(({ name }) => name === path || name === `${path}/README`) ?? null;
}
