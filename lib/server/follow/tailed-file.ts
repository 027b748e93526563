import { hash, randomUUID } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Parsed } from "@/lib/domain/record";
import type { SourceRecord } from "@/lib/ingest/parse";
import { ingest } from "@/lib/server/ingest";
import type { FileSource, Look } from "./look";
import {
  inodeOf,
  type Piece,
  type Position,
  pieceAfter,
  positionAfter,
  positionOf,
  renamed,
  standsTaken,
  startOf,
} from "./position";

/** How a file to which its writer appends is cut into what is over and what may still grow. */
export interface Tailing {
  pieceBytes: number;
  /** Whether what is read is told apart by its line and the file's generation, not by its words. */
  byLine: boolean;
  /** How many of these bytes are over, and need not be read again. `full`: there may be more. */
  over(bytes: Buffer, position: Position, full: boolean): number;
  /** Reads what is over. */
  read(source: FileSource, bytes: Buffer, position: Position): Parsed<SourceRecord>;
  /** Whether a larger piece is needed, because nothing of this one is over. */
  larger(pieceBytes: number): number | null;
  /** Reads what may still grow. `left`: it has been as it is for a while, or nobody writes it any more. */
  readRest(source: FileSource, bytes: Buffer, position: Position, left: boolean): Rest;
}

/** What was made of the rest of a file; `position` is the same place, and knows what was taken there. */
export interface Rest {
  look: Look;
  lines: Parsed<SourceRecord> | null;
  position: Position;
}

/** A file to which its writer appends. The position is stored with the records that it speaks of. */
export class TailedFile {
  readonly #source: FileSource;
  readonly #tailing: Tailing;
  #position: Position | null;
  #file: FileHandle | null = null;
  /** Whether a look found nothing at the path since the file was read. */
  #gone = false;
  /** What the last look came to at the end of the file: the same bytes come to the same. */
  #rest: { bytes: string; look: Look } | null = null;

  constructor(source: FileSource, tailing: Tailing, position: string | null) {
    this.#source = source;
    this.#tailing = tailing;
    this.#position = position === null ? null : positionOf(position);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  /** Reads on from where it stopped; from the start, where the file was replaced or cut short. */
  async read(left = false): Promise<Look> {
    const file = await open(this.#source.path);
    let position: Position;
    try {
      const inode = await inodeOf(file);
      const other = this.#position !== null && this.#position.inode !== inode;
      if (other) await this.#readOut();
      position =
        other && !(await this.#replaced()) ? startOf(inode) : await continued(file, this.#position, inode);
      await this.#begin(position);
    } catch (error) {
      await file.close();
      throw error;
    }
    this.#gone = false;
    await this.#file?.close();
    // It stays open: should it be renamed away, what was written to it until then can still be read.
    this.#file = file;
    return this.#readOn(file, position, left);
  }

  /** Reads the rest of a file that left its path; still open, or found beside its successor after a restart. */
  async finish(): Promise<void> {
    this.#gone = true;
    await this.#readOut();
  }

  async #readOut(): Promise<void> {
    if (this.#position === null) return;
    const { inode } = this.#position;
    this.#file ??= await renamed(this.#source.path, inode);
    if (this.#file === null) return;
    const position = await continued(this.#file, this.#position, inode);
    await this.#begin(position);
    await this.#readOn(this.#file, position, true);
  }

  /** Whether the file at the path may be a copy of the one that was read: that one is nowhere any more. */
  async #replaced(): Promise<boolean> {
    if (!this.#tailing.byLine || this.#gone) return false;
    return this.#file === null || (await this.#file.stat()).nlink === 0;
  }

  /** Stores by what a file is known, before the first of its lines is: else a restart would know them as others. */
  async #begin(position: Position): Promise<void> {
    if (this.#tailing.byLine && position.generation !== this.#position?.generation)
      await this.#store(NOTHING, position);
    this.#position = position;
  }

  async #readOn(file: FileHandle, from: Position, left: boolean): Promise<Look> {
    let position = from;
    let pieceBytes = this.#tailing.pieceBytes;
    for (;;) {
      const piece = await pieceAfter(file, position, pieceBytes);
      if (piece === null || !standsTaken(position, piece.bytes)) return { state: "changing" };
      const full = piece.bytes.length === pieceBytes;
      const over = this.#tailing.over(piece.bytes, position, full);
      if (over > 0) {
        position = await this.#take(piece, over, position);
        continue;
      }
      const larger = full ? this.#tailing.larger(pieceBytes) : null;
      if (larger === null) return this.#takeRest(piece.bytes, position, left);
      pieceBytes = larger;
    }
  }

  async #take({ before, bytes }: Piece, over: number, position: Position): Promise<Position> {
    const taken = bytes.subarray(0, over);
    const lines = this.#tailing.read(this.#source, taken, position);
    const next = positionAfter(position, before, taken);
    await this.#store(lines, next, true);
    this.#position = next;
    return next;
  }

  async #takeRest(bytes: Buffer, from: Position, left: boolean): Promise<Look> {
    const seen = `${from.generation}:${from.offset}:${left}:${hash("sha256", bytes)}`;
    if (this.#rest?.bytes === seen) return this.#rest.look;
    const { look, lines, position } = this.#tailing.readRest(this.#source, bytes, from, left);
    if (lines !== null) await this.#store(lines, position);
    this.#position = position;
    this.#rest = { bytes: seen, look };
    return look;
  }

  /** `alive`: the writer has written something, even if there is nothing in it to keep. */
  async #store(lines: Parsed<SourceRecord>, position: Position, alive = false): Promise<void> {
    const { app, path, kind, environment, intervalMs } = this.#source;
    const document = {
      source: { path, kind },
      environment,
      position: JSON.stringify(position),
      alive,
      ...(intervalMs !== undefined && { intervalMs }),
    };
    const { generation } = position;
    await ingest(app, this.#tailing.byLine ? { ...document, generation } : document, lines);
  }
}

const NOTHING: Parsed<SourceRecord> = {
  records: [],
  rejections: [],
  notices: [],
  lastUpdatedMicros: null,
  malformed: null,
};

/**
 * Where to read on: at the position, if what was read last still stands before it, else at the start. What stands at the
 * position in the place of something that was taken there is another thing on the same line.
 */
async function continued(file: FileHandle, position: Position | null, inode: string): Promise<Position> {
  if (position === null) return startOf(inode);
  const copied = position.inode !== inode;
  const piece = await pieceAfter(file, position, position.taken?.bytes ?? 0);
  if (piece === null || (copied && position.tailBytes === 0 && position.taken === null))
    return startOf(inode);
  if (standsTaken(position, piece.bytes)) return { ...position, inode };
  return copied ? startOf(inode) : { ...position, generation: randomUUID(), taken: null };
}
