import { afterEach, describe, expect, test } from "vitest";
import type { Parsed } from "@/lib/domain/record";
import { parseArticleCosts } from "@/lib/ingest/article-costs";
import { decode } from "@/lib/ingest/decode";
import { parseExecutionRoi } from "@/lib/ingest/execution-roi";
import { type Kind, kindOf, parserOf, type SourceRecord } from "@/lib/ingest/parse";
import { fixture } from "@/tests/support/fixture";
import fc from "@/tests/support/laws";
import { mutated } from "./mutated";

const ZONE = "Europe/London";
const runs = { seed: 20_260_109, numRuns: 20_000 };
const prototypeKeys = Object.getOwnPropertyNames(Object.prototype).length;

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(prototypeKeys);
  expect("polluted" in {}).toBe(false);
});

/** How long a text of a record may be, where it is longer than a name. */
const LONG: Readonly<Record<string, number>> = {
  ".message": 1000,
  ".error": 2000,
  ".detail": 16_384,
  ".details": 16_384,
  ".queryTest": 16_384,
  // Made of words that are bounded themselves.
  ".identityText": 10_000,
  ".fingerprint": 10_000,
};
const FRACTIONS = new Set(["valueMs", "latencyMs"]);

/** The first thing about a record that no record may have; null where it is sound. */
function flaw(value: unknown, key = ""): string | null {
  if (typeof value === "number")
    return Number.isFinite(value) && value >= 0 && value < 1e16 ? null : `${key}: ${value}`;
  if (typeof value === "string")
    return value.length <= (LONG[key] ?? 500) && value.isWellFormed() && !value.includes("\0") ? null : key;
  if (typeof value !== "object" || value === null) return value === undefined ? `${key}: undefined` : null;
  for (const [name, part] of Object.entries(value)) {
    const found = flaw(part, `${key}.${name}`);
    if (found !== null) return found;
    if (FRACTIONS.has(name)) continue;
    if (
      /Tokens|NanoUsd|Bytes|Ms$|words|characters/.test(name) &&
      part !== null &&
      !Number.isSafeInteger(part)
    )
      return name;
  }
  return null;
}

/** Looks at millions of parts: they are asked plainly, and only what is wrong is held up. */
function check({ records, rejections, malformed }: Parsed<SourceRecord>, path: RegExp): void {
  const flaws = records.map((record) => flaw(record)).filter((found) => found !== null);
  const ill = rejections.filter(
    (one) =>
      !path.test(one.path) ||
      !/^(line \d+: )?(found|not JSON)/.test(one.message) ||
      one.message.length >= 400,
  );
  const beside = malformed === null ? [] : [...records, ...rejections];
  if (flaws.length + ill.length + beside.length > 0)
    expect({ flaws, ill, beside }).toEqual({ flaws: [], ill: [], beside: [] });
}

/** A document with its white space and most of its executions gone: quicker to break, as many ways to do so. */
function short(file: string): string {
  const document = JSON.parse(fixture(file));
  return JSON.stringify({ ...document, executions: document.executions.slice(0, 4) });
}

/** The words of a kind that is read by line, or one or several at once. */
const byLine = (...records: object[]) => [
  JSON.stringify(records),
  records.map((record) => JSON.stringify(record)).join("\n"),
  JSON.stringify(records[0], null, 1),
];
const AT = "2026-01-09T11:00:00.123456";
/** Kinds whose records are small: what is broken in the few that there are is broken often. */
const SMALL: [kind: Kind, texts: string[]][] = [
  ["agent-metrics", [JSON.stringify({ version: "1.0", runs: JSON.parse(metrics()).runs.slice(0, 3) })]],
  ["article-evals", byLine(...JSON.parse(fixture("article_evals.json")).slice(0, 2))],
  [
    "health",
    [
      fixture("health.json"),
      ...byLine({
        component: "rag",
        status: "healthy",
        timestamp: AT,
        latency_ms: 5,
        query_test: { a: [1, "x"] },
        error: "e",
      }),
    ],
  ],
  [
    "resources",
    byLine(
      { timestamp: AT, environment: "blue", memory_bytes: 9e8, cpu_cores: 0.5 },
      { timestamp: AT, memory_bytes: 1 },
    ),
  ],
  [
    "latency",
    byLine(
      { timestamp: AT, name: "rag", value_ms: 141.5, environment: "green" },
      { timestamp: AT, name: "llm", value_ms: 5 },
    ),
  ],
  [
    "errors",
    byLine(
      {
        timestamp: AT,
        class: "file_io",
        kind: "chart",
        message: "chart not saved",
        component: "c",
        job: "j",
      },
      { timestamp: AT, class: "x", message: "a\nb", traceback: "t" },
    ),
  ],
];

/** Python's bare tokens are put in by mutation. */
function metrics(): string {
  return fixture("agent_metrics.json").replaceAll("Infinity", "1");
}

