import { expect, test } from "vitest";
import { decode } from "@/lib/ingest/decode";
import fc from "@/tests/support/laws";

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)),
  );

test("one byte-order mark is no part of the text, a second one is", () => {
  expect(decode(bytes([0xef, 0xbb, 0xbf], "{}"))).toEqual({ text: "{}" });
  expect(decode(bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], "{}"))).toEqual({ text: "\ufeff{}" });
});

test.each([
  [0xff, 0xfe],
  [0xfe, 0xff],
])("UTF-16 (%i %i) is named", (...mark) => {
  expect(decode(bytes(mark, [0x7b, 0]))).toMatchObject({
    malformed: { message: "UTF-16, expected UTF-8", line: 1, column: 1 },
  });
});

test.each([
  ["a lone continuation byte", [0x80]],
  ["an overlong form", [0xc0, 0xaf]],
  ["an overlong form of three bytes", [0xe0, 0x9f, 0x80]],
  ["a surrogate", [0xed, 0xa0, 0x80]],
  ["a code point beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
  ["a sequence that the end cuts off", [0xf0, 0x9f, 0x98]],
])("%s is reported where it stands, in line, column and characters", (_, bad) => {
  expect(decode(bytes("a😀\n£", bad))).toMatchObject({ malformed: { line: 2, column: 2, offset: 5 } });
});

test("any text comes back as it was, and any bytes are either text or a position inside them", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      if (!text.isWellFormed() || text.startsWith("\ufeff")) return;
      expect(decode(new TextEncoder().encode(text))).toEqual({ text });
    }),
    { seed: 9, numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (any) => {
      const decoded = decode(any);
      if ("malformed" in decoded) expect(decoded.malformed.offset).toBeLessThanOrEqual(any.length);
    }),
    { seed: 9, numRuns: 20_000 },
  );
});
