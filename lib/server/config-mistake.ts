/** What is wrong with a setting, and where. Line and column count from 1; both are null where there is no place. */
export interface Mistake {
  /** As the user named it; null for an environment variable. */
  file: string | null;
  line: number | null;
  column: number | null;
  /** `sources[2].kind`, or the variable's name; empty where the whole file is meant. */
  path: string;
  /** In words, never a secret; empty where `allowed` says it all. */
  found: string;
  allowed: string;
  /** The whole sentence, without the place. */
  message: string;
}

type Place = Pick<Mistake, "file" | "line" | "column" | "path">;

export const NOWHERE = { line: null, column: null } as const;

/** A value that is not one of the allowed; `candidates` are names of which the nearest is suggested. */
export function wrongValue(place: Place, found: string, allowed: string, suggestion?: string): Mistake {
  const hint = suggestion === undefined ? "" : `; did you mean "${suggestion}"?`;
  return { ...place, found, allowed, message: `${place.path}: found ${found}, allowed: ${allowed}${hint}` };
}

/** A fault of the file as a whole, or of its YAML. */
export const wrongFile = (place: Place, message: string): Mistake => ({
  ...place,
  found: "",
  allowed: "",
  message,
});

/** `greenlight.yaml:12:9 sources[2].kind: found "exection-roi", allowed: execution-roi, …` */
export function mistakeText({ file, line, column, message }: Mistake): string {
  if (file === null) return message;
  return line === null ? `${file}: ${message}` : `${file}:${line}:${column ?? 1} ${message}`;
}

/** `["sources", 2, "kind"]` as `sources[2].kind`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");

/** The candidate that is fewest edits away, where that is few enough to be a slip. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(1, best.candidate.length / 3)
    ? best.candidate
    : undefined;
}

/** Levenshtein's distance, of words short enough to be names. */
function editsBetween(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > to.length) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at++) {
      const replaced = (row[at - 1] ?? 0) + (to[at - 1] === letter ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