describe("bytes broken in any way give records, rejections with a path, or a position, and never throw", () => {
  const parsers = [
    {
      name: "execution-roi v1.0",
      texts: [
        short("execution_roi.2.json"),
        short("execution_roi.3.json"),
        fixture("same-run-twice/execution_roi.json"),
      ],
      read: (text: string) => check(parseExecutionRoi(text, ZONE), /^($|executions|summary|metadata)/),
    },
    {
      name: "execution-roi schema",
      texts: [fixture("execution_roi.schema2.json"), short("execution_roi.schema2.json")],
      read: (text: string) => check(parseExecutionRoi(text, ZONE), /^($|executions|summary|metadata)/),
    },
    {
      name: "article-costs",
      texts: [fixture("agent_sdk_costs.jsonl"), fixture("same-run-twice/agent_sdk_costs.jsonl")],
      read: (text: string) => check(parseArticleCosts(text, ZONE), /^\[\d+\]/),
    },
    ...SMALL.map(([kind, texts]) => ({
      name: kind,
      texts,
      read: (text: string) => check(parserOf[kind].parse(text, ZONE), /^($|\[\d+\]|[A-Za-z_]\w*)/),
    })),
  ];

  test.each(parsers)("$name", ({ texts, read }) => {
    fc.assert(
      fc.property(mutated(texts), (bytes) => {
        const decoded = decode(bytes);
        const text = "text" in decoded ? decoded.text : new TextDecoder().decode(bytes);
        kindOf(text);
        read(text);
      }),
      runs,
    );
  });

  test.each(parsers)("$name, from any text and any JSON", ({ read }) => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => void read(text)),
      { ...runs, numRuns: 3000 },
    );
  });
});

describe("whatever one element holds, its neighbours land", () => {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(-1, 1e13, 0.5, 2 ** 53, "", "x".repeat(600), [], {}, null, "9999-01-01"),
  );

  test.each(["execution_roi.2.json", "execution_roi.schema2.json"])("%s", (file) => {
    const whole = parseExecutionRoi(fixture(file), ZONE).records;
    const document = JSON.parse(fixture(file));
    const places = document.executions.flatMap((execution: Record<string, unknown>, index: number) => [
      [index],
      ...Object.keys(execution).map((key) => [index, key]),
    ]);
    fc.assert(
      fc.property(fc.constantFrom<(string | number)[]>(...places), odd, ([index = 0, key], value) => {
        const executions = [...document.executions];
        executions[Number(index)] =
          key === undefined ? value : { ...executions[Number(index)], [key]: value };
        const { records } = parseExecutionRoi(JSON.stringify({ ...document, executions }), ZONE);
        const landed = new Set(records.map((record) => JSON.stringify(record)));
        const neighbours = whole.filter((_, at) => at !== Number(index));
        expect(neighbours.filter((record) => !landed.has(JSON.stringify(record)))).toEqual([]);
      }),
      { ...runs, numRuns: 2000 },
    );
  });

  test("agent_sdk_costs.jsonl", () => {
    const good = fixture("agent_sdk_costs.jsonl").trim();
    const [expected] = parseArticleCosts(good, ZONE).records;
    fc.assert(
      fc.property(fc.string(), (line) => {
        const { records } = parseArticleCosts(`${good}\n${line}\n${good}`, ZONE);
        expect(records.at(0)).toEqual(expected);
        expect(records.at(-1)).toEqual(expected);
      }),
      { ...runs, numRuns: 2000 },
    );
  });
});

describe("shapes that are meant to hurt", () => {
  const run = (more: string) =>
    `{"version":"1.0","executions":[{"execution_id":"a","start_time":"2026-01-01T00:00:00",${more}}]}`;

  test.each([
    ["100,000 levels where nobody looks", `"x":${"[".repeat(100_000)}${"]".repeat(100_000)}`, 0],
    ["100,000 levels where calls belong", `"llm_calls":${"[".repeat(100_000)}${"]".repeat(100_000)}`, 1],
    ["10 MB of string where nobody looks", `"x":"${"y".repeat(10_000_000)}"`, 0],
    ["10 MB of topic", `"llm_calls":[{"metadata":{"topic":"${"y".repeat(10_000_000)}"}}]`, 1],
    ["a million keys", Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":0`).join(), 0],
    ["a duplicate key, of which the last counts", '"wall_seconds":-1,"wall_seconds":5', 0],
    ["dotted keys", '"llm_calls[0].input_tokens":-1,"a.b":{"c.d":1}', 0],
    [
      "keys with a meaning",
      '"__proto__":{"polluted":1,"agent":"lent"},"constructor":{"prototype":{"polluted":1}}',
      0,
    ],
  ])("%s: the run lands", (_, more, rejections) => {
    const parsed = parseExecutionRoi(run(more), ZONE);
    expect(parsed.records).toMatchObject([{ executionId: "a", agent: "unknown", topic: null }]);
    expect(parsed.rejections).toHaveLength(rejections);
  });

  test("the same of lines: a million keys and a million blank lines", () => {
    const keys = Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":0`).join();
    const text = `${"\n".repeat(1_000_000)}{"timestamp":"2026-01-01","topic":"T","total_cost_usd":1,${keys}}`;
    expect(parseArticleCosts(text, ZONE).records).toHaveLength(1);
  });
});
