import { expect, test } from "vitest";
import { durationMs, isDuration } from "@/lib/domain/duration";

test.each([
  ["0s", 0],
  ["15s", 15_000],
  ["5m", 300_000],
  ["1h", 3_600_000],
  ["24h", 86_400_000],
])("%s is %d ms", (text, ms) => {
  expect(isDuration(text)).toBe(true);
  expect(durationMs(text)).toBe(ms);
});

test.each(["", "15", "15 s", "-1s", "1.5h", "15S", "1h30m", "s", "9999999s", "15s\n"])(
  "%j is no duration",
  (text) => {
    expect(isDuration(text)).toBe(false);
    expect(() => durationMs(text)).toThrow(RangeError);
  },
);
