import { describe, expect, test } from "vitest";
import { lastLines, NOTHING_SAID, saidIn, saidLast } from "@/lib/domain/smoke-answer";
import fc from "@/tests/support/laws";

describe("what the writer of an article says", () => {
  test("stands in the last line of JSON, with logs before and after it", () => {
    const output =
      'INFO {writing}\n{"cost_usd": 9}\n  {"cost_usd": 0.49, "seconds": 288.03}\nbye {not: json}\n';
    expect(saidLast(output)).toEqual({ costUsd: 0.49, seconds: 288.03, error: null, output: null });
  });

  test("is nothing where no line is JSON", () => {
    expect(saidLast("done\n[1]\n{broken\n")).toEqual(NOTHING_SAID);
    expect(saidLast("")).toEqual(NOTHING_SAID);
  });

  test("goes by the pipeline's own names, too: its line of costs can be printed as it is", () => {
    expect(saidIn('{"total_cost_usd": 0.48664275, "wall_seconds": 288.03}')).toMatchObject({
      costUsd: 0.48664275,
      seconds: 288.03,
    });
  });

  test.each(["-1", "1e6", '"0.49"', "null", "true", "1e999"])("a cost of %s is none", (cost) => {
    expect(saidIn(`{"cost_usd": ${cost}}`)?.costUsd).toBeNull();
  });

  test.each([
    ['""', null],
    ["null", null],
    ["false", null],
    ['"no gate"', "no gate"],
    ["true", "true"],
    ['{"code": 3}', '{"code":3}'],
  ])("an error of %s is %j", (error, said) => {
    expect(saidIn(`{"error": ${error}}`)?.error).toBe(said);
  });

  test("is read of any text without throwing, and never a figure that cannot be", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { costUsd, seconds } = saidLast(text);
        for (const figure of [costUsd, seconds]) expect(figure === null || figure >= 0).toBe(true);
      }),
    );
  });
});

describe("the end of an output", () => {
  test("is its last twenty lines, and at most 2,000 characters", () => {
    const lines = Array.from({ length: 30 }, (_, one) => `line ${one}`);
    expect(lastLines(`${lines.join("\n")}\n\n`)).toBe(lines.slice(10).join("\n"));
    expect(lastLines("x".repeat(5000))).toHaveLength(2000);
    expect(lastLines(" \n\n")).toBeNull();
  });
});
