import type { z } from "zod";
import { type Mistake, nearest, pathText, wrongValue } from "./config-mistake";
import type { Sheet } from "./config-yaml";

type Issue = z.core.$ZodIssue;

// A text that is no settings file at all can have a mistake per word; nobody reads more than these.
const MISTAKE_COUNT_MAX = 20;

/** What the schema found wrong, with its place in the text. The message of an issue is what is allowed there. */
export function mistakesOf(issues: readonly Issue[], sheet: Sheet, file: string): Mistake[] {
  return issues
    .slice(0, MISTAKE_COUNT_MAX)
    .flatMap((issue) => {
      if (issue.code !== "unrecognized_keys") return [wrongPart(issue, sheet, file)];
      return issue.keys.slice(0, MISTAKE_COUNT_MAX).map((key) => unknownKey(issue, key, sheet, file));
    })
    .slice(0, MISTAKE_COUNT_MAX);
}

function wrongPart(issue: Issue, sheet: Sheet, file: string): Mistake {
  const place = { file, ...sheet.valueAt(issue.path), path: pathText(issue.path) || "the file" };
  const value = valueAt(sheet.value, issue.path);
  const suggestion =
    hasChoices(issue) && typeof value === "string" ? closest(value, issue.message) : undefined;
  return wrongValue(place, foundText(issue.path, value), issue.message, suggestion);
}

function unknownKey(issue: Issue, key: string, sheet: Sheet, file: string): Mistake {
  const path = [...issue.path, key];
  const place = { file, ...sheet.keyAt(path), path: pathText([...issue.path, cut(key)]) };
  return wrongValue(place, `the unknown name "${cut(key)}"`, issue.message, closest(key, issue.message));
}

const closest = (word: string, choices: string) => nearest(cut(word), choices.split(", "));

const hasChoices = ({ code }: Issue): boolean => code === "invalid_value" || code === "invalid_union";

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((holder, step) => {
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, step)) return undefined;
    return Reflect.get(holder, step);
  }, root);
}

/** In words; of what may hold a secret only the length. */
function foundText(path: readonly PropertyKey[], value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  const text = String(value);
  if (isDelicate(path, text)) return `a value of ${text.length} characters (not shown)`;
  return typeof value === "string" ? JSON.stringify(cut(text)) : text;
}

const isDelicate = (path: readonly PropertyKey[], text: string): boolean =>
  ((path[0] === "notify" || path[0] === "smoke") && path.at(-1) !== "kind") ||
  /secret|password|:\/\/[^/]*@|[?&]\w+=/i.test(text);

const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
