import { describe, expect, test } from "vitest";
import { type CachePlace, countedTokens, type GivenTokens, UNKNOWN_TOKENS } from "@/lib/ingest/call-tokens";

const none = { input: undefined, output: undefined, total: undefined, costUsd: undefined, caches: [] };
const counted = (given: Partial<GivenTokens>) => countedTokens({ ...none, ...given });
const cached = (counts: CachePlace[1], given: Partial<GivenTokens> = { input: 100, output: 10 }) =>
  counted({ ...given, caches: [["usage.", counts]] });

describe("what is not known is not 0", () => {
  test.each([
    ["all are 0", { input: 0, output: 0, total: 0 }],
    ["none is given", {}],
    ["the total is 0", { total: 0 }],
    ["all are null", { input: null, output: null, total: null }],
  ])("a call with a cost has unknown tokens where %s", (_, given) => {
    expect(counted({ ...given, costUsd: 0.01 }).tokens).toEqual(UNKNOWN_TOKENS);
  });

  test("a free call with tokens 0 used none, and one that names none is unknown", () => {
    expect(counted({ input: 0, output: 0, total: 0, costUsd: 0 }).tokens).toMatchObject({
      inputTokens: 0,
      totalTokens: 0,
    });
    expect(counted({ costUsd: 0 }).tokens).toEqual(UNKNOWN_TOKENS);
  });

  test("of input, output and total what is given is kept", () => {
    expect(counted({ input: 5, total: 8 }).tokens).toMatchObject({
      inputTokens: 5,
      outputTokens: null,
      totalTokens: 8,
    });
    expect(counted({ total: 8 }).tokens).toMatchObject({
      inputTokens: null,
      outputTokens: null,
      totalTokens: 8,
    });
    expect(counted({ output: 5 }).tokens).toMatchObject({
      inputTokens: null,
      outputTokens: 5,
      totalTokens: null,
    });
    expect(counted({ input: 5, output: 8 }).tokens.totalTokens).toBe(13);
  });
});

describe("input and output are the truth", () => {
  test.each([
    ["that contradicts them", { input: 5, output: 8, total: 14 }, 13],
    ["that is less than one of them", { input: 5, total: 4 }, null],
  ])("a total %s gives way and is told", (_, given, totalTokens) => {
    expect(counted(given)).toMatchObject({ contradicted: true, tokens: { totalTokens } });
  });
});

describe("OpenAI's cached tokens are part of the input", () => {
  test.each([
    ["cached_tokens", { cached_tokens: 30 }],
    ["cached_input_tokens", { cached_input_tokens: 30 }],
    ["cache_read_tokens", { cache_read_tokens: 30 }],
    ["prompt_tokens_details", { prompt_tokens_details: { cached_tokens: 30 } }],
  ])("under the name %s", (_, counts) => {
    expect(cached(counts).tokens).toEqual({
      inputTokens: 100,
      outputTokens: 10,
      totalTokens: 110,
      cacheReadTokens: 30,
      cacheWriteTokens: 0,
    });
  });

  test("more of them than input cannot be: all tokens of the call are unknown", () => {
    expect(cached({ cached_tokens: 101 })).toEqual({
      tokens: UNKNOWN_TOKENS,
      overflow: { path: "usage.cached_tokens", found: 101, max: 100 },
      contradicted: false,
    });
  });
});

describe("Anthropic's cached tokens come on top of the input", () => {
  const counts = { cache_read_input_tokens: 30, cache_creation_input_tokens: 7 };

  test("the input becomes the sum, and so does the total, whichever total was given", () => {
    for (const total of [undefined, 110, 147])
      expect(cached(counts, { input: 100, output: 10, total })).toMatchObject({
        contradicted: false,
        tokens: { inputTokens: 137, totalTokens: 147, cacheReadTokens: 30, cacheWriteTokens: 7 },
      });
  });

  test("they can be more than the rest, and are tokens of a call that has no others", () => {
    expect(
      cached({ cache_read_input_tokens: 500 }, { input: 0, output: 0, costUsd: 1 }).tokens.inputTokens,
    ).toBe(500);
  });

  test("beside OpenAI's names, as LiteLLM writes them, all are part of the input", () => {
    const both = { ...counts, prompt_tokens_details: { cached_tokens: 30 } };
    expect(cached(both).tokens).toMatchObject({
      inputTokens: 100,
      cacheReadTokens: 30,
      cacheWriteTokens: 7,
      totalTokens: 110,
    });
  });

  test("without input tokens they say nothing", () => {
    expect(cached(counts, { output: 10 }).tokens).toMatchObject({
      inputTokens: null,
      outputTokens: 10,
      cacheReadTokens: 0,
    });
  });
});

test("the first place that names cached tokens is believed", () => {
  const caches: CachePlace[] = [
    ["", {}],
    ["tokens_used.", { cached_tokens: 1 }],
    ["usage.", { cached_tokens: 2 }],
  ];
  expect(counted({ input: 100, output: 1, caches }).tokens.cacheReadTokens).toBe(1);
});
