import type { BigIntStats } from "node:fs";

/**
 * What of a file changes when it is written, replaced or renamed. The change time is in it because a writer can
 * restore size and modification time, but not that.
 */
export const stampOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].join(":");

/** A write within this time of the last one may leave the same stamp: file clocks tick in milliseconds. */
const TICK_MS = 50;

/**
 * Whether a file may still be written without its stamp telling. `fileNowMs` is the clock that stamps files, which
 * is the system's; a file from its future is not racy, because the next write would be stamped otherwise.
 */
export const racy = ({ ctimeMs }: BigIntStats, fileNowMs: number): boolean =>
  Math.abs(fileNowMs - Number(ctimeMs)) < TICK_MS;
