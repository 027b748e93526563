import { describe, expect, test } from "vitest";
import { bytes, compact, milliseconds, moneyExact, moneyTick, multiplierTick } from "@/lib/client/format";
import {
  change,
  count,
  counted,
  money,
  moneyAtLeast,
  multiplier,
  percent,
  points,
  seconds,
} from "@/lib/domain/format";

/** Figures and units are kept together by a space that does not break. */
const plain = (text: string | null) => text?.replaceAll("\u00a0", " ");

describe("money", () => {
  test.each([
    [0, "$0"],
    [0.0075, "$0.0075"],
    [0.497123, "$0.4971"],
    [0.99996, "$1.00"],
    [4.1, "$4.10"],
    [99.994, "$99.99"],
    [99.996, "$100"],
    [1234.5, "$1,235"],
    [-0.5, "−$0.5000"],
  ])("%d dollars are %s", (usd, words) => {
    expect(money(usd)).toBe(words);
  });

  test("is a dash where it is not known, and marked where it is a lower bound", () => {
    expect(money(null)).toBe("—");
    expect(moneyAtLeast(4.1, false)).toBe("$4.10+");
  });

  test("is told to the last known digit on hover", () => {
    expect(moneyExact(0.144_812_5)).toBe("$0.1448125");
    expect(moneyExact(1234.5)).toBe("$1,234.50");
  });

  test.each([
    [0, "$0"],
    [0.025, "$0.025"],
    [0.2, "$0.20"],
    [2.5, "$2.50"],
    [15, "$15"],
    [20_000, "$20 k"],
  ])("on an axis %d is %s", (usd, words) => {
    expect(plain(moneyTick(usd))).toBe(words);
  });
});

test.each([
  [14_335.9, "14,335.9×"],
  [102.72, "102.7×"],
  [10, "10.0×"],
  [9.994, "9.99×"],
  [9.996, "10.0×"],
  [0.5, "0.50×"],
  [null, "—"],
])("a multiplier of %d is %s", (value, words) => {
  expect(multiplier(value)).toBe(words);
});

test.each([
  [18_432_123, "18.4 M"],
  [750_000, "750 k"],
  [999_960, "1 M"],
  [312, "312"],
  [0, "0"],
  [null, "—"],
])("%d in three digits is %s", (value, words) => {
  expect(plain(compact(value))).toBe(words);
});

test("counts have separators and their noun", () => {
  expect([count(4392), counted(1, "article"), counted(2, "article")]).toEqual([
    "4,392",
    "1 article",
    "2 articles",
  ]);
});

test("shares, durations and sizes carry their unit", () => {
  expect([percent(0.896), seconds(0.84), seconds(366), seconds(9000), bytes(1.5e9)].map(plain)).toEqual([
    "89.6 %",
    "840 ms",
    "6.1 min",
    "2.5 h",
    "1.5 GB",
  ]);
});

describe("a change", () => {
  test.each([
    [104, 100, "+4 %"],
    [99.2, 100, "−0.8 %"],
    [100, 100, "±0 %"],
    [1340, 100, "13.4×"],
    [5, 0, undefined],
    [5, null, undefined],
  ])("from %d to %d", (now, before, words) => {
    expect(plain(change(now, before))).toBe(words);
  });

  test("of a share is told in points", () => {
    expect(plain(points(0.896, 0.888))).toBe("+0.8 pt");
  });
});

test("ticks of a multiplier stay whole until they are large", () => {
  expect([0, 250, 1000, 15_000].map((value) => plain(multiplierTick(value)))).toEqual([
    "0",
    "250×",
    "1,000×",
    "15 k×",
  ]);
});

test.each([
  [0, "0 ms"],
  [0.42, "0.4 ms"],
  [168.4, "168 ms"],
  [2100, "2.1 s"],
  [366_000, "6.1 min"],
  [null, "—"],
])("a latency of %d is %s", (ms, words) => {
  expect(plain(milliseconds(ms))).toBe(words);
});
