import { describe, expect, test } from "vitest";
import {
  ARTICLE_STATES,
  type ArticlePart,
  articlesOn,
  CHECK_STATES,
  type CheckPart,
  checksOf,
  cutShort,
  type RunBody,
  runWords,
  totalsOf,
  verdictOf,
} from "@/lib/domain/test-run";
import fc from "@/tests/support/laws";

const TOPICS = ["One", "Two", "Three"];
const article = (more: Partial<ArticlePart> = {}): ArticlePart => ({
  ...articlesOn(["One"]).articles[0]!,
  ...more,
});
const done = (more: Partial<ArticlePart> = {}) =>
  article({ state: "passed", startedMs: 1000, seconds: 8, costUsd: 0.49, ...more });
const smoke = (...articles: ArticlePart[]): RunBody => ({ ...articlesOn([]), articles });
const check = (more: Partial<CheckPart> = {}): CheckPart => ({
  ...checksOf([{ item: "python", text: "Python 3.13 environment" }]).checks[0]!,
  ...more,
});

const anyArticle = fc.record<ArticlePart>({
  topic: fc.constantFrom(...TOPICS),
  state: fc.constantFrom(...ARTICLE_STATES),
  startedMs: fc.option(fc.nat(10_000)),
  seconds: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  costUsd: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
  article: fc.option(fc.string()),
  output: fc.option(fc.string()),
  said: fc.string(),
});
const anyCheck = fc.record<CheckPart>({
  item: fc.string(),
  text: fc.string(),
  state: fc.constantFrom(...CHECK_STATES),
  said: fc.string(),
  atMs: fc.option(fc.nat()),
  tookMs: fc.option(fc.nat()),
});
const anyBody = fc.record<RunBody>({
  checks: fc.array(anyCheck, { maxLength: 7 }),
  articles: fc.array(anyArticle, { maxLength: 5 }),
  cancelledBy: fc.constant(null),
});

describe("a run has passed", () => {
  test("where all its articles were written, or all its checks are met", () => {
    expect(verdictOf(smoke(done(), done()))).toBe("passed");
    expect(verdictOf({ ...checksOf([]), checks: [check({ state: "met" })] })).toBe("passed");
  });

  test("not where one failed, could not be measured, was not run, or where there was nothing to do", () => {
    expect(verdictOf(smoke(done(), article({ state: "failed" })))).toBe("failed");
    expect(verdictOf({ ...checksOf([]), checks: [check({ state: "unknown" })] })).toBe("failed");
    expect(verdictOf(articlesOn(TOPICS))).toBe("failed");
    expect(verdictOf(articlesOn([]))).toBe("failed");
  });

  test("never after it was cut short before its end", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const open = [...body.checks, ...body.articles].some(
          ({ state }) => state === "waiting" || state === "running",
        );
        return !open || verdictOf(cutShort(body, "cancelled", 20_000)) === "failed";
      }),
    );
  });
});

describe("a run that is cut short", () => {
  test("says what was stopped and for how long it had run, and what was not begun", () => {
    const body = smoke(done(), article({ state: "running", startedMs: 4000 }), article());
    expect(cutShort(body, "cancelled", 9500).articles).toMatchObject([
      { state: "passed", seconds: 8 },
      { state: "stopped", said: "cancelled", seconds: 5.5 },
      { state: "not_run", said: "", seconds: null },
    ]);
  });

  test("has nothing under way any more, keeps what was over, and is the same twice", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const cut = cutShort(body, "stopped", 20_000);
        const states = [...cut.checks, ...cut.articles].map(({ state }) => state);
        expect(states).not.toContain("running");
        expect(states).not.toContain("waiting");
        expect(cutShort(cut, "again", 30_000)).toEqual(cut);
        const over = body.articles.filter(({ state }) => state === "passed" || state === "failed");
        for (const one of over) expect(cut.articles).toContainEqual(one);
      }),
    );
  });
});

describe("what a smoke test comes to", () => {
  test("3 of 3 with all costs, and with one that is not known at least the others", () => {
    expect(totalsOf([done(), done(), done()])).toEqual({
      ...{ passed: 3, of: 3, costKnown: true, seconds: 24 },
      costUsd: expect.closeTo(1.47, 9),
    });
    expect(totalsOf([done(), done({ costUsd: null })])).toMatchObject({ costUsd: 0.49, costKnown: false });
    expect(totalsOf(articlesOn(TOPICS).articles)).toMatchObject({ passed: 0, costUsd: null, seconds: null });
  });

  test("in words, with why the first failed", () => {
    expect(runWords(smoke(done(), done(), done()))).toBe("3 of 3 articles, $1.47, 24 s");
    const failed = article({ topic: "Two", state: "failed", startedMs: 1, seconds: 2, said: "no answer" });
    expect(runWords(smoke(done(), failed))).toBe("1 of 2 articles, at least $0.49, 10 s, Two: no answer");
    expect(runWords(articlesOn(["One"]))).toBe("0 of 1 article");
  });

  test("a validation in words, with what is open", () => {
    const met = check({ state: "met" });
    expect(runWords({ ...checksOf([]), checks: [met, met] })).toBe("2 of 2 checks");
    expect(runWords({ ...checksOf([]), checks: [met, check({ state: "unknown", text: "RAG" })] })).toBe(
      "1 of 2 checks, open: RAG",
    );
  });
});
