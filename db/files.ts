import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/**
 * Makes an empty file for its owner alone, where there is none. An existing one is not opened: closing it would give
 * back the locks that this process holds on it.
 */
export function createPrivate(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** Makes what was written to a file, or to the names in a folder, survive a power cut. */
export function flush(path: string): void {
  const opened = openSync(path, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

export const flushFolderOf = (file: string): void => flush(dirname(file));

/** `20261123T120000Z`: a moment in a file's name, which sorts as text. */
export const stampOf = (atMs: number): string => new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, "");
