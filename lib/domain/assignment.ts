import type { Environment } from "./environment";

/** What a record says of the job that it belongs to. */
export interface Job {
  /** As `topicKey` makes it; null where a record names none. */
  key: string | null;
  atMs: number;
}

/** Which environment a job's record belongs to; null where nothing says, which is never guessed. */
export type Attribution = (job: Job) => Environment | null;

/** How finely shares are told apart: a hundredth of a percent. */
const PLACES = 10_000;

/**
 * Which environment a job belongs to while green has that percent of new work.
 *
 * Deterministic and sticky: a key has one place for ever. Monotone: as green's share grows, jobs only move to green.
 */
export const assigned = (key: string, green: number): Environment =>
  placeOf(key) < (green / 100) * PLACES ? "green" : "blue";

/** A key's place from 0 to 9,999, spread evenly: FNV-1a over UTF-16 units, then MurmurHash3's finalizer. */
function placeOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % PLACES;
}
