import type { Parsed, Rejection } from "@/lib/domain/record";
import { decode } from "@/lib/ingest/decode";
import type { SourceRecord } from "@/lib/ingest/parse";
import { parsed } from "@/lib/server/ingest";
import type { FileSource } from "./look";

const NEWLINE = 0x0a;

/** Reads whole lines, of which the first is number `firstLine`. A line that is no UTF-8 is rejected; its neighbours land. */
export function linesOf(
  { kind, zone }: FileSource,
  bytes: Buffer,
  firstLine: number,
): { lines: Parsed<SourceRecord>; count: number } {
  const { text, rejections } = decodedLines(bytes, firstLine);
  const read = parsed(kind, text, zone, firstLine);
  const unread =
    read.malformed === null || text.trim() === ""
      ? []
      : [rejection(firstLine, `not JSON: ${read.malformed.message}`)];
  return {
    lines: { ...read, malformed: null, rejections: [...rejections, ...unread, ...read.rejections] },
    count: bytes.reduce((count, byte) => (byte === NEWLINE ? count + 1 : count), 0),
  };
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
