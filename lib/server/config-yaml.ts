import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";
import { type Mistake, wrongFile } from "./config-mistake";

export interface Position {
  line: number;
  column: number;
}

/** A YAML text as a value, and where in the text each part of it stands. */
export interface Sheet {
  value: unknown;
  /** The place of the value at `path`; where there is none, of the nearest part around it. */
  valueAt(path: readonly PropertyKey[]): Position;
  /** The place of the last key of `path`. */
  keyAt(path: readonly PropertyKey[]): Position;
  has(path: readonly PropertyKey[]): boolean;
}

export type SheetOrMistakes = { ok: true; sheet: Sheet } | { ok: false; mistakes: Mistake[] };

// No settings file comes near these; texts made to hang the parser do.
const LINE_LENGTH_MAX = 4096;
const ALIAS_COUNT_MAX = 50;
const MISTAKE_COUNT_MAX = 20;

/** Reads YAML 1.2. Never throws: what is wrong with the text comes back with its place. */
export function readSheet(text: string, file: string): SheetOrMistakes {
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const wrong = (position: Position, message: string) =>
    wrongFile({ file, ...position, path: "" }, message.slice(0, 300));
  const long = text.split("\n").findIndex(({ length }) => length > LINE_LENGTH_MAX);
  if (long >= 0) {
    const position = { line: long + 1, column: LINE_LENGTH_MAX + 1 };
    return {
      ok: false,
      mistakes: [wrong(position, `the line is longer than ${LINE_LENGTH_MAX} characters`)],
    };
  }
  try {
    const document = documentOf(text, lines);
    const faults = faultsOf(document).slice(0, MISTAKE_COUNT_MAX);
    const mistakes = faults.map(({ offset, message }) => wrong(positionOf(offset), message));
    if (mistakes.length > 0) return { ok: false, mistakes };
    const value: unknown = document.toJS({ maxAliasCount: ALIAS_COUNT_MAX });
    return { ok: true, sheet: sheetOf(document, value ?? {}, positionOf) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, mistakes: [wrong({ line: 1, column: 1 }, message)] };
  }
}

/** The parser's own search for duplicate keys takes minutes for a hundred thousand keys, hence ours. */
const documentOf = (text: string, lineCounter: LineCounter) =>
  parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    logLevel: "error",
  });

interface Fault {
  offset: number;
  message: string;
}

function faultsOf(document: Document.Parsed): Fault[] {
  const faults = [...document.errors, ...document.warnings].map(({ code, pos, message }) => ({
    offset: pos[0],
    message: code === "MULTIPLE_DOCS" ? "a second document (---) begins here; one is allowed" : message,
  }));
  return faults.length > 0 ? faults : duplicateKeys(document);
}

function duplicateKeys(document: Document.Parsed): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name))
          faults.push({ offset: key.range?.[0] ?? 0, message: `the key "${name}" stands here twice` });
        seen.add(name);
      }
    },
  });
  return faults;
}

function sheetOf(document: Document.Parsed, value: unknown, positionOf: (offset: number) => Position): Sheet {
  const start = document.contents?.range[0] ?? 0;
  return {
    value,
    valueAt: (path) => positionOf(stepsInto(document, path).at(-1)?.value ?? start),
    keyAt: (path) => positionOf(stepsInto(document, path).at(-1)?.key ?? start),
    has: (path) => stepsInto(document, path).length === path.length,
  };
}

interface Step {
  key: number;
  value: number;
}

/** The offsets of the parts along `path`, as far as the text has them. */
function stepsInto(document: Document.Parsed, path: readonly PropertyKey[]): Step[] {
  const steps: Step[] = [];
  let node: unknown = document.contents;
  for (const name of path) {
    const holder = isAlias(node) ? node.resolve(document) : node;
    const step = childOf(holder, name);
    if (step === null) break;
    steps.push(step.offsets);
    node = step.node;
  }
  return steps;
}

function childOf(holder: unknown, name: PropertyKey): { node: unknown; offsets: Step } | null {
  if (isSeq(holder)) {
    const node = holder.items[Number(name)];
    const offset = startOf(node);
    return offset === null ? null : { node, offsets: { key: offset, value: offset } };
  }
  if (!isMap(holder)) return null;
  const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(name));
  const key = startOf(pair?.key);
  return key === null ? null : { node: pair?.value, offsets: { key, value: startOf(pair?.value) ?? key } };
}

const startOf = (node: unknown): number | null => (isNode(node) ? (node.range?.[0] ?? null) : null);
