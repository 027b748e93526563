import { hash, randomUUID } from "node:crypto";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

/** How far a file was read. `tail` is a hash of the bytes right before `offset`: it tells a replaced file. */
const positionSchema = z.object({
  inode: z.string(),
  offset: z.int(),
  line: z.int(),
  tail: z.string(),
  tailBytes: z.int(),
  /** Tells this file from the one that stood at its path before, where lines are told apart by their numbers. */
  generation: z.string().default(randomUUID),
  /** What was taken at the offset already although it may still grow: a hash of its first bytes. */
  taken: z.object({ bytes: z.int(), hash: z.string() }).nullable().default(null),
  /** Whether the offset lies within a line that is too long to be read. */
  within: z.boolean().default(false),
});

export type Position = z.output<typeof positionSchema>;

const TAIL_BYTES = 1024;
/** Of what was taken already this much is remembered. */
const TAKEN_BYTES = 4096;
const NEWLINE = 0x0a;

export const positionOf = (stored: string): Position => positionSchema.parse(JSON.parse(stored));

export const startOf = (inode: string): Position => ({
  inode,
  offset: 0,
  line: 1,
  tail: "",
  tailBytes: 0,
  generation: randomUUID(),
  taken: null,
  within: false,
});

/** The position after `bytes`, before which `before` stands. */
export function positionAfter(position: Position, before: Buffer, bytes: Buffer): Position {
  const tail = Buffer.concat([before, bytes.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
  return {
    ...position,
    offset: position.offset + bytes.length,
    line: position.line + newlines(bytes),
    tail: hash("sha256", tail),
    tailBytes: tail.length,
    taken: null,
    within: bytes.at(-1) !== NEWLINE,
  };
}

/** The same position, at which `bytes` were taken already. Their first line tells them from what may come in their place. */
export function positionAt(position: Position, bytes: Buffer): Position {
  const end = bytes.indexOf(NEWLINE) + 1 || bytes.length;
  const first = bytes.subarray(0, Math.min(end, TAKEN_BYTES));
  return { ...position, taken: { bytes: first.length, hash: hash("sha256", first) } };
}

/** Whether what was taken at the position stands there still. `bytes` are those after it. */
export const standsTaken = ({ taken }: Position, bytes: Buffer): boolean =>
  taken === null ||
  (bytes.length >= taken.bytes && hash("sha256", bytes.subarray(0, taken.bytes)) === taken.hash);

export interface Piece {
  before: Buffer;
  bytes: Buffer;
}

/**
 * At most `length` bytes from the position on, and those that the tail speaks of; null where what was read last does not stand before it any more.
 * Both come from one read, so that a file that is replaced right now cannot answer with the middle of its successor.
 */
export async function pieceAfter(
  file: FileHandle,
  { offset, tail, tailBytes }: Position,
  length: number,
): Promise<Piece | null> {
  const { size } = await file.stat();
  if (offset > size) return null;
  const wanted = tailBytes + Math.min(size - offset, length);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, offset - tailBytes);
  if (bytesRead < tailBytes) return null;
  const before = buffer.subarray(0, tailBytes);
  if (tailBytes > 0 && hash("sha256", before) !== tail) return null;
  return { before, bytes: buffer.subarray(tailBytes, bytesRead) };
}

export const inodeOf = async (file: FileHandle): Promise<string> => {
  const { dev, ino } = await file.stat({ bigint: true });
  return `${dev}:${ino}`;
};

/** The file that had this inode, under the name that a rotation gave it. */
export async function renamed(path: string, inode: string): Promise<FileHandle | null> {
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(basename(path)));
  for (const name of names) {
    const candidate = join(dirname(path), name);
    const stats = await stat(candidate, { bigint: true }).catch(() => null);
    if (stats !== null && `${stats.dev}:${stats.ino}` === inode) return open(candidate);
  }
  return null;
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
