import { expect, test } from "vitest";
import { isSize, sizeBytes } from "@/lib/domain/size";

test.each([
  ["1.5 GB", 1_500_000_000],
  ["1.4GB", 1_400_000_000],
  ["512 MB", 512_000_000],
  ["1 kB", 1000],
  ["0 GB", 0],
])("%s is %i bytes: units are decimal", (text, bytes) => {
  expect(isSize(text)).toBe(true);
  expect(sizeBytes(text)).toBe(bytes);
});

test.each(["1.5 TB", "1,5 GB", "GB", "-1 GB", "1.5", "1 gb", "1.5 GB "])("%j is no size", (text) => {
  expect(isSize(text)).toBe(false);
  expect(() => sizeBytes(text)).toThrow(RangeError);
});
