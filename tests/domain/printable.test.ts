import { describe, expect, test } from "vitest";
import { printable, printableJson, printableLine } from "@/lib/domain/printable";
import fc from "@/tests/support/laws";

const anyText = fc.string({ unit: "binary" });
const ACTED_ON = /[^\P{Cc}\t\n]|[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

describe("printable", () => {
  test("writes out what a terminal would act on, and what hides or turns text", () => {
    expect(printable("\u001b[31mred\u0007\u009b0m \u202egnp\u0000")).toBe("␛[31mred␇⟨009B⟩0m ⟨202E⟩gnp␀");
    expect(printable("naïve ✓ 漢字\tand\nmore 🟢")).toBe("naïve ✓ 漢字\tand\nmore 🟢");
    expect(printable("\ud800x")).toBe("\ufffdx");
    expect(printableLine("a\nb")).toBe("a␊b");
  });

  test("leaves nothing to act on in any text", () => {
    fc.assert(fc.property(anyText, (text) => !ACTED_ON.test(printable(text))));
    fc.assert(fc.property(anyText, (text) => !/\n/.test(printableLine(text))));
  });

  test("leaves the meaning of JSON as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = printableJson(JSON.stringify(value));
        expect(text).not.toMatch(ACTED_ON);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
