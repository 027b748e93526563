import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { type Answer, ask, type Question } from "@/tests/support/http";
import { roi, run } from "@/tests/support/roi";

const MIB = 1024 * 1024;
const BODY_MAX = 32 * MIB;

let server: BuiltServer;
beforeAll(async () => {
  server = await builtServer();
});

const push = (
  body: Question["body"],
  headers: Record<string, string> = {},
  path = "/api/ingest/execution-roi",
) => ask(`${server.url}${path}`, { method: "POST", headers, ...(body === undefined ? {} : { body }) });

const json = { "content-type": "application/json" };

/** A refusal in the words of RFC 9457 that name what was found. */
function expectProblem({ status, type, body }: Answer, wanted: number, detail: RegExp): void {
  expect({ status, type, detail: body.detail }).toEqual({
    status: wanted,
    type: "application/problem+json",
    detail: expect.stringMatching(detail),
  });
  expect(body).toMatchObject({
    status: wanted,
    title: expect.any(String),
    type: expect.stringMatching(/^\/problems\//),
  });
}

const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const padded = (bytes: number) => roi(run("padded")).padEnd(bytes, " ");
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

async function* inChunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += MIB) yield bytes.subarray(at, at + MIB);
}

describe("what is no document at all is refused with the place", () => {
  test.each<[string, Question["body"], RegExp]>([
    ["nothing", "", /^line 1, column 1: /],
    [
      "a truncated document",
      '{"version":"1.0",\n"executions":[',
      /^line 2, column 15: the text ends before the JSON does$/,
    ],
    ["a word", "hello", /^line 1, column 1: /],
    ["an unclosed depth of 100,000", "[".repeat(100_000), /^line 1, column 100001: the text ends/],
    [
      "Latin-1",
      Buffer.from('{"executions":["é"]}', "latin1"),
      /^line 1, column 17: not UTF-8: byte 0xe9 at byte offset 16$/,
    ],
    ["UTF-16", utf16(roi()), /^line 1, column 1: UTF-16, expected UTF-8$/],
    ["three million brackets", `[${"[],".repeat(3_000_000)}[]]`, /more than 2000000 objects and arrays/],
  ])("400: %s", async (_, body, detail) => {
    const answer = await push(body, json);
    expectProblem(answer, 400, detail);
    expect(answer.body).toMatchObject({
      line: expect.any(Number),
      column: expect.any(Number),
      offset: expect.any(Number),
    });
  });
});

describe("what is no document of this kind is refused with every place", () => {
  test.each<[string, string, string]>([
    ["a number", "1", ""],
    ["a depth of 100,000", deep(100_000), ""],
    ["executions that are a text", '{"executions":"none"}', "executions"],
    ["a run without a name", roi({ ...run("x"), execution_id: 7 }), "executions[0].execution_id"],
    [
      "a run in the year 9999",
      roi(run("x", { start_time: "9999-12-31T23:59:59Z" })),
      "executions[0].start_time",
    ],
    ["a million keys", `{${Array.from({ length: 1e6 }, (_, key) => `"${key}":0`).join()}}`, "executions"],
  ])("422: %s", async (_, body, path) => {
    const answer = await push(body, json);
    expectProblem(answer, 422, /^nothing in this document is valid$/);
    expect(answer.body.rejected[0]).toMatchObject({
      path,
      message: expect.stringMatching(/^found .*allowed/s),
    });
  });
});

describe("a figure that cannot be spoils only its own part", () => {
  test.each<[string, string, string]>([
    ["a negative cost", '"cost_usd":-1', "cost_usd"],
    ["an infinite cost", '"cost_usd":1e400', "cost_usd"],
    ["2^53 + 1 tokens", '"cost_usd":0.25,"input_tokens":9007199254740993', "input_tokens"],
    ["half a token", '"cost_usd":0.25,"input_tokens":0.5', "input_tokens"],
    ["a text for a number", '"cost_usd":0.25,"output_tokens":"5"', "output_tokens"],
  ])("200 with its path: %s", async (name, fields, field) => {
    const bad = JSON.stringify(run(`bad: ${name}`)).replace('"cost_usd":0.25', fields);
    const body = `{"version":"1.0","executions":[${bad},${JSON.stringify(run(`beside: ${name}`))}]}`;
    const answer = await push(body, json);
    expect(answer).toMatchObject({ status: 200, body: { accepted: expect.any(Number) } });
    expect(answer.body.accepted).toBeGreaterThan(0);
    expect(answer.body.rejected[0]).toMatchObject({
      path: `executions[0].llm_calls[0].${field}`,
      message: expect.stringMatching(/^found .*allowed/s),
    });
    const { body: page } = await ask(`${server.url}/api/executions?range=all&limit=500`);
    expect(JSON.stringify(page)).toContain(`beside: ${name}`);
  });
});

