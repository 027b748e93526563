import { describe, expect, test } from "vitest";
import { decode } from "@/lib/ingest/decode";
import { looksLikeLog, parseLog } from "@/lib/ingest/log";
import { kindOf } from "@/lib/ingest/parse";
import fc from "@/tests/support/laws";
import { PLANTED } from "@/tests/support/secrets";
import { mutated } from "./mutated";

const LOG = `2026-01-09 11:00:00,123 - economist_flow - INFO - Stage 1 of 3 started topic="Gas prices"
2026-01-09 11:00:04,007 - economist_flow - ERROR - Stage 3 failed topic="Gas prices"
Traceback (most recent call last):
  File "src/economist_agents/flow.py", line 211, in stage3
    response = client.messages.create(model=model, api_key="hunter2")
  File "/usr/lib/python3.11/site-packages/anthropic/_base_client.py", line 1059, in _request
    raise self._make_status_error_from_response(err.response) from None
anthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error'}}

2026-01-09 11:00:05.500 - rag - WARNING - slow query
  with a second line
CRITICAL:root:disk is full
2026-01-09T11:00:06+02:00 - roi_tracker - CRITICAL - could not log [job: weekly]
`;

const parsed = (text: string, firstLine?: number) => parseLog(text, "Europe/London", firstLine);
const first = (text: string) => parsed(text).records[0];

