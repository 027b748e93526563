import { describe, expect, test } from "vitest";
import { nanoUsd } from "@/lib/domain/money";
import { pricedCost, providerOf, type Usage } from "@/lib/domain/price";

const AT = Date.parse("2026-01-08T12:00:00Z");
const call = (usage: Partial<Usage>): Usage => ({
  model: "gpt-4o",
  inputTokens: 1000,
  outputTokens: 500,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costNanoUsd: null,
  ...usage,
});
const priced = (usage: Partial<Usage>, free: string[] = []) => pricedCost(call(usage), AT, new Set(free));

describe("the cost of a call", () => {
  test("the record's own figure wins", () => {
    expect(priced({ costNanoUsd: nanoUsd(0.5) })).toEqual({
      costNanoUsd: nanoUsd(0.5),
      origin: "recorded",
      price: null,
    });
  });

  test("without one the price table decides: 1,000 in at $2.50 and 500 out at $10 a million are $0.0075", () => {
    expect(priced({})).toMatchObject({ costNanoUsd: nanoUsd(0.0075), origin: "estimated" });
  });

  test("0 dollars for tokens is not true, unless the model is free", () => {
    expect(priced({ costNanoUsd: nanoUsd(0) })).toMatchObject({
      costNanoUsd: nanoUsd(0.0075),
      origin: "estimated",
    });
    expect(priced({ costNanoUsd: nanoUsd(0), model: "llama-local" }, ["llama-local"])).toMatchObject({
      costNanoUsd: 0,
      origin: "free",
    });
  });

  test("0 dollars for no tokens is true", () => {
    expect(priced({ costNanoUsd: nanoUsd(0), inputTokens: 0, outputTokens: 0 }).origin).toBe("recorded");
  });

  test("cached tokens have rates of their own", () => {
    const plain = priced({ model: "claude-sonnet-4-6", inputTokens: 10_000 }).costNanoUsd;
    expect(plain).toBe(nanoUsd(0.0375));
    expect(
      priced({ model: "claude-sonnet-4-6", inputTokens: 10_000, cacheReadTokens: 10_000 }).costNanoUsd,
    ).toBe(nanoUsd(0.0105));
    expect(
      priced({ model: "claude-sonnet-4-6", inputTokens: 10_000, cacheWriteTokens: 10_000 }).costNanoUsd,
    ).toBe(nanoUsd(0.045));
  });

  test("a model without a price counts nothing and says so", () => {
    expect(priced({ model: "house-model-1" })).toEqual({ costNanoUsd: 0, origin: "unpriced", price: null });
    expect(priced({ inputTokens: null, outputTokens: null })).toMatchObject({ origin: "unpriced" });
  });
});

test.each([
  ["gpt-4o", "openai"],
  ["claude-opus-4-7", "anthropic"],
  ["house-model-1", "unknown"],
  ["unknown", "unknown"],
  ["__proto__", "unknown"],
  ["constructor", "unknown"],
])("the provider of %s is %s", (model, provider) => expect(providerOf(model)).toBe(provider));
