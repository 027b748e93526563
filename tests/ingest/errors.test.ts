import { describe, expect, test } from "vitest";
import { DETAIL_MAX, MESSAGE_MAX } from "@/lib/ingest/error-text";
import { parseErrors } from "@/lib/ingest/errors";

const AT = "2026-01-01T00:00:00Z";
const error = (more: object = {}) => ({
  timestamp: AT,
  class: "llm_api",
  kind: "rate_limit",
  message: "429 Too Many Requests",
  ...more,
});
const parse = (value: unknown) => parseErrors(JSON.stringify(value), "UTC");

test("an error is read with all that it says", () => {
  const [record] = parse(
    error({ component: " writer ", job: "T", environment: "green", severity: "CRITICAL", traceback: "at x" }),
  ).records;
  expect(record).toEqual({
    kind: "error",
    environment: "green",
    atMs: Date.UTC(2026, 0, 1),
    errorClass: "llm_api",
    errorKind: "rate_limit",
    severity: "critical",
    message: "429 Too Many Requests",
    detail: "at x",
    fingerprint: expect.any(String),
    component: "writer",
    job: "T",
    identityText: expect.any(String),
    line: null,
  });
});

describe("identity", () => {
  const identities = (...errors: object[]) => parse(errors).records.map(({ identityText }) => identityText);

  test("of errors alike differs by how many stand before them, and is the same when they are read again", () => {
    expect(new Set(identities(error(), error(), error())).size).toBe(3);
    expect(identities(error(), error())).toEqual(identities(error(), error()));
    expect(identities(error({ job: "U" }), error())[1]).toBe(identities(error())[0]);
  });

  test.each([
    { timestamp: "2026-01-01T00:00:01Z" },
    { class: "other" },
    { kind: "timeout" },
    { message: "429" },
    { component: "rag" },
    { job: "T" },
    { environment: "blue" },
  ])("differs by %j", (more) => {
    expect(identities(error(more))).not.toEqual(identities(error()));
  });
});

describe("words", () => {
  test("are one line; what comes after it belongs to it, with the traceback", () => {
    const [record] = parse(error({ message: "  first\nsecond ", detail: "third" })).records;
    expect(record).toMatchObject({ message: "first", detail: "second\nthird" });
  });

  test("are cut to their lengths, never within a character", () => {
    const [record] = parse(error({ message: "🙂".repeat(600), detail: "🙂".repeat(20_000) })).records;
    expect(record?.message.length).toBeLessThanOrEqual(MESSAGE_MAX);
    expect(record?.detail?.length).toBeLessThanOrEqual(DETAIL_MAX);
    expect([record?.message, record?.detail].every((text) => text?.isWellFormed())).toBe(true);
  });
});

test("no secret is kept in a message, its detail or what identifies it", () => {
  const key = "sk-ant-api03-Zq3fXw8TtLr2PbVn6KdYs0Hm";
  const message = `401 for ${key}\nAuthorization: Bearer ${key}`;
  const text = JSON.stringify(parse(error({ message, traceback: `password=${key}` })).records);
  expect(text).not.toContain("Zq3fXw8TtLr2PbVn6KdYs0Hm");
  expect(text).toContain("401 for");
});

test.each(["unheard", 5, undefined, null])(
  "a class of %j is told from the message, with a notice",
  (found) => {
    const parsed = parse(error({ class: found, kind: undefined, message: "rate limit exceeded (429)" }));
    expect(parsed.rejections).toEqual([]);
    expect(parsed.records).toHaveLength(1);
    expect(parsed.notices).toEqual([
      "an error without a class that is known was classified by its message (once)",
    ]);
  },
);

test.each([
  ["kind", "weird", { errorKind: null }],
  ["severity", "fatal", { severity: "error" }],
  ["component", 5, { component: null }],
  ["job", [], { job: null }],
  ["traceback", {}, { detail: null }],
  ["environment", "red", { environment: null }],
])("a %s of %j is left out by its path, the error lands", (field, found, expected) => {
  const parsed = parse(error({ [field]: found }));
  expect(parsed.rejections).toMatchObject([{ path: field }]);
  expect(parsed.records).toMatchObject([expected]);
});

test.each([
  ["timestamp", "yesterday"],
  ["timestamp", undefined],
  ["message", " \n "],
  ["message", 5],
])("without a proper %s an error is rejected, its neighbours land (%#)", (field, found) => {
  const parsed = parse([error(), error({ [field]: found }), error()]);
  expect(parsed.records).toHaveLength(2);
  expect(parsed.rejections).toMatchObject([{ path: `[1].${field}` }]);
});