describe("entries", () => {
  test("of level ERROR and CRITICAL are errors, each with what belongs to it", () => {
    const { records, rejections, notices } = parsed(LOG);
    expect(records).toMatchObject([
      {
        atMs: Date.UTC(2026, 0, 9, 11, 0, 4, 7),
        line: 2,
        severity: "error",
        component: "economist_flow",
        job: "Gas prices",
        errorClass: "llm_api",
        errorKind: "rate_limit",
        message: 'Stage 3 failed topic="Gas prices"',
        detail: expect.stringMatching(/^Traceback[\s\S]*api_key="\[redacted\]"[\s\S]*rate_limit_error'}}$/),
      },
      {
        atMs: null,
        line: 12,
        severity: "critical",
        component: "root",
        message: "disk is full",
        detail: null,
      },
      { atMs: Date.UTC(2026, 0, 9, 9, 0, 6), line: 13, job: "weekly", errorKind: "roi" },
    ]);
    expect({ rejections, notices }).toEqual({ rejections: [], notices: [] });
  });

  test("of other levels are passed over with their lines, also where they quote an error", () => {
    expect(
      parsed("2026-01-09 11:00:00,1 - a - INFO - x - ERROR - y\nERROR nothing\n  ERROR:a:b\n").records,
    ).toEqual([]);
    expect(parsed("2026-01-09 11:00:00,1 - INFO - a - ERROR - y\n").records).toEqual([]);
  });

  test("need no name, may have one with spaces, and levels may be padded", () => {
    expect(first("2026-01-09 11:00:00 - ERROR - boom")).toMatchObject({ component: null, message: "boom" });
    expect(first("2026-01-09 11:00:00 - Stage 3 Crew - ERROR    - boom")).toMatchObject({
      component: "Stage 3 Crew",
      message: "boom",
    });
  });

  test("without words are told by their exception, or as such", () => {
    expect(first("ERROR:root:\nValueError: 7\n")).toMatchObject({ message: "ValueError: 7", detail: null });
    expect(first("ERROR:root:\n")).toMatchObject({ message: "(no message)" });
  });

  test("end where a line begins with a time, although it is of another form", () => {
    const { records, notices } = parsed("ERROR:root:boom\n2026-01-09 11:00:01 GET /\nother\n");
    expect(records).toMatchObject([{ detail: null }]);
    expect(notices).toEqual(["a line that belongs to no log entry was left out (2 times)"]);
  });

  test("have their lines numbered from the first line on that is given", () => {
    expect(parsed("astray\nERROR:a:b\n", 41).records).toMatchObject([{ line: 42 }]);
    expect(parsed("astray\nERROR:a:b\n", 41).notices).toHaveLength(1);
  });

  test("of a time that is none count when they arrive, and the time is rejected", () => {
    const { records, rejections } = parsed("2026-13-09 11:00:00 - a - ERROR - boom");
    expect(records).toMatchObject([{ atMs: null }]);
    expect(rejections).toMatchObject([
      { path: "[0]", message: expect.stringMatching(/^line 1: found "2026-13/) },
    ]);
  });

  test("that are alike are told apart by how many came before", () => {
    const { records } = parsed("ERROR:a:b\nERROR:a:b\nERROR:a:c\n");
    expect(new Set(records.map(({ identityText }) => identityText)).size).toBe(3);
    expect(parsed("ERROR:a:b\n").records[0]?.identityText).toBe(records[0]?.identityText);
  });
});

test.each([
  ["job=weekly failed", "weekly"],
  ["[job: weekly run] failed", "weekly run"],
  ['topic="Gas prices" failed', "Gas prices"],
  ["article 'Gas prices' failed", "Gas prices"],
  ["the article failed", null],
  ["the job is to do", null],
])("the job of: %s", (message, job) => expect(first(`ERROR:a:${message}`)?.job).toBe(job));

test("text of a log can forge neither output nor a line of its own", () => {
  const { message, detail } = first(
    "ERROR:a:\u001b[31mred\u001b[0m \u001b]0;title\u0007\u0000\u009b2Jbell\u0007 over\rwritten\n\u202elefel\u2028line\n",
  ) ?? { message: "", detail: "" };
  expect(message).toBe("red 2Jbell over written");
  expect(detail).toBe("lefelline");
});

test("a coloured level is a level", () => {
  expect(first("2026-01-09 11:00:00,1 - a - \u001b[31mERROR\u001b[0m - boom")).toMatchObject({
    message: "boom",
  });
});

describe("long texts", () => {
  test("of a traceback lose their middle, and of a message what goes on", () => {
    const { message, detail } =
      first(`ERROR:a:${"m".repeat(1500)}\n${"x\n".repeat(40_000)}ValueError: last`) ?? {};
    expect(message).toBe("m".repeat(1000));
    expect(detail).toMatch(/^m{500}\nx\n[\s\S]*\n… \d+ characters left out …\n[\s\S]*ValueError: last$/);
    expect(detail?.length).toBeLessThanOrEqual(16_384);
  });

  test("that hold a private key from the message on are without it", () => {
    const body = "MIIEpAIBAAKCAQEA\n".repeat(2000);
    const [record] = parsed(
      `ERROR:a:x -----BEGIN PRIVATE KEY-----\n${body}-----END PRIVATE KEY-----\nafter\n`,
    ).records;
    expect(record).toMatchObject({ message: "x [redacted]", detail: "after" });
  });
});

test("no planted secret is in what is read, wherever it stands", () => {
  const text = PLANTED.map(
    ([found]) => `2026-01-09 11:00:00 - log - ERROR - ${found}\n  at ${found}\nE: ${found}\n`,
  );
  const read = JSON.stringify(parsed(text.join("")));
  expect(PLANTED.filter(([, secret]) => read.includes(secret))).toEqual([]);
});

describe("a log is told by its content", () => {
  test.each([LOG, "\n\nINFO:root:hello\n", "starting\n2026-01-09 11:00:00 - a - DEBUG - x"])("%j", (text) => {
    expect(kindOf(text)).toBe("log");
  });

  test.each(["", "{}", '{"message":"ERROR:a:b"}', "some text\nERROR nothing", "2026-01-09 11:00:00 GET /"])(
    "not %j",
    (text) => expect(looksLikeLog(text)).toBe(false),
  );

  test("what has no entry at all is rejected as a whole, what is blank is not", () => {
    expect(parsed("some text\nmore\n").rejections).toMatchObject([
      { message: expect.stringMatching(/^found no line of a log/) },
    ]);
    expect(parsed("\n \n")).toMatchObject({ records: [], rejections: [], notices: [] });
  });
});

const CONTROL = /[^\P{Cc}\n\t]|[\u202a-\u202e]/u;

test("a log broken in any way gives sound errors, and never throws", () => {
  fc.assert(
    fc.property(mutated([LOG, LOG.replaceAll("\n", "\r\n")]), (bytes) => {
      const decoded = decode(bytes);
      const { records, rejections } = parsed(
        "text" in decoded ? decoded.text : new TextDecoder().decode(bytes),
      );
      for (const { message, detail, component, job, atMs, fingerprint } of records) {
        expect(message).toMatch(/^.{1,1000}$/);
        expect(detail?.length ?? 0).toBeLessThanOrEqual(16_384);
        expect((component?.length ?? 0) <= 200 && (job?.length ?? 0) <= 300).toBe(true);
        expect(CONTROL.test(`${message}${detail}${component}${job}`)).toBe(false);
        expect(Number.isSafeInteger(atMs ?? 0)).toBe(true);
        expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
      }
      expect(rejections.every(({ path }) => /^(\[\d+\])?$/.test(path))).toBe(true);
    }),
    { seed: 20_260_109, numRuns: 20_000 },
  );
});
