import { describe, expect, test } from "vitest";
import { highest, ticksTo } from "@/components/charts/plot-data";

describe("ticks", () => {
  test.each([
    [0, [0, 1]],
    [0.57, [0, 0.2, 0.4, 0.6]],
    [672, [0, 200, 400, 600, 800]],
    [14_335, [0, 5000, 10_000, 15_000]],
  ])("up to %d are round and few", (max, ticks) => {
    expect(ticksTo(max)).toEqual(ticks);
  });

  test("begin where the axis begins", () => {
    expect(ticksTo(1, 0.6)).toEqual([0.6, 0.7, 0.8, 0.9, 1]);
    expect(ticksTo(0.87, 0.6)).toEqual([0.6, 0.7, 0.8, 0.9]);
    expect(ticksTo(0.5, 0.6)).toEqual([0.6, 1.6]);
  });
});

test("bars are as high as their shown parts together, lines as their highest", () => {
  const plot = {
    slots: [],
    series: [],
    values: [
      [3, 4],
      [null, 5],
    ],
  };
  expect(highest(plot, "bars", new Set(), [])).toBe(7);
  expect(highest(plot, "bars", new Set([0]), [])).toBe(5);
  expect(highest(plot, "lines", new Set(), [10])).toBe(10);
});
