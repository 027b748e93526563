import { describe, expect, test } from "vitest";
import { parseArticleCosts } from "@/lib/ingest/article-costs";

const line = (more: object = {}) => ({
  timestamp: "2026-04-26T01:23:06.404680+00:00",
  topic: "Tests",
  total_cost_usd: 0.5,
  writer_cost_usd: 0.5,
  writer_model: "claude-opus-4-7",
  ...more,
});
const parse = (...lines: unknown[]) =>
  parseArticleCosts(lines.map((one) => JSON.stringify(one)).join("\n"), "UTC");
const parts = (more: object) => parse(line(more)).records[0]?.parts;
const writer = { agent: "writer", model: "claude-opus-4-7", costNanoUsd: 5e8 };

describe("parts", () => {
  test("of every time are read, each under its own model", () => {
    expect(
      parts({ total_cost_usd: 0.9, hero_cost_usd: 0.25, hero_model: "gpt-image", editor_cost_usd: 0.15 }),
    ).toEqual([
      writer,
      { agent: "hero", model: "gpt-image", costNanoUsd: 25e7 },
      { agent: "editor", model: "unknown", costNanoUsd: 15e7 },
    ]);
  });

  test("of 0 dollars are left out, unless all are 0", () => {
    expect(parts({ hero_cost_usd: 0 })).toEqual([writer]);
    expect(parts({ total_cost_usd: 0, writer_cost_usd: 0 })).toEqual([{ ...writer, costNanoUsd: 0 }]);
  });

  test("are the truth: what the total has beyond them is a part of nobody", () => {
    expect(parts({ total_cost_usd: 0.5001 })).toEqual([writer]);
    expect(parts({ total_cost_usd: 0.7 })).toEqual([
      writer,
      { agent: "unknown", model: "unknown", costNanoUsd: 2e8 },
    ]);
  });

  test("are the truth: a total below them is rejected", () => {
    expect(parse(line({ total_cost_usd: 0.49995 })).rejections).toEqual([]);
    const parsed = parse(line({ total_cost_usd: 0.4 }));
    expect(parsed.rejections).toEqual([
      {
        path: "[0].total_cost_usd",
        message: "line 1: found 0.4, allowed: at least the sum of the parts, 0.5",
      },
    ]);
    expect(parsed.records[0]?.parts).toEqual([writer]);
  });

  test("a bad one is rejected by its path, and its dollars are nobody's", () => {
    const parsed = parse(line({ total_cost_usd: 0.7, hero_cost_usd: -1 }));
    expect(parsed.rejections).toEqual([
      { path: "[0].hero_cost_usd", message: "line 1: found -1, allowed: dollars from 0 to 100000" },
    ]);
    expect(parsed.records[0]?.parts).toEqual([
      writer,
      { agent: "unknown", model: "unknown", costNanoUsd: 2e8 },
    ]);
  });

  test("without any the total is one part, and without a total there is no article", () => {
    expect(parts({ writer_cost_usd: undefined })).toEqual([
      { agent: "unknown", model: "unknown", costNanoUsd: 5e8 },
    ]);
    const parsed = parse(line({ writer_cost_usd: undefined, total_cost_usd: undefined }));
    expect(parsed).toMatchObject({ records: [], rejections: [{ path: "[0].total_cost_usd" }] });
  });

  test("may have any name without harm", () => {
    const keys =
      '"__proto___cost_usd":0.1,"constructor_cost_usd":0.1,"__proto__":{"x_cost_usd":9},"a.b\\n[0]_cost_usd":-1';
    const parsed = parseArticleCosts(`{${JSON.stringify(line()).slice(1, -1)},${keys}}`, "UTC");
    expect(parsed.records[0]?.parts.map(({ agent }) => agent)).toEqual([
      "writer",
      "__proto__",
      "constructor",
    ]);
    expect(parsed.rejections.map(({ path }) => path)).toEqual([
      '[0]["a.b\\n[0]_cost_usd"]',
      "[0].total_cost_usd",
    ]);
  });

  test("beyond a hundred are left out, and said", () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`p${index}_cost_usd`, 0.001]));
    const parsed = parse({ ...line({ total_cost_usd: undefined, writer_cost_usd: undefined }), ...many });
    expect(parsed.records[0]?.parts).toHaveLength(100);
    expect(parsed.rejections).toMatchObject([{ path: "[0].p100_cost_usd" }]);
  });
});

