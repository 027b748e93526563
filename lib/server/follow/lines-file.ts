import { hash } from "node:crypto";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import type { Parsed } from "@/lib/domain/record";
import type { SourceRecord } from "@/lib/ingest/parse";
import { ingest } from "@/lib/server/ingest";
import { linesOf } from "./lines";
import type { FileSource, Look } from "./look";

/** How far a file of lines was read. `tail` is a hash of the bytes right before `offset`: it tells a replaced file. */
const positionSchema = z.object({
  inode: z.string(),
  offset: z.int(),
  line: z.int(),
  tail: z.string(),
  tailBytes: z.int(),
});

type Position = z.output<typeof positionSchema>;

const START = { offset: 0, line: 1, tail: "", tailBytes: 0 };
const TAIL_BYTES = 1024;
const PIECE_BYTES = 4 * 1024 * 1024;
const LINE_BYTES_MAX = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/** A file to which its writer appends lines. The position is stored with the records that it speaks of. */
export class LinesFile {
  readonly #source: FileSource;
  #position: Position | null;
  #file: FileHandle | null = null;

  constructor(source: FileSource, position: string | null) {
    this.#source = source;
    this.#position = position === null ? null : positionSchema.parse(JSON.parse(position));
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  /** Reads on from where it stopped; from the start, where the file was replaced or cut short. */
  async read(): Promise<Look> {
    const file = await open(this.#source.path);
    try {
      const inode = await inodeOf(file);
      if (this.#position !== null && this.#position.inode !== inode) await this.finish();
      this.#position = await continued(file, this.#position, inode);
    } catch (error) {
      await file.close();
      throw error;
    }
    await this.#file?.close();
    // It stays open: should it be renamed away, what was written to it until then can still be read.
    this.#file = file;
    return this.#readOn(file, this.#position);
  }

  /** Reads the rest of a file that left its path; still open, or found beside its successor after a restart. */
  async finish(): Promise<void> {
    if (this.#position === null) return;
    const { inode } = this.#position;
    this.#file ??= await renamed(this.#source.path, inode);
    if (this.#file !== null)
      await this.#readOn(this.#file, await continued(this.#file, this.#position, inode));
  }

  async #readOn(file: FileHandle, from: Position): Promise<Look> {
    let position = from;
    for (let pieceBytes = PIECE_BYTES; ; ) {
      const piece = await pieceAfter(file, position, pieceBytes);
      if (piece === null) return { state: "changing" };
      const { before, bytes } = piece;
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      if (end > 0) position = await this.#take(before, bytes.subarray(0, end), position);
      else if (bytes.length === pieceBytes && pieceBytes < LINE_BYTES_MAX) pieceBytes *= 2;
      else return this.#unfinished(bytes, position);
    }
  }

  async #take(before: Buffer, bytes: Buffer, { inode, offset, line }: Position): Promise<Position> {
    const tail = Buffer.concat([before, bytes.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
    const { lines, count } = linesOf(this.#source, bytes, line);
    const next = {
      inode,
      offset: offset + bytes.length,
      line: line + count,
      tail: hash("sha256", tail),
      tailBytes: tail.length,
    };
    await this.#store(lines, next);
    this.#position = next;
    return next;
  }

  /** A last line without its end: taken if it is whole already, else left for the next look. Read again either way. */
  async #unfinished(bytes: Buffer, position: Position): Promise<Look> {
    if (bytes.length >= LINE_BYTES_MAX)
      return { state: "bad", message: `line ${position.line}: longer than 32 MiB` };
    const { lines } = linesOf(this.#source, bytes, position.line);
    const [problem] = lines.rejections;
    if (lines.records.length === 0 && problem)
      return { state: "bad", message: `the last line is not finished; ${problem.message}` };
    await this.#store(lines, position);
    return { state: "read" };
  }

  async #store(lines: Parsed<SourceRecord>, position: Position): Promise<void> {
    const { app, path, kind, environment } = this.#source;
    await ingest(app, { source: { path, kind }, environment, position: JSON.stringify(position) }, lines);
  }
}

const inodeOf = async (file: FileHandle): Promise<string> => {
  const { dev, ino } = await file.stat({ bigint: true });
  return `${dev}:${ino}`;
};

/** Where to read on: at the position, if what was read last still stands before it, else at the start. */
async function continued(file: FileHandle, position: Position | null, inode: string): Promise<Position> {
  const stands = position?.inode === inode && (await pieceAfter(file, position, 0)) !== null;
  return stands ? position : { ...START, inode };
}

/**
 * At most `length` bytes from the position on, and those that the tail speaks of; null where what was read last does not stand before it any more.
 * Both come from one read, so that a file that is replaced right now cannot answer with the middle of its successor.
 */
async function pieceAfter(
  file: FileHandle,
  { offset, tail, tailBytes }: Position,
  length: number,
): Promise<{ before: Buffer; bytes: Buffer } | null> {
  const { size } = await file.stat();
  if (offset > size) return null;
  const wanted = tailBytes + Math.min(size - offset, length);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, offset - tailBytes);
  if (bytesRead < tailBytes) return null;
  const before = buffer.subarray(0, tailBytes);
  if (tailBytes > 0 && hash("sha256", before) !== tail) return null;
  return { before, bytes: buffer.subarray(tailBytes, bytesRead) };
}

/** The file that had this inode, under the name that a rotation gave it. */
async function renamed(path: string, inode: string): Promise<FileHandle | null> {
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(basename(path)));
  for (const name of names) {
    const candidate = join(dirname(path), name);
    const stats = await stat(candidate, { bigint: true }).catch(() => null);
    if (stats !== null && `${stats.dev}:${stats.ino}` === inode) return open(candidate);
  }
  return null;
}
