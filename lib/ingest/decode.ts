import type { Malformed } from "@/lib/domain/record";
import { malformedAt } from "./position";

export type Decoded = { text: string } | { malformed: Malformed };

/** Reads UTF-8 strictly: a byte that does not belong is reported with its position, never replaced. One BOM is stripped. */
export function decode(bytes: Uint8Array): Decoded {
  if (isUtf16(bytes)) return { malformed: malformedAt("", 0, "UTF-16, expected UTF-8") };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const bad = firstBadByte(bytes);
    const before = new TextDecoder().decode(bytes.subarray(0, bad));
    const found = bytes[bad]?.toString(16).padStart(2, "0") ?? "none";
    return {
      malformed: malformedAt(before, before.length, `not UTF-8: byte 0x${found} at byte offset ${bad}`),
    };
  }
}

function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The offset of the first sequence that is not UTF-8; a sequence that the end cuts off counts from its first byte. */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

/** How many bytes the character at `at` takes; 0 where there is none. Overlong forms and surrogates are none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  if (second < (SECOND_MIN[lead] ?? 0x80) || second > (SECOND_MAX[lead] ?? 0xbf)) return 0;
  for (let next = at + 2; next < at + length; next += 1) {
    const byte = bytes[next] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

// Unicode 16, table 3-7: the lead bytes after which the second byte has narrower bounds.
const SECOND_MIN: Readonly<Record<number, number>> = { 224: 0xa0, 240: 0x90 };
const SECOND_MAX: Readonly<Record<number, number>> = { 237: 0x9f, 244: 0x8f };
