import type { BigIntStats } from "node:fs";

/**
 * What of a file changes when it is written, replaced or renamed. The change time is in it because a writer can
 * restore size and modification time, but not that.
 */
export const stampOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].join(":");

/** A write within this time of the last read may carry the same stamp: file clocks tick in milliseconds. */
const TICK_MS = 50;

/** Whether a file may have been written again after `readAtMs` without its stamp telling. */
export const racy = ({ ctimeMs }: BigIntStats, readAtMs: number): boolean =>
  readAtMs - Number(ctimeMs) < TICK_MS;
