import { weight } from "@/lib/client/traffic-words";
import type { AuditEvent } from "@/lib/contract/audit";
import { greenOf, groupOf } from "./event-words";
import { shown } from "./shown-text";

/** One thing that an event changed; null: not told, or not there. */
export interface Change {
  what: string | null;
  before: string | null;
  after: string | null;
}

const DEPTH_MAX = 3;
const CHANGES_MAX = 12;

/** What an event changed, thing by thing, in an order that stays. */
export function changesOf({ action, before, after }: AuditEvent): Change[] {
  const changes = changesKnown(action, before, after);
  const left = changes.length - CHANGES_MAX;
  return left <= 0
    ? changes
    : [...changes.slice(0, CHANGES_MAX), { what: `${left} more`, before: null, after: null }];
}

function changesKnown(action: string, before: unknown, after: unknown): Change[] {
  if (groupOf(action) === "traffic" && (greenOf(before) ?? greenOf(after)) !== null)
    return trafficChanges(before, after);
  const chosen = TOLD_OF[action];
  const all = valueChanges(before, after);
  return chosen === undefined ? all : all.filter(({ what }) => what !== null && chosen.includes(what));
}

/** Of a plan and of signed figures only what one looks for; the whole unfolds below. */
const TOLD_OF: Readonly<Record<string, readonly string[]>> = {
  "release.planned": ["plan.environment", "plan.requires", "linked_to"],
  "release.signed": ["title"],
};

const EPOCHS: readonly string[] = ["epoch", "green", "blue"];

/** The shares as one pair of percentages, then who is live where that changed. */
function trafficChanges(before: unknown, after: unknown): Change[] {
  const [from, to] = [split(before), split(after)];
  const others = valueChanges(before, after).filter(
    ({ what, before: had }) => had !== null && what !== null && !EPOCHS.includes(what),
  );
  if (to === null) return [{ what: null, before: null, after: from }];
  return [{ what: null, before: from === to ? null : from, after: to }, ...others];
}

function split(value: unknown): string | null {
  const green = greenOf(value);
  return green === null ? null : `blue ${weight(100 - green)} · green ${weight(green)}`;
}

function valueChanges(before: unknown, after: unknown): Change[] {
  const [from, to] = [fields(before), fields(after)];
  const names = [...new Set([...from.keys(), ...to.keys()])];
  return names
    .map((what) => ({
      what: what === "" ? null : shown(what),
      before: from.get(what) ?? null,
      after: to.get(what) ?? null,
    }))
    .filter((change) => change.before !== change.after);
}

/** What stands in a value, each by its path: `benchmarks.hourly_rate_usd`. A text stands for itself. */
function fields(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const gather = (path: readonly string[], one: unknown): void => {
    if (one === null || one === undefined) return;
    if (typeof one === "object" && !Array.isArray(one) && path.length < DEPTH_MAX)
      for (const [name, inner] of Object.entries(one)) gather([...path, name], inner);
    else found.set(path.join("."), shown(typeof one === "string" ? one : JSON.stringify(one)));
  };
  gather([], value);
  return found;
}