describe("what is strange but says something is taken", () => {
  test.each<[string, Question["body"]]>([
    ["a UTF-8 BOM", `\ufeff${roi(run("bom"))}`],
    [
      "NaN as Python writes it",
      roi(run("nan", { roi_multiplier: 1 })).replace('"roi_multiplier":1', '"roi_multiplier":NaN'),
    ],
    ["keys twice", roi(run("twice")).replace('"agent":', '"agent":"other","agent":')],
    [
      "__proto__ and constructor",
      roi(run("proto")).replace('"agent":', '"__proto__":{"polluted":1},"constructor":{},"agent":'),
    ],
    ["half a surrogate pair", roi(run("half")).replace("writer_agent", "writer \\ud800")],
    ["NUL", roi(run("nul")).replace("writer_agent", "writer\\u0000")],
    ["10 MB of what nobody asked for", roi(run("long", { note: "x".repeat(10 * MIB) }))],
    ["a depth of 100,000 beside", roi(run("deep")).replace('"version"', `"junk":${deep(100_000)},"version"`)],
    [
      "a million keys beside",
      roi(run("keys")).replace(
        '"version"',
        `${Array.from({ length: 1e6 }, (_, key) => `"k${key}":0`).join()},"version"`,
      ),
    ],
    ["32 MiB less one", padded(BODY_MAX - 1)],
    ["32 MiB", padded(BODY_MAX)],
    ["32 MiB in chunks", inChunks(padded(BODY_MAX))],
  ])("200: %s", async (_, body) => {
    const { status, body: reply } = await push(body, json);
    expect({ status, rejected: reply.rejected }).toEqual({ status: 200, rejected: [] });
    expect(reply.accepted + reply.duplicates).toBe(1);
  });

  test("a name of 10 MB is refused by its path, its neighbours land", async () => {
    const { status, body } = await push(roi(run("x".repeat(10 * MIB)), run("after the long name")), json);
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ path: "executions[0].execution_id" }] });
    expect(body.rejected[0].message.length).toBeLessThan(1000);
  });
});

describe("what is sent in another way than it can be read is refused before it is read", () => {
  test.each<[string, number, Question["body"], Record<string, string>, RegExp]>([
    [
      "gzip",
      415,
      gzipSync(roi(run("zip"))),
      { ...json, "content-encoding": "gzip" },
      /^content-encoding: found "gzip", allowed/,
    ],
    [
      "a form",
      415,
      "a=1",
      { "content-type": "application/x-www-form-urlencoded" },
      /^content-type: found "application\/x-www-form-urlencoded", allowed/,
    ],
    [
      "a multipart form",
      415,
      "--x--",
      { "content-type": "multipart/form-data; boundary=x" },
      /^content-type: found "multipart/,
    ],
    [
      "the charset utf-16",
      415,
      roi(),
      { "content-type": "application/json; charset=utf-16" },
      /^charset: found "utf-16", allowed is utf-8$/,
    ],
    ["32 MiB and one", 413, padded(BODY_MAX + 1), json, /at most 32 MiB/],
    ["32 MiB and one in chunks", 413, inChunks(padded(BODY_MAX + 1)), json, /at most 32 MiB/],
    ["200 MiB in chunks", 413, inChunks(" ".repeat(200 * MIB)), json, /at most 32 MiB/],
  ])("%s: %i", async (_, status, body, headers, detail) => {
    expectProblem(await push(body, headers), status, detail);
  });
});

describe("a question that cannot be meant is refused with what is allowed", () => {
  test.each([
    ["/api/ingest/executions", 404, /^kind: found "executions", allowed are execution-roi, /],
    ["/api/ingest/__proto__", 404, /^kind: found "__proto__"/],
    ["/api/ingest/execution-roi?environment=red", 400, /^environment: found "red".*"blue"/],
    ["/api/ingest/execution-roi?env=blue", 400, /^query: unknown parameter "env", allowed are environment$/],
  ])("POST %s: %i", async (path, status, detail) => {
    expectProblem(await push(roi(), json, path), status, detail);
  });

  test.each([
    ["/api/summary?range=1y", 400, /^range: found "1y"/],
    ["/api/summary?from=yesterday", 400, /^from: "yesterday" is not an ISO 8601 time/],
    ["/api/summary?from=2026-02-02&to=2026-01-01", 400, /^from: must lie before to$/],
    ["/api/summary?environment=", 400, /^environment: found ""/],
    ["/api/summary?__proto__=1", 400, /^query: unknown parameter "__proto__"/],
    ["/api/usage?by=colour", 400, /^by: found "colour"/],
    ["/api/trends?bucket=year", 400, /^bucket: found "year"/],
    ["/api/articles?cursor=%27%20or%201=1", 400, /^cursor: found "' or 1=1"/],
    ["/api/executions?limit=0", 400, /^limit: found "0"/],
    ["/api/executions?limit=1e9", 400, /^limit: found "1e9"/],
    ["/api/executions/nobody", 404, /^there is no execution "nobody"$/],
    ["/api/nothing", 404, /^there is nothing at \/api\/nothing/],
  ])("GET %s: %i", async (path, status, detail) => {
    expectProblem(await ask(`${server.url}${path}`), status, detail);
  });
});

test("after all that the server answers, has grown no new properties and has bounded its memory", async () => {
  expect(await ask(`${server.url}/api/summary?range=all`)).toMatchObject({ status: 200 });
  expect(server.log()).not.toMatch(/request failed|polluted/);
  const peakKiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]);
  console.log(`peak memory of the server: ${Math.round(peakKiB / 1024)} MiB`);
  expect(peakKiB / 1024).toBeLessThan(1024);
});
