import { describe, expect, test } from "vitest";
import { parseLatency } from "@/lib/ingest/latency";
import { parseResources } from "@/lib/ingest/resources";

const AT = "2026-01-01T00:00:00Z";

describe("latency", () => {
  const sample = (more: object = {}) => ({ timestamp: AT, name: "rag", value_ms: 142.25, ...more });
  const parse = (value: unknown) => parseLatency(JSON.stringify(value), "UTC");

  test("is read with its time, name and environment", () => {
    expect(parse(sample({ environment: "green", unknown: 1 })).records).toEqual([
      {
        kind: "latency",
        environment: "green",
        atMs: Date.UTC(2026, 0, 1),
        timeText: AT,
        name: "rag",
        valueMs: 142.25,
        ordinal: 0,
      },
    ]);
  });

  test("two samples alike are two, told apart by how many stand before them, however often they are read", () => {
    const lines = [sample(), sample({ name: "llm" }), sample(), sample({ environment: "blue" }), sample()];
    const text = lines.map((line) => JSON.stringify(line)).join("\n");
    const ordinals = () => parseLatency(text, "UTC").records.map(({ ordinal }) => ordinal);
    expect(ordinals()).toEqual([0, 0, 1, 0, 2]);
    expect(ordinals()).toEqual(ordinals());
    expect(parse(lines).records.map(({ ordinal }) => ordinal)).toEqual([0, 0, 1, 0, 2]);
  });

  test.each([
    ["timestamp", "yesterday"],
    ["timestamp", undefined],
    ["name", ""],
    ["name", "x".repeat(201)],
    ["value_ms", -1],
    ["value_ms", 1e10],
    ["value_ms", "fast"],
    ["value_ms", undefined],
  ])("without a proper %s is rejected, its neighbours land (%#)", (field, found) => {
    const parsed = parse([sample(), sample({ [field]: found }), sample()]);
    expect(parsed.records).toHaveLength(2);
    expect(parsed.rejections).toMatchObject([{ path: `[1].${field}` }]);
  });

  test("an environment that there is none of is left out by its path, the sample lands", () => {
    expect(parse(sample({ environment: "red" }))).toMatchObject({
      records: [{ environment: null }],
      rejections: [{ path: "environment", message: 'found "red", allowed: blue or green' }],
    });
  });

  test("NaN is a duration that is not given", () => {
    const parsed = parseLatency(JSON.stringify(sample()).replace("142.25", "NaN"), "UTC");
    expect(parsed).toMatchObject({
      records: [],
      rejections: [{ path: "value_ms" }],
      notices: ["NaN or Infinity was read as not given (once)"],
    });
  });
});

describe("resources", () => {
  const sample = (more: object = {}) => ({ timestamp: AT, memory_bytes: 1.2e9, cpu_cores: 1.5, ...more });
  const parse = (value: unknown) => parseResources(JSON.stringify(value), "UTC");

  test("are read by object, by array and by line", () => {
    const record = {
      kind: "resource",
      environment: "blue",
      atMs: Date.UTC(2026, 0, 1),
      timeText: AT,
      memoryBytes: 1_200_000_000,
      cpuCores: 1.5,
    };
    const one = sample({ environment: "blue" });
    expect(parse(one).records).toEqual([record]);
    expect(parse([one, one]).records).toEqual([record, record]);
    const lines = `${JSON.stringify(one)}\n\n${JSON.stringify(one)}`;
    expect(parseResources(lines, "UTC").records).toEqual([record, record]);
  });

  test.each([
    ["memory_bytes", -1, { memoryBytes: null, cpuCores: 1.5 }],
    ["memory_bytes", 1e16, { memoryBytes: null, cpuCores: 1.5 }],
    ["cpu_cores", "all", { memoryBytes: 1.2e9, cpuCores: null }],
    ["cpu_cores", 1e5, { memoryBytes: 1.2e9, cpuCores: null }],
  ])("a %s of %j is left out, the other figure lands", (field, found, expected) => {
    const parsed = parse(sample({ [field]: found }));
    expect(parsed.rejections).toMatchObject([{ path: field }]);
    expect(parsed.records).toMatchObject([expected]);
  });

  test("without a time, or with neither figure, they are rejected, and a neighbour lands", () => {
    const parsed = parse([
      sample({ timestamp: null }),
      sample({ memory_bytes: undefined, cpu_cores: null }),
      sample({ memory_bytes: -1, cpu_cores: undefined }),
      sample(),
    ]);
    expect(parsed.records).toHaveLength(1);
    expect(parsed.rejections.map(({ path }) => path)).toEqual(["[0].timestamp", "[1]", "[2].memory_bytes"]);
  });
});
