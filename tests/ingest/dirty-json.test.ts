import { describe, expect, test } from "vitest";
import { dirtyJson } from "@/lib/ingest/dirty-json";
import { scanJson } from "@/lib/ingest/json-scan";
import { fixture } from "@/tests/support/fixture";
import fc from "@/tests/support/laws";
import { mutated } from "./mutated";

const fault = (text: string) => {
  const json = dirtyJson(text);
  return "malformed" in json ? json.malformed : null;
};

test("bare NaN, Infinity and -Infinity are read as null and counted; inside strings they are text", () => {
  const text = '{"a": NaN, "b": [Infinity, -Infinity], "NaN": "NaN \\" -Infinity"}';
  expect(dirtyJson(text)).toEqual({
    value: { a: null, b: [null, null], NaN: 'NaN " -Infinity' },
    nonFinite: 3,
  });
});

test("the real agent_metrics.json holds two of them", () => {
  expect(dirtyJson(fixture("agent_metrics.json"))).toMatchObject({ nonFinite: 2 });
});

describe("a fault is where it is in the text as given", () => {
  test.each([
    [
      "after a replaced token",
      '{"a": NaN,\n "b": -Infinity, "c": oops}',
      { line: 2, column: 23, offset: 33 },
    ],
    ["at the end of a torn text", '{"a": [1, 2', { line: 1, column: 12, offset: 11 }],
    ["at the end of an empty text", "", { line: 1, column: 1, offset: 0 }],
    ["inside a torn string", '{"a": "b', { offset: 8 }],
    ["at text after the JSON", '{"a": 1} {"a": 2}', { column: 10, offset: 9 }],
    ["in the line after CRLF", '{\r\n"a": x}', { line: 2, column: 6 }],
    ["at a trailing comma", "[1,]", { offset: 3 }],
    ["at a word of Python", '{"a": None}', { offset: 6 }],
    ["at a control character in a string", '{"a": "\n"}', { offset: 7 }],
    ["at an unknown escape", '["\\x"]', { offset: 2 }],
    ["at a word that goes on", "[NaNa]", { offset: 4 }],
    ["at a positive sign", "[+1]", { offset: 1 }],
    ["at a leading zero", "[01]", { offset: 2 }],
    ["at a single quote", "{'a': 1}", { offset: 1 }],
  ])("%s", (_, text, position) => expect(fault(text)).toMatchObject(position));
});

test("the scan takes exactly what JSON.parse takes, where no bare tokens stand", () => {
  const strict = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const sources = [
    fixture("health.json"),
    '[1.5e-3,"\\u00e9\\n",{"a":[],"b":{}},true,null,-0]',
    '{"a":[[[0]]]}',
  ];
  fc.assert(
    fc.property(mutated(sources), (bytes) => {
      const text = new TextDecoder().decode(bytes);
      let tokens = 0;
      const lax = scanJson(text, () => (tokens += 1)) === null;
      expect(lax).toBe(tokens > 0 ? lax : strict(text));
    }),
    { seed: 11, numRuns: 20_000 },
  );
});

test("a later key wins, as in Python, and __proto__ is a key like any other", () => {
  const json = dirtyJson('{"a": 1, "a": 2, "__proto__": {"polluted": NaN}}');
  expect(json).toMatchObject({ value: { a: 2 }, nonFinite: 1 });
  expect(Object.getOwnPropertyNames("value" in json ? json.value : {})).toContain("__proto__");
  expect("polluted" in {}).toBe(false);
});

test("a million bare tokens, 10 MB of string and 100,000 levels take linear time", () => {
  expect(dirtyJson(`[${"NaN,".repeat(1_000_000)}1]`)).toMatchObject({ nonFinite: 1_000_000 });
  expect(dirtyJson(`["${"NaN \\\\".repeat(1_600_000)}", NaN]`)).toMatchObject({ nonFinite: 1 });
  expect(dirtyJson(`${"[".repeat(100_000)}NaN${"]".repeat(100_000)}`)).toMatchObject({ nonFinite: 1 });
  expect(fault("[".repeat(100_000))).toMatchObject({ offset: 100_000 });
});

test("what would take a reader's time or memory is refused: more than a million levels, more than two million objects", () => {
  expect(fault("[".repeat(3_000_000))?.message).toContain("nested deeper");
  expect(fault(`[${"{},".repeat(2_000_001)}1]`)?.message).toContain("objects and arrays");
  expect(dirtyJson(`["${"[".repeat(2_000_000)}"]`)).toMatchObject({ nonFinite: 0 });
});