describe("figures", () => {
  test("seconds are wall_seconds, else what the stages took, else unknown", () => {
    const stages = { stage3_seconds: 2, stage4_seconds: 0.5 };
    expect(
      parse(line({ ...stages, wall_seconds: 9 }), line(stages), line()).records.map(({ seconds }) => seconds),
    ).toEqual([9, 2.5, null]);
  });

  test("words are counted under either name", () => {
    expect(
      parse(line({ article_words: 5 }), line({ word_count: 6 })).records.map(({ words }) => words),
    ).toEqual([5, 6]);
  });

  test.each([
    ["editorial_score", 101],
    ["editorial_score", -1],
    ["gates_passed", 1.5],
    ["gates_passed", [true]],
    ["publication_validator_passed", "yes"],
    ["article_chars", -1],
    ["wall_seconds", -1],
    ["stage3_seconds", 1e8],
  ])("a %s of %j is rejected, its article lands", (field, found) => {
    const parsed = parse(line({ [field]: found }));
    expect(parsed.rejections).toMatchObject([{ path: `[0].${field}` }]);
    expect(parsed.records).toMatchObject([
      { editorialScore: null, gatesPassed: null, validatorPassed: null, characters: null, seconds: null },
    ]);
  });

  test.each([
    ["topic", " "],
    ["topic", "x".repeat(501)],
    ["timestamp", "yesterday"],
    ["timestamp", undefined],
  ])("without a proper %s the line is rejected (%#)", (field, found) => {
    expect(parse(line(), line({ [field]: found }))).toMatchObject({
      records: [{ topic: "Tests" }],
      rejections: [{ path: `[1].${field}` }],
    });
  });
});

describe("lines", () => {
  const good = JSON.stringify(line());

  test("end with LF or CRLF, and blank ones count but hold nothing", () => {
    const parsed = parseArticleCosts(`\r\n${good}\r\n\n  \n${good}\n-1`, "UTC");
    expect(parsed.records).toHaveLength(2);
    expect(parsed.rejections).toMatchObject([
      { path: "[5]", message: "line 6: found -1, allowed: an object" },
    ]);
  });

  test("that are not JSON are rejected with their column, and the next one is read", () => {
    const parsed = parseArticleCosts(`${good}\n{"topic": oops}\n${good}`, "UTC");
    expect(parsed.records).toHaveLength(2);
    expect(parsed.rejections).toEqual([
      { path: "[1]", message: 'line 2: not JSON at column 11: found "o", expected a value' },
    ]);
  });

  test("are numbered from the first line of the text in its file", () => {
    const parsed = parseArticleCosts(`\n${JSON.stringify(line({ gates_passed: -1 }))}`, "UTC", 100);
    expect(parsed.rejections).toMatchObject([
      { path: "[100].gates_passed", message: expect.stringMatching(/^line 101: /) },
    ]);
  });

  test("with a bare NaN are read, each by itself", () => {
    const parsed = parseArticleCosts(`${good.replace("}", ',"wall_seconds":NaN}')}\n${good}`, "UTC");
    expect(parsed).toMatchObject({
      rejections: [],
      notices: ["NaN or Infinity was read as not given (once)"],
    });
    expect(parsed.records).toHaveLength(2);
  });

  test("of which none is JSON are malformed, with the position of the first fault", () => {
    expect(parseArticleCosts("\nnot json\nnor this", "UTC").malformed).toMatchObject({
      line: 2,
      column: 1,
      offset: 1,
    });
    expect(parseArticleCosts(good.slice(0, 50), "UTC").malformed).toMatchObject({ line: 1, column: 51 });
  });

  test("may be none at all", () => {
    expect(parseArticleCosts("", "UTC")).toMatchObject({ records: [], rejections: [], malformed: null });
  });

  test("may be one object over several lines, or an array", () => {
    const pretty = `\n${JSON.stringify(line({ gates_passed: -1 }), null, 2)}`;
    expect(parseArticleCosts(pretty, "UTC")).toMatchObject({
      records: [{ topic: "Tests" }],
      rejections: [{ path: "[1].gates_passed" }],
    });
    const array = JSON.stringify([line(), 5, line()], null, 2);
    expect(parseArticleCosts(array, "UTC").rejections).toEqual([
      { path: "[1]", message: "found 5, allowed: an object" },
    ]);
    expect(parseArticleCosts(array, "UTC").records).toHaveLength(2);
  });
});
