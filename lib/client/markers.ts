import type { TrafficChange } from "@/lib/contract/traffic";
import { addDays, dayKey, moment, wall } from "@/lib/domain/dates";
import type { Slot } from "./buckets";
import { kindWords, movedWords, splitWords } from "./traffic-words";

/** A moment on a time axis at which the traffic moved. */
export interface Marker {
  id: number;
  /** The slot that it falls into. */
  slot: number;
  /** How far into that slot, from 0 to 1. */
  part: number;
  /** Beside its line: `all on green`. */
  label: string;
  /** In full: when, what, by whom, why. */
  title: string;
}

export interface Markers {
  shown: readonly Marker[];
  /** Older ones that would only clutter the drawing. */
  more: number;
}

export const NO_MARKERS: Markers = { shown: [], more: 0 };

const MARKERS_MAX = 10;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const isHour = (key: string): boolean => key.includes("T");

/** The changes that can lie on an axis, as a question; whole days, so that all charts of a page ask the same. */
export function askedOf(slots: readonly Slot[]): { from: string; to: string } | null {
  const [first, last] = [slots[0]?.key.slice(0, 10), slots.at(-1)?.key.slice(0, 10)];
  if (first === undefined || last === undefined) return null;
  // A zone is up to 14 hours away, and the last slot may be a month.
  return { from: `${addDays(first, -1)}T00:00:00.000Z`, to: `${addDays(last, 33)}T00:00:00.000Z` };
}

/** The newest switches on an axis, oldest first. What did not move anything is no switch. */
export function markersOf(slots: readonly Slot[], changes: readonly TrafficChange[], zone: string): Markers {
  const found = changes
    .filter(({ state, from, to }) => state === "confirmed" && from.green !== to.green)
    .toSorted((a, b) => a.id - b.id)
    .flatMap((change) => {
      const place = placeOf(slots, change.time, zone);
      return place === null ? [] : [{ ...place, ...wordsOf(change, zone) }];
    });
  return { shown: found.slice(-MARKERS_MAX), more: Math.max(0, found.length - MARKERS_MAX) };
}

function wordsOf(change: TrafficChange, zone: string) {
  const { id, kind, actor, reason, time } = change;
  const why = reason === null ? "" : `: ${reason}`;
  return {
    id,
    label: splitWords(change.to),
    title: `${moment(time, zone)} · ${kindWords(kind)} ${movedWords(change)} by ${actor}${why}`,
  };
}

function placeOf(slots: readonly Slot[], time: string, zone: string): Pick<Marker, "slot" | "part"> | null {
  const [first] = slots;
  if (first === undefined) return null;
  const hours = isHour(first.key);
  const key = hours ? new Date(time).toISOString() : dayKey(time, zone);
  const slot = slots.findLastIndex((one) => one.key <= key);
  const start = slots[slot];
  if (start === undefined) return null;
  const end = slots[slot + 1]?.key ?? endOf(slots);
  const at = hours ? Date.parse(time) : Date.parse(`${key}T00:00:00Z`) + dayPart(time, zone) * DAY_MS;
  const [fromMs, toMs] = [momentOf(start.key), momentOf(end)];
  return at >= toMs ? null : { slot, part: (at - fromMs) / (toMs - fromMs) };
}

const momentOf = (key: string): number => Date.parse(isHour(key) ? key : `${key}T00:00:00Z`);

/** Where the last slot ends: it is as long as the one before it. */
function endOf(slots: readonly Slot[]): string {
  const [before, last] = [slots.at(-2)?.key, slots.at(-1)?.key ?? ""];
  if (isHour(last)) return new Date(Date.parse(last) + HOUR_MS).toISOString();
  const days = before === undefined ? 1 : Math.round((momentOf(last) - momentOf(before)) / DAY_MS);
  return addDays(last, days);
}

/** How much of its day a moment has behind it, as the clocks of the zone say. */
function dayPart(time: string, zone: string): number {
  const { hour, minute, second } = wall(time, zone);
  return ((hour * 60 + minute) * 60 + second) / 86_400;
}
