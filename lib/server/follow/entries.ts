import type { Parsed } from "@/lib/domain/record";
import { endsEntry } from "@/lib/ingest/log";
import type { SourceRecord } from "@/lib/ingest/parse";
import { parsed } from "@/lib/server/ingest";
import type { FileSource } from "./look";
import { type Position, positionAt } from "./position";
import type { Tailing } from "./tailed-file";

/** As much is read at once, and as much of one entry. Longer ones block the event loop while they are parsed. */
const PIECE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
const BOM = "\xef\xbb\xbf";

/**
 * Entries of a log: each is over when the next one begins, because its traceback may be written a moment later. So the
 * last one is taken as it is, and read again until then. A last line without its end may be half a name, or half a
 * secret: it waits for its newline, unless it was left so. What one entry has beyond a piece is left out.
 */
export const entries: Tailing = {
  pieceBytes: PIECE_BYTES,
  byLine: true,
  over(bytes, { within }, full) {
    const whole = bytes.lastIndexOf(NEWLINE) + 1;
    if (whole === 0) return full ? bytes.length : 0;
    const last = lastEntryAt(bytes.subarray(0, whole), within);
    if (last === 0) return full ? whole : 0;
    return last ?? whole;
  },
  larger: () => null,
  read,
  readRest(source, bytes, position, left) {
    const whole = bytes.lastIndexOf(NEWLINE) + 1;
    const taken = left ? bytes : bytes.subarray(0, whole);
    const look = { state: "read" as const, unfinished: taken.length < bytes.length };
    const found = read(source, taken, position);
    if (found.records.length === 0) return { look, lines: null, position };
    return { look, lines: found, position: positionAt(position, taken) };
  },
};

/** Bytes that are no UTF-8 are replaced: a log tells of what went wrong, and may itself be part of it. */
function read({ kind, zone }: FileSource, bytes: Buffer, { line, within }: Position): Parsed<SourceRecord> {
  const text = new TextDecoder().decode(within ? bytes.subarray(bytes.indexOf(NEWLINE)) : bytes);
  return parsed(kind, text, zone, line);
}

/** Where the last entry of whole lines begins; null where there is none. The rest of a line that is too long is none. */
function lastEntryAt(bytes: Buffer, within: boolean): number | null {
  const text = bytes.toString("latin1");
  for (let end = text.length - 1; end >= 0; ) {
    const start = end === 0 ? 0 : text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start === 0 && text.startsWith(BOM) ? BOM.length : start, end);
    if (endsEntry(line) && !(start === 0 && within)) return start;
    end = start - 1;
  }
  return null;
}
