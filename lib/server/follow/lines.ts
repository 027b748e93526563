import type { Parsed, Rejection } from "@/lib/domain/record";
import { decode } from "@/lib/ingest/decode";
import type { SourceRecord } from "@/lib/ingest/parse";
import { parsed } from "@/lib/server/ingest";
import type { FileSource } from "./look";
import type { Tailing } from "./tailed-file";

const PIECE_BYTES = 4 * 1024 * 1024;
const LINE_BYTES_MAX = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Lines of JSON: each is over with its newline. A last one without is taken if it is whole already, else left for the
 * next look. Read again either way.
 */
export const lines: Tailing = {
  pieceBytes: PIECE_BYTES,
  byLine: false,
  over: (bytes) => bytes.lastIndexOf(NEWLINE) + 1,
  larger: (pieceBytes) => (pieceBytes < LINE_BYTES_MAX ? pieceBytes * 2 : null),
  read: (source, bytes, { line }) => linesOf(source, bytes, line),
  readRest(source, bytes, position) {
    if (bytes.length >= LINE_BYTES_MAX) {
      const message = `line ${position.line}: longer than 32 MiB`;
      return { look: { state: "bad", message }, lines: null, position };
    }
    const read = linesOf(source, bytes, position.line);
    const [problem] = read.rejections;
    if (read.records.length === 0 && problem) {
      const message = `the last line is not finished; ${problem.message}`;
      return { look: { state: "bad", message }, lines: null, position };
    }
    return { look: { state: "read" }, lines: read, position };
  },
};

/** Reads whole lines, of which the first is number `firstLine`. A line that is no UTF-8 is rejected; its neighbours land. */
function linesOf({ kind, zone }: FileSource, bytes: Buffer, firstLine: number): Parsed<SourceRecord> {
  const { text, rejections } = decodedLines(bytes, firstLine);
  const read = parsed(kind, text, zone, firstLine);
  const unread =
    read.malformed === null || text.trim() === ""
      ? []
      : [rejection(firstLine, `not JSON: ${read.malformed.message}`)];
  return { ...read, malformed: null, rejections: [...rejections, ...unread, ...read.rejections] };
}

const rejection = (line: number, message: string): Rejection => ({
  path: `[${line - 1}]`,
  message: `line ${line}: ${message}`,
});

function decodedLines(bytes: Buffer, firstLine: number): { text: string; rejections: Rejection[] } {
  const whole = decode(bytes);
  if ("text" in whole) return { text: whole.text, rejections: [] };
  const rejections: Rejection[] = [];
  const lines = split(bytes).map((line, index) => {
    const decoded = decode(line);
    if ("text" in decoded) return decoded.text;
    rejections.push(rejection(firstLine + index, decoded.malformed.message));
    return "";
  });
  return { text: lines.join("\n"), rejections };
}

function split(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
}
