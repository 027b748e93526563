import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

type Bytes = string | Uint8Array;

/** What pipelines, rotations, editors and people do to a file that is watched. Every act is whole when it returns. */
export class WatchedFile {
  readonly folder: string;
  readonly path: string;
  #torn: Bytes = "";
  #targets = 0;

  constructor(folder: string, name: string) {
    this.folder = folder;
    this.path = join(folder, name);
    mkdirSync(folder, { recursive: true });
  }

  /** Null where there is nothing, or nothing that is a file. */
  bytes(): Buffer | null {
    return typeof standing(this.path) === "bigint" ? readFileSync(this.path) : null;
  }

  append(bytes: Bytes): void {
    this.#placeable();
    appendFileSync(this.path, bytes);
    this.#coarse();
  }

  /** As Python's `open(path, "w")`: empties what is there, then writes. */
  write(bytes: Bytes): void {
    this.#placeable();
    writeFileSync(this.path, bytes);
    this.#coarse();
  }

  /** The first half of a write; `rest` is the second. */
  writeHalf(bytes: Buffer, how: "write" | "append"): void {
    const half = Math.floor(bytes.length / 2);
    this[how](bytes.subarray(0, half));
    this.#torn = bytes.subarray(half);
  }

  rest(): void {
    const torn = this.#torn;
    this.#torn = "";
    if (torn.length > 0) this.append(torn);
  }

  truncate(bytes: number): void {
    const now = this.bytes();
    if (now !== null) truncateSync(this.path, Math.max(0, Math.min(bytes, now.length)));
  }

  copyTruncate(): void {
    if (this.bytes() === null) return;
    copyFileSync(this.path, `${this.path}.1`);
    truncateSync(this.path, 0);
  }

  rotate(): void {
    if (this.bytes() !== null) renameSync(this.path, `${this.path}.1`);
  }

  /** As a careful writer does: another file under this name at once. */
  replace(bytes: Bytes): void {
    this.#placeable();
    writeFileSync(join(this.folder, "next"), bytes);
    renameSync(join(this.folder, "next"), this.path);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** The path becomes a link to a file elsewhere. */
  swapLink(bytes: Bytes): void {
    this.#placeable();
    this.#targets += 1;
    const elsewhere = join(this.folder, "elsewhere");
    mkdirSync(elsewhere, { recursive: true });
    const target = join(elsewhere, String(this.#targets));
    writeFileSync(target, bytes);
    symlinkSync(target, join(this.folder, "link"));
    renameSync(join(this.folder, "link"), this.path);
  }

  becomeDirectory(): void {
    this.remove();
    mkdirSync(this.path);
  }

  becomeLoop(): void {
    this.remove();
    symlinkSync(this.path, this.path);
  }

  /** Other bytes in the place of some, with size and modification time as they were. */
  overwrite(at: number, bytes: Bytes): void {
    const { mtimeMs } = statSync(this.path);
    const file = openSync(this.path, "r+");
    writeSync(file, Buffer.from(bytes), 0, bytes.length, at);
    closeSync(file);
    utimesSync(this.path, mtimeMs / 1000, mtimeMs / 1000);
  }

  /** A modification time in whole seconds, which can be set again exactly. */
  #coarse(): void {
    const seconds = Math.floor(Date.now() / 1000);
    utimesSync(this.path, seconds, seconds);
  }

  #placeable(): void {
    const stats = lstatSync(this.path, { throwIfNoEntry: false });
    if (stats && !stats.isFile() && this.bytes() === null) this.remove();
  }
}

/** The inode of the file at a path; null for anything else, undefined for nothing. */
export function standing(path: string): bigint | null | undefined {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  try {
    const stats = statSync(path, { bigint: true });
    return stats.isFile() ? stats.ino : null;
  } catch {
    return null;
  }
}

/** Runs work while nobody but root may read the file; where the tests run as root, as somebody else. */
export async function withoutPermission(file: WatchedFile, work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  const { mode } = statSync(file.path);
  chmodSync(file.path, 0o000);
  if (isRoot) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(file.path, mode);
  }
}
