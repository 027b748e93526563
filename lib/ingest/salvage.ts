import type { z } from "zod";
import type { Rejection } from "@/lib/domain/record";
import { foundMessage, type Path, pathText } from "./found";

/** A part that was left out: where it stood below the value, and how that is told. */
export interface Drop {
  path: Path;
  rejection: Rejection;
}

/** What is left of a value. Null where nothing is. */
export interface Salvaged<T> {
  value: T | null;
  drops: readonly Drop[];
}

type Container = Record<PropertyKey, unknown>;

/** A copy of the value that grows where something is dropped; `owned` are the containers that are ours to change. */
interface Draft {
  root: unknown;
  owned: Set<object>;
}

const NOTHING_DROPPED: readonly Drop[] = [];
/** Each round drops a part or its parent, so a schema needs at most twice its depth; ours are three levels deep. */
const ROUNDS_MAX = 16;

/**
 * Validates a value; where a figure is bad, leaves out the smallest part that it spoils instead of the whole.
 *
 * A bad part is set to undefined. Where the schema does not allow that (the part is required) its parent goes too,
 * up to the value itself. Each bad part is told once, under its own path below `root`, with what else it took along.
 * An element of an array leaves undefined behind: let the schema of elements be optional.
 * The value is never changed, and what the schema does not name is never looked into.
 */
export function salvaged<S extends z.ZodType>(
  schema: S,
  found: unknown,
  root: string,
): Salvaged<z.output<S>> {
  let result = schema.safeParse(found);
  if (result.success) return { value: result.data, drops: NOTHING_DROPPED };
  const draft: Draft = { root: found, owned: new Set() };
  const drops = new Map<string, Drop>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const spoiled = result.error.issues.map(({ path, message }) => ({
      path,
      taken: presentPath(draft.root, path),
      allowed: message,
    }));
    for (const part of spoiled) note(drops, part, root, found);
    for (const { taken } of spoiled) remove(draft, taken);
    if (draft.root === undefined) break;
    result = schema.safeParse(draft.root);
    if (result.success) return { value: result.data, drops: [...drops.values()] };
  }
  return { value: null, drops: [...drops.values()] };
}

/** A part that does not fit, and `taken`, the smallest part around it that is still there. */
interface Spoiled {
  path: Path;
  taken: Path;
  allowed: string;
}

function note(
  drops: Map<string, Drop>,
  { path, taken, allowed }: Spoiled,
  root: string,
  found: unknown,
): void {
  const at = pathText(root, path);
  const known = drops.get(at)?.rejection.message;
  const along =
    taken.length === path.length ? "" : `; without it ${pathText(root, taken) || "the document"} is left out`;
  const message = known ?? foundMessage(path.reduce(childOf, found), allowed);
  drops.set(at, { path, rejection: { path: at, message: message + along } });
}

/** The longest beginning of `path` at which something stands. */
function presentPath(root: unknown, path: Path): Path {
  let at = root;
  for (let depth = 0; depth < path.length; depth += 1) {
    const next = childOf(at, path[depth]);
    if (next === undefined) return path.slice(0, depth);
    at = next;
  }
  return path;
}

function childOf(at: unknown, key: PropertyKey | undefined): unknown {
  return isContainer(at) && key !== undefined && Object.hasOwn(at, key) ? at[key] : undefined;
}

function remove(draft: Draft, path: Path): void {
  if (presentPath(draft.root, path).length < path.length) return;
  const last = path.at(-1);
  if (last === undefined) {
    draft.root = undefined;
    return;
  }
  let at = owned(draft, draft.root);
  draft.root = at;
  for (const key of path.slice(0, -1)) {
    const child = owned(draft, at[key]);
    at[key] = child;
    at = child;
  }
  at[last] = undefined;
}

/** The container itself where it is ours, else a shallow copy; `__proto__` is a key like any other in it. */
function owned(draft: Draft, value: unknown): Container {
  if (isContainer(value) && draft.owned.has(value)) return value;
  const copy: Container = Array.isArray(value)
    ? Object.assign([], value)
    : Object.assign(Object.create(null), value);
  draft.owned.add(copy);
  return copy;
}

export const isContainer = (value: unknown): value is Container =>
  typeof value === "object" && value !== null;
