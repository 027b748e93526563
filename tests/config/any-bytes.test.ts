import { expect, test } from "vitest";
import { loadedFrom } from "@/lib/server/config";
import { mistakeText } from "@/lib/server/config-mistake";
import fc from "@/tests/support/laws";
import { CONTRACT } from "./folder";

const SURROUNDINGS = { env: { GREENLIGHT_CONFIG: "greenlight.yaml" }, cwd: "/nowhere" };

const scrap = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom(
    "\t",
    "\n",
    "---\n",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "!!set ",
    "{",
    "]",
    ": ",
    "~",
    "null",
    "__proto__: ",
    ".nan",
    "%YAML 1.1\n---\n",
    "0x1F",
    "|\n",
  ),
);
const edit = fc.record({ at: fc.nat(CONTRACT.length), length: fc.nat(40), scrap });

const mutated = fc
  .array(edit, { minLength: 1, maxLength: 6 })
  .map((edits) =>
    edits.reduce(
      (text, { at, length, scrap: part }) => text.slice(0, at) + part + text.slice(at + length),
      CONTRACT,
    ),
  );

test("no text makes the reader throw: it is settings, or mistakes that say where", () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const loaded = loadedFrom(SURROUNDINGS, { kind: "text", text });
      if (loaded.ok) return loaded.settings.origins.length > 0;
      return loaded.mistakes.length > 0 && loaded.mistakes.every(placed);
    }),
    { numRuns: 5000 },
  );
});

const placed = (mistake: {
  file: string | null;
  line: number | null;
  column: number | null;
  message: string;
}) =>
  mistake.file === "greenlight.yaml" &&
  mistake.line !== null &&
  mistake.line >= 1 &&
  mistake.column !== null &&
  mistake.column >= 1 &&
  mistake.message.length > 0;

test("mistakes stay readable however long the text is", () => {
  const loaded = loadedFrom(SURROUNDINGS, { kind: "text", text: `metrics: ${"x".repeat(4000)}` });
  expect(loaded.ok ? "" : loaded.mistakes.map(mistakeText).join("").length).toBeLessThan(300);
});
