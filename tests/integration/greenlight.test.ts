import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { greenlight as run } from "@/tests/support/greenlight";

const FIXTURES = "tests/fixtures/economist-agents";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "greenlight-cli-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const greenlight = (words: readonly string[], env: Record<string, string> = {}) => run(folder, words, env);

describe("greenlight", () => {
  test("stores files of any kind, once, with paths from where the operator stands", async () => {
    await copyFile(`${FIXTURES}/execution_roi.3.json`, join(folder, "roi.json"));
    await copyFile(`${FIXTURES}/agent_sdk_costs.jsonl`, join(folder, "costs.jsonl"));
    const first = await greenlight(["ingest", "roi.json", "costs.jsonl"]);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(/roi\.json: 28 new, 0 updated, 0 known already\n.*costs\.jsonl: 1 new/);
    const again = await greenlight(["ingest", "roi.json", "--json"]);
    expect(JSON.parse(again.out)).toMatchObject([{ accepted: 0, duplicates: 28, rejected: [] }]);
    const status = JSON.parse((await greenlight(["status", "--json"])).out);
    expect(status).toMatchObject({
      server: { answers: false },
      database: { executions: 28, llm_calls: 31, articles: 4 },
    });
    const rebuilt = JSON.parse((await greenlight(["rollups", "rebuild", "--json"])).out);
    expect(rebuilt).toMatchObject({ executions: 28, lines: 1, differences: [] });
  });

  test("fails with 1 and says why, where a file cannot be read, is no JSON, is of no kind or holds nothing valid", async () => {
    await writeFile(join(folder, "torn.json"), '{"version": "1.0", "executions": [');
    await writeFile(join(folder, "other.json"), '{"hello": 1}');
    await writeFile(
      join(folder, "bad.json"),
      '{"version": "1.0", "executions": [{"agent": "x", "llm_calls": []}]}',
    );
    const { code, out } = await greenlight(["ingest", "nowhere.json", "torn.json", "other.json", "bad.json"]);
    expect(code).toBe(1);
    expect(out).toMatch(/nowhere\.json: cannot be read/);
    expect(out).toMatch(/torn\.json: line 1, column \d+/);
    expect(out).toMatch(/other\.json: the content is none of the kinds/);
    expect(out).toMatch(/bad\.json: nothing in this file is valid\n {2}rejected executions\[0\]/);
  });

  test("refuses to mix figures of two time zones, and rollups rebuild makes them one", async () => {
    await copyFile(`${FIXTURES}/execution_roi.3.json`, join(folder, "roi.json"));
    expect((await greenlight(["ingest", "roi.json"])).code).toBe(0);
    const elsewhere = { TZ: "Asia/Kolkata" };
    expect(await greenlight(["ingest", "roi.json"], elsewhere)).toMatchObject({
      code: 1,
      out: expect.stringContaining("rollups rebuild"),
    });
    expect((await greenlight(["rollups", "rebuild"], elsewhere)).out).toContain("equal to the raw records");
    expect((await greenlight(["ingest", "roi.json"], elsewhere)).code).toBe(0);
  });

  test("tells how the pipeline is, from the database, with 1 where it is unhealthy", async () => {
    await copyFile(`${FIXTURES}/health.json`, join(folder, "health.json"));
    const empty = await greenlight(["health"]);
    expect(empty).toMatchObject({ code: 0, err: "" });
    expect(empty.out).toMatch(/^degraded\n {2}flow {2}degraded; never reported\n/);
    expect((await greenlight(["ingest", "health.json", "--environment", "green"])).code).toBe(0);
    const green = await greenlight(["health", "--environment", "green"]);
    expect(green.code).toBe(1);
    expect(green.out).toMatch(/^unhealthy, version sprint-15\n {2}dependencies {2}unhealthy; received 20/);
    expect(green.out).toMatch(/\n {2}flow {10}degraded; fallback WORKFLOW_SEQUENCE; received 20/);
    const { status, components } = JSON.parse(
      (await greenlight(["health", "--environment", "green", "--json"])).out,
    );
    expect({ status, names: Object.keys(components).length }).toEqual({ status: "unhealthy", names: 6 });
  });

  test("config check names place, found and allowed", async () => {
    await writeFile(
      join(folder, "greenlight.yaml"),
      "timezone: UTC\nsources:\n  - { kind: exection-roi, path: a.json }\n",
    );
    const { code, out } = await greenlight(["config", "check", "greenlight.yaml"]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /greenlight\.yaml:3:\d+ sources\[0\]\.kind: found "exection-roi", allowed: execution-roi/,
    );
    await writeFile(join(folder, "greenlight.yaml"), "timezone: UTC\n");
    expect((await greenlight(["config", "check", "greenlight.yaml"])).code).toBe(0);
  });

  test.each([
    [[]],
    [["ingest"]],
    [["rollups"]],
    [["launch"]],
    [["--what"]],
    [["status", "--environment", "blue"]],
    [["health", "rag"]],
    [["ingest", "x", "--environment", "red"]],
  ])("%j is bad usage: 2, with the usage on standard error", async (words) => {
    const { code, out, err } = await greenlight(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("usage: npm run greenlight");
  });

  test("mistakes in the settings end it with their list", async () => {
    expect(await greenlight(["status"], { LOG_LEVEL: "info", PORT: "http" })).toMatchObject({
      code: 1,
      err: expect.stringContaining("PORT"),
    });
  });
});
