import type Database from "better-sqlite3";

const PROBLEMS_MAX = 5;

/**
 * What is wrong with the pages of a database, each with the table or index that it hits; nothing where all is well.
 * `quick_check` leaves out whether indexes agree with their tables. Reads the whole file.
 */
export function damageIn(sqlite: Database.Database, check: "quick_check" | "integrity_check"): string[] {
  const found: string[] = [];
  try {
    const names = namesByRoot(sqlite);
    for (const line of sqlite.prepare<[], string>(`pragma ${check}(${PROBLEMS_MAX})`).pluck().iterate())
      if (line !== "ok") found.push(named(line, names));
  } catch (error) {
    // Damage that it cannot read past.
    found.push(error instanceof Error ? error.message : String(error));
  }
  return found;
}

function namesByRoot(sqlite: Database.Database): ReadonlyMap<number, string> {
  const rows = sqlite.prepare("select rootpage, name from sqlite_schema where rootpage > 0").raw().all();
  return new Map(rows as [number, string][]);
}

/** `api_key (tree 12) page 40: …` where SQLite says `Tree 12 page 40: …`. */
const named = (line: string, names: ReadonlyMap<number, string>): string =>
  line.replace(/\bTree (\d+)\b/g, (tree, root: string) => {
    const name = names.get(Number(root));
    return name === undefined ? tree : `${name} (${tree.toLowerCase()})`;
  });
