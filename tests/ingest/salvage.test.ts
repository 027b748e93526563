import { expect, test } from "vitest";
import { z } from "zod";
import { salvaged } from "@/lib/ingest/salvage";

const number = z.number({ error: "a number" }).min(0, { error: "a number" });
const Part = z.object({ required: number, loose: number.nullish() }, { error: "an object" });
const Whole = z.object({
  id: z.string({ error: "a text" }),
  lent: number.nullish(),
  part: Part.nullish(),
  parts: z.array(Part.optional(), { error: "an array" }).nullish(),
});

const messages = (found: unknown) => salvaged(Whole, found, "runs[3]").drops.map((drop) => drop.rejection);

test("what fits comes back without a drop", () => {
  expect(salvaged(Whole, { id: "a", other: 1 }, "")).toEqual({ value: { id: "a" }, drops: [] });
});

test("a bad figure that need not be there is the only thing lost", () => {
  const { value, drops } = salvaged(Whole, { id: "a", part: { required: 1, loose: -5 } }, "runs[3]");
  expect(value).toEqual({ id: "a", part: { required: 1, loose: undefined } });
  expect(drops.map((drop) => drop.rejection)).toEqual([
    { path: "runs[3].part.loose", message: "found -5, allowed: a number" },
  ]);
});

test("a bad figure that must be there takes its part along, and says so once", () => {
  const found = { id: "a", part: { required: "abc" }, parts: [{ required: 1 }, { required: [] }, 7] };
  expect(salvaged(Whole, found, "runs[3]").value).toEqual({
    id: "a",
    part: undefined,
    parts: [{ required: 1 }, undefined, undefined],
  });
  expect(messages(found)).toEqual([
    {
      path: "runs[3].part.required",
      message: 'found "abc", allowed: a number; without it runs[3].part is left out',
    },
    {
      path: "runs[3].parts[1].required",
      message: "found an array, allowed: a number; without it runs[3].parts[1] is left out",
    },
    { path: "runs[3].parts[2]", message: "found 7, allowed: an object" },
  ]);
});

test("without what tells it from others a record is lost", () => {
  expect(salvaged(Whole, { part: {} }, "runs[3]").value).toBeNull();
  expect(messages({})).toEqual([
    { path: "runs[3].id", message: "found nothing, allowed: a text; without it runs[3] is left out" },
  ]);
  expect(messages(null)).toMatchObject([{ path: "runs[3]" }]);
  expect(salvaged(Whole, undefined, "").value).toBeNull();
});

test("found texts are shortened, and kept well-formed", () => {
  expect(messages({ id: "a", part: `${"x".repeat(23)}😀 and so on` })[0]?.message).toBe(
    `found "${"x".repeat(23)}\ufffd…", allowed: an object`,
  );
});

test("its input is never changed, however deep", () => {
  const found = JSON.parse(
    '{"id":"a","part":{"required":1,"loose":-1},"parts":[{"required":-1}],"__proto__":{"id":"b"}}',
  );
  const before = JSON.stringify(found);
  salvaged(Whole, found, "");
  expect(JSON.stringify(found)).toBe(before);
});

test("__proto__ and constructor are keys like any other, and lend nothing", () => {
  const found = JSON.parse(
    '{"__proto__":{"id":"lent"},"constructor":{"prototype":{"polluted":1}},"part":{"required":-1}}',
  );
  expect(salvaged(Whole, found, "").value).toBeNull();
  expect("polluted" in {}).toBe(false);

  const copied = JSON.parse('{"id":"a","__proto__":{"lent":7},"part":{"required":-1}}');
  expect(salvaged(Whole, copied, "").value).toEqual({ id: "a", part: undefined });
});

test("a field that the schema does not name may be 100,000 levels deep", () => {
  const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  expect(salvaged(Whole, { id: "a", deep, part: { required: 1, loose: -1, deep } }, "").drops).toHaveLength(
    1,
  );
});

test("a value that is 100,000 levels deep where a figure belongs is one drop", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`);
  expect(messages({ id: "a", part: { required: 1, loose: deep } })).toEqual([
    { path: "runs[3].part.loose", message: "found an object, allowed: a number" },
  ]);
});

test("100,000 bad elements are dropped in one go", () => {
  const parts = Array.from({ length: 100_000 }, () => ({ required: -1 }));
  expect(salvaged(Whole, { id: "a", parts }, "").drops).toHaveLength(100_000);
});
