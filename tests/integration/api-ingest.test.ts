import { beforeEach, describe, expect, test } from "vitest";
import { ingest } from "@/lib/contract/ingest";
import { fixture } from "@/tests/support/fixture";
import { call, problemOf, routedApp } from "@/tests/support/routes";

beforeEach(async () => {
  await routedApp();
});

const post = (
  kind: string,
  body: BodyInit,
  headers: Record<string, string> = { "content-type": "application/json" },
  search = "",
) =>
  call(`/api/ingest/${kind}`, search, {
    method: "POST",
    body,
    headers,
    params: { kind },
    template: ingest.path,
  });

const run = (fields: object) =>
  JSON.stringify({
    version: "1.0",
    executions: [{ execution_id: "x", start_time: "2026-05-01T10:00:00", ...fields }],
  });

describe("POST /api/ingest", () => {
  test("a run without a name is no article, and one that says nothing of its cost is not free", async () => {
    await post(
      "execution-roi",
      run({ human_cost_equivalent: 100, human_hours_equivalent: 1, total_cost_usd: 0, llm_calls: [] }),
    );
    const summary = await (await call("/api/summary", "?range=all")).json();
    expect(summary).toMatchObject({
      executions: 1,
      articles: 0,
      human_cost_usd: 100,
      roi_multiplier: null,
      samples: { runs: 1, roi_multiplier: 0 },
    });
  });

  test("a run that lists no calls costs what its total says", async () => {
    await post("execution-roi", run({ human_cost_equivalent: 100, total_cost_usd: 0.5 }));
    const summary = await (await call("/api/summary", "?range=all")).json();
    expect(summary).toMatchObject({
      cost_usd: 0.5,
      llm_calls: 0,
      tokens: { total: null },
      roi_multiplier: 200,
    });
  });

  test("a call that reports only a total of tokens has not reported them", async () => {
    await post(
      "execution-roi",
      run({
        agent: "pipeline",
        llm_calls: [{ agent: "a", model: "gpt-4o", total_tokens: 500, cost_usd: 1 }],
      }),
    );
    const summary = await (await call("/api/summary", "?range=all")).json();
    expect(summary).toMatchObject({
      articles: 1,
      tokens: { total: null },
      tokens_per_article: null,
      samples: { tokens: 0, tokens_per_article: 0 },
    });
  });

  test("200: counts what is new, updated and known already, and names what was rejected", async () => {
    const document = JSON.parse(fixture("execution_roi.3.json"));
    document.executions[3].llm_calls[0].input_tokens = -5;
    const response = await post("execution-roi", JSON.stringify(document));
    expect(response.status).toBe(200);
    const reply = ingest.reply.parse(await response.json());
    expect(reply).toMatchObject({ accepted: 28, updated: 0, duplicates: 0 });
    expect(reply.rejected).toMatchObject([
      { path: "executions[3].llm_calls[0].input_tokens", message: expect.stringContaining("-5") },
    ]);
    const summary = await (await call("/api/summary", "?range=all")).json();
    expect(summary).toMatchObject({
      executions: 28,
      cost_usd: 0.277275,
      tokens: { total: 52_600 },
      samples: { tokens: 30 },
    });
  });

  test("200: bare NaN and Infinity are read as null, and counted in a notice", async () => {
    const text = fixture("execution_roi.3.json")
      .replace('"roi_multiplier": 20000.0', '"roi_multiplier": Infinity')
      .replace('"cost_usd": 0.0075', '"cost_usd": NaN');
    const reply = await (await post("execution-roi", text)).json();
    expect(reply.accepted).toBe(28);
    expect(reply.notices.join()).toMatch(/2/);
    const summary = await (await call("/api/summary", "?range=all")).json();
    // The price table knows the same price, so the sum stays; it is marked.
    expect(summary).toMatchObject({
      cost_usd: 0.277275,
      estimated_cost_usd: 0.0075,
      samples: { estimated_calls: 1 },
    });
  });

  test("400: not JSON, with the position", async () => {
    const told = await problemOf(await post("execution-roi", '{"version": "1.0",\n "executions": [}'));
    expect(told).toMatchObject({ status: 400, line: 2, column: 17 });
  });

  test("404: an unknown kind, with those that are known", async () => {
    const told = await problemOf(await post("tea-leaves", "{}"));
    expect(told).toMatchObject({
      status: 404,
      detail: expect.stringMatching(/tea-leaves.*execution-roi, article-costs/),
    });
  });

  test.each([
    [{ "content-type": "application/x-www-form-urlencoded" }, "content-type"],
    [{ "content-type": "application/json; charset=utf-16" }, "charset"],
    [{ "content-type": "application/json", "content-encoding": "gzip" }, "content-encoding"],
  ])("415: %j", async (headers, named) => {
    const told = await problemOf(await post("execution-roi", "{}", headers));
    expect(told).toMatchObject({ status: 415, detail: expect.stringMatching(new RegExp(`^${named}`)) });
  });

  test("422: nothing valid in it, with the same body", async () => {
    const told = await problemOf(
      await post("execution-roi", '{"version":"1.0","executions":[{"agent":"x"}]}'),
    );
    expect(told).toMatchObject({
      status: 422,
      accepted: 0,
      rejected: [{ path: "executions[0].execution_id" }, { path: "executions[0].start_time" }],
    });
  });

  test("the environment of the request is that of its records", async () => {
    await post("execution-roi", fixture("execution_roi.3.json"), undefined, "?environment=green");
    expect(await (await call("/api/summary", "?range=all&environment=green")).json()).toMatchObject({
      executions: 28,
    });
    expect(await (await call("/api/summary", "?range=all&environment=blue")).json()).toMatchObject({
      executions: 0,
    });
    const usage = await (await call("/api/usage", "?range=all&by=environment")).json();
    expect(usage.totals.map(({ key }: { key: string }) => key)).toEqual(["green"]);
  });
});
