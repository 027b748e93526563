import type { Item } from "./checklist";
import { isLive, type Release } from "./release";

/** What was said of an item last: by a person, or by its evidence. Times are UTC milliseconds. */
export interface Tick {
  done: boolean;
  note: string | null;
  actor: string;
  atMs: number;
}

export interface StoredProof {
  met: boolean | null;
  said: string;
  /** Since when it is met, or not. */
  atMs: number;
}

/** An item as it stands. */
export interface ItemState {
  item: Item;
  done: boolean;
  /** Null where a person says it, or it was never looked at. */
  proof: StoredProof | null;
  /** Null where evidence says it, or nobody has. */
  tick: Tick | null;
}

/** Only who is asked counts: a person ticks nothing that evidence says, nor the other way round. */
export function itemState(item: Item, tick: Tick | null, proof: StoredProof | null): ItemState {
  return item.by === "person"
    ? { item, done: tick?.done ?? false, proof: null, tick }
    : { item, done: proof?.met ?? false, proof, tick: null };
}

/** Why the lists of a release stay as they are; null while they go on. `next`: the version that was started after it. */
export function frozenWhy(release: Release, next: string | null): string | null {
  const { phase } = release;
  if (phase.name === "cancelled") return "it was cancelled";
  if (phase.name === "draft" || isLive(release) || next === null) return null;
  return `${next} was started after it`;
}

/** A draft that nobody has started for so long is not looked at any more; what its evidence said last stays. */
export const LOOKED_MS_MAX = 14 * 86_400_000;

/** Whether the evidence of a release that is open is still looked at. */
export const isLookedAt = ({ phase, createdMs }: Release, nowMs: number): boolean =>
  phase.name !== "draft" || nowMs - createdMs <= LOOKED_MS_MAX;

const TEXTS_MAX = 3;
const TEXT_MAX = 60;

/** "pre-deployment: 3 of 8 items are open: All tests pass; …" */
export function openWords(list: string, open: readonly string[], total: number): string {
  const texts = open
    .slice(0, TEXTS_MAX)
    .map((text) => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text));
  const more = open.length > TEXTS_MAX ? ` and ${open.length - TEXTS_MAX} more` : "";
  const are = open.length === 1 ? "item is" : "items are";
  return `${list}: ${open.length} of ${total} ${are} open: ${texts.join("; ")}${more}`;
}
