import { expect, test } from "vitest";
import { fingerprintOf } from "@/lib/ingest/fingerprint";
import fc from "@/tests/support/laws";

const OTHER = { errorClass: "other", errorKind: null } as const;
const of = (message: string) => fingerprintOf(OTHER, message);

const word = fc.string({ unit: fc.constantFrom(..."ghijklmnopqrstuvwxyz"), minLength: 2, maxLength: 8 });
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });

/** What may differ between two errors that are one. */
const VARIABLES: Record<string, fc.Arbitrary<string>> = {
  number: fc.oneof(
    fc.integer().map(String),
    fc.float({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }).map((n) => n.toFixed(2)),
  ),
  duration: fc.nat().map((ms) => `${ms}ms`),
  uuid: fc.uuid(),
  sha: hex(40),
  address: hex(12).map((digits) => `0x${digits}`),
  request: hex(20).map((digits) => `req_0${digits}`),
  time: fc
    .date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true })
    .map((at) => at.toISOString()),
  path: fc.array(word, { minLength: 1, maxLength: 5 }).map((names) => `/${names.join("/")}.json`),
  relativePath: fc.array(word, { minLength: 2, maxLength: 5 }).map((names) => `${names.join("/")}.png`),
  file: word.map((name) => `${name}.md`),
  quoted: fc.array(word, { maxLength: 5 }).map((words) => `'${words.join(" ")}'`),
  doubleQuoted: fc.array(word, { maxLength: 5 }).map((words) => `"${words.join(" ")}"`),
  job: fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => `[job: ${words.join(" ")}]`),
  topic: word.map((name) => `topic=${name}`),
  url: fc.webUrl({ validSchemes: ["https"] }).filter((url) => !/["'<>)\]}]/.test(url)),
};

test.each(Object.entries(VARIABLES))("two errors that differ in a %s only are one", (_name, variable) => {
  fc.assert(
    fc.property(word, word, variable, variable, (before, after, one, other) => {
      expect(of(`${before} ${one} ${after}`)).toBe(of(`${before} ${other} ${after}`));
    }),
  );
});

test("errors of different words are two", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 2, maxLength: 2 }),
      word,
      ([one = "", other = ""], after) => {
        expect(of(`${one} ${after} 12`)).not.toBe(of(`${other} ${after} 12`));
      },
    ),
  );
});

test("so are errors of the same words and another class or kind", () => {
  const classes = [
    OTHER,
    { errorClass: "llm_api", errorKind: "timeout" },
    { errorClass: "llm_api", errorKind: null },
  ] as const;
  expect(new Set(classes.map((one) => fingerprintOf(one, "timed out"))).size).toBe(3);
});

test("an apostrophe opens no quotation, and a slash between words is no path", () => {
  expect(of("can't read the editor's notes")).not.toBe(of("can't write the editor's notes"));
  expect(of("failed to read/write")).not.toBe(of("failed to open/close"));
});

test("a message of 1,000 characters that only nearly fits is read at once", () => {
  for (const part of ["'", '"', "a/", "./", "a.", "f", "0", "-", "a_", "://"])
    expect(of(part.repeat(500))).toHaveLength(16);
});
