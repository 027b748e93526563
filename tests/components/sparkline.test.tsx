import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Sparkline } from "@/components/sparkline";

const drawn = (values: (number | null)[]) =>
  /d="([^"]*)"/.exec(renderToStaticMarkup(<Sparkline values={values} />))?.[1];

test("a gap lifts the pen", () => {
  expect(drawn([1, 2, null, 2, 1])?.match(/M/g)).toHaveLength(2);
});

test("a value between two gaps is a short stroke", () => {
  expect(drawn([1, null, 2, null, 1])).toContain("h1.5");
});

test("a series that does not change is a level line", () => {
  expect(drawn([5, 5])).toBe("M2.0 13.0L118.0 13.0");
});
