import fc from "@/tests/support/laws";

/** What breaks readers: tokens of Python, figures that cannot be, times that are none, halves of characters. */
const VALUES = [
  "NaN",
  "Infinity",
  "-Infinity",
  "-1",
  "-0.5",
  "1e400",
  "1e13",
  "101",
  "9007199254740993",
  "99999999999999999999",
  "0",
  "0.5",
  "1e-9",
  "null",
  "true",
  "[]",
  "{}",
  "[null]",
  '{"cached_tokens":-1}',
  '{"cached_tokens":7,"topic":"T"}',
  '""',
  '" "',
  '"x"',
  '"\\ud800"',
  '"\\u0000"',
  '"9999-12-31T23:59:59Z"',
  '"1999-12-31"',
  '"2026-03-29T01:30:00"',
  '"2026-02-30T00:00:00"',
  `"${"y".repeat(501)}"`,
  `${"[".repeat(200)}${"]".repeat(200)}`,
];
const KEYS = [
  "__proto__",
  "constructor",
  "a.b[0]",
  "x_cost_usd",
  "total_cost_usd",
  "cached_tokens",
  "cache_read_input_tokens",
  "usage",
  "metadata",
  "wall_seconds",
  "stage9_seconds",
  "word_count",
  "duration_seconds",
  "version",
  "executions",
  "llm_calls",
  "agents",
  "toString",
].map((key) => JSON.stringify(key));
const SCRAPS = [...VALUES, ...KEYS.map((key) => `${key}:1,`), ",", '"', "}", "]", "\n", "\0", "\\"];
const LONE_SURROGATE = new Uint8Array([0xed, 0xa0, 0x80]);

// fast-check prefers small numbers; places in a file are all alike.
const PLACES = 2 ** 30;
const place = fc.noBias(fc.nat({ max: PLACES - 1 })).map((at) => at / PLACES);
const utf8 = new TextEncoder();

/** The bytes of one of the texts: one in four with broken bytes, the others still JSON, but with odd keys and values. */
export function mutated(texts: readonly string[]): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 1, arbitrary: withBrokenBytes(texts) },
    { weight: 3, arbitrary: withOddValues(texts) },
  );
}

const change = fc.record({
  act: fc.constantFrom("flip", "cut", "end", "repeat", "splice", "insert"),
  place,
  from: place,
  length: fc.nat({ max: 400 }),
  bit: fc.nat({ max: 7 }),
  scrap: fc.constantFrom(...SCRAPS.map((scrap) => utf8.encode(scrap)), LONE_SURROGATE),
});
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

function withBrokenBytes(texts: readonly string[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(
      fc.constantFrom(...texts.map((text) => utf8.encode(text))),
      fc.array(change, { minLength: 1, maxLength: 3 }),
    )
    .map(([source, changes]) => changes.reduce(applied, source));
}

function applied(bytes: Uint8Array, { act, place, from, length, bit, scrap }: Change): Uint8Array {
  const at = Math.floor(place * bytes.length);
  const other = Math.floor(from * bytes.length);
  const end = Math.min(bytes.length, at + length);
  switch (act) {
    case "flip":
      return at < bytes.length ? bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit)) : bytes;
    case "cut":
      return joined(bytes.subarray(0, at), bytes.subarray(end));
    case "end":
      return bytes.slice(0, at);
    case "repeat":
      return joined(bytes.subarray(0, end), bytes.subarray(at));
    case "splice":
      return joined(bytes.subarray(0, at), bytes.subarray(other, other + length), bytes.subarray(at));
    case "insert":
      return joined(bytes.subarray(0, at), scrap, bytes.subarray(at));
  }
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const KEY_OR_VALUE = /"(?:[^"\\]|\\.)*"(?=(\s*:)?)|-?\d[\d.eE+-]*|true|false|null/g;

/** Puts odd keys in place of keys, and odd values in place of texts and numbers, in one to six places. */
function withOddValues(texts: readonly string[]): fc.Arbitrary<Uint8Array> {
  const sources = texts.map((text) => ({ text, spots: [...text.matchAll(KEY_OR_VALUE)] }));
  const swap = fc.record({
    place,
    key: fc.constantFrom(...KEYS),
    value: fc.constantFrom(...VALUES),
    keyToo: place,
  });
  return fc
    .tuple(fc.constantFrom(...sources), fc.array(swap, { minLength: 1, maxLength: 6 }))
    .map(([{ text, spots }, swaps]) => {
      const inserts = new Map<number, string>();
      for (const { place, key, value, keyToo } of swaps) {
        let index = Math.floor(place * spots.length);
        const isKey = spots[index]?.[1] !== undefined;
        // Mostly the value beside the key: a lost key only makes a field absent.
        if (isKey && keyToo > 0.2 && spots[index + 1]?.[1] === undefined) index += 1;
        inserts.set(index, isKey && keyToo <= 0.2 ? key : value);
      }
      return utf8.encode(spliced(text, spots, inserts));
    });
}

function spliced(
  text: string,
  spots: readonly RegExpMatchArray[],
  inserts: ReadonlyMap<number, string>,
): string {
  let result = "";
  let from = 0;
  for (const [index, spot] of spots.entries()) {
    const insert = inserts.get(index);
    const start = spot.index ?? 0;
    if (insert === undefined || (spot[1] !== undefined && !KEYS.includes(insert))) continue;
    result += text.slice(from, start) + insert;
    from = start + spot[0].length;
  }
  return result + text.slice(from);
}
