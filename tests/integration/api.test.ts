import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { articles } from "@/lib/contract/articles";
import type { Endpoint } from "@/lib/contract/endpoint";
import { problem } from "@/lib/contract/endpoint";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { ingest } from "@/lib/contract/ingest";
import type { App } from "@/lib/server/app";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";

type Handler = (request: Request, context: { params: Promise<object | undefined> }) => Promise<Response>;

/** Where the route of a path lives. */
const fileOf = (path: string) => `app${path.replaceAll("{", "[").replaceAll("}", "]")}/route.ts`;

const keyOf = ({ method, path }: Pick<Endpoint, "method" | "path">) => `${method} ${path}`;

let app: App;
beforeEach(async () => {
  ({ app } = await testApp());
  Reflect.set(globalThis, Symbol.for("greenlight.app"), Promise.resolve(app));
  return () => Reflect.deleteProperty(globalThis, Symbol.for("greenlight.app"));
});

async function call(
  path: string,
  search = "",
  init: RequestInit & { params?: Record<string, string>; template?: string } = {},
): Promise<Response> {
  const module: Record<string, Handler> = await import(
    /* @vite-ignore */ resolve(fileOf(init.template ?? path))
  );
  const handler = module[init.method ?? "GET"]!;
  return handler(new Request(`http://localhost${path}${search}`, init), {
    params: Promise.resolve(init.params),
  });
}

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

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = await response.json();
  const told = problem.parse(body);
  expect(told.status).toBe(response.status);
  return { ...body, ...told };
}

const READS = ENDPOINTS.filter(
  ({ method, path }) => method === "GET" && !path.includes("{") && path !== "/api/events",
);

describe("every operation", () => {
  test("has a route, and every route an operation", () => {
    for (const { path } of ENDPOINTS) expect(existsSync(fileOf(path)), path).toBe(true);
    const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith("route.ts"),
    );
    const known = new Set(ENDPOINTS.map(({ path }) => fileOf(path)));
    expect(
      routes
        .map((name) => `app/api/${name}`)
        .filter((file) => !known.has(file) && file !== "app/api/[...rest]/route.ts"),
    ).toEqual([]);
  });

  test("declares who may call it", () => {
    const permissions = Object.fromEntries(
      ENDPOINTS.map((endpoint) => [keyOf(endpoint), endpoint.permission]),
    );
    expect(permissions).toEqual({
      "GET /api/summary": "read",
      "GET /api/usage": "read",
      "GET /api/trends": "read",
      "GET /api/articles": "read",
      "GET /api/articles/{id}": "read",
      "GET /api/executions": "read",
      "GET /api/executions/{id}": "read",
      "GET /api/sources": "read",
      "GET /api/reconciliation": "read",
      "GET /api/settings": "read",
      "GET /api/events": "read",
      "POST /api/ingest/{kind}": "ingest",
      "GET /api/openapi.json": "open",
    });
  });

  test("stands in the OpenAPI document with its permission, its parameters and its reply", async () => {
    const document = await (await call("/api/openapi.json")).json();
    expect(document.openapi).toBe("3.1.0");
    for (const endpoint of ENDPOINTS) {
      const operation = document.paths[endpoint.path][endpoint.method.toLowerCase()];
      expect(operation["x-permission"], keyOf(endpoint)).toBe(endpoint.permission);
      expect(operation.responses["200"].content).toBeDefined();
    }
    const names = document.paths["/api/usage"].get.parameters.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual(["bucket", "by", "environment", "from", "range", "to"]);
  });
});

describe.each(READS.map((endpoint) => [endpoint.path, endpoint] as const))("GET %s", (path, endpoint) => {
  test("200, empty: the reply keeps the contract", async () => {
    const response = await call(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toContain("no-store");
    endpoint.reply.parse(await response.json());
  });

  test("200, with all real files: the reply keeps the contract", async () => {
    for (const file of [
      "execution_roi.3.json",
      "execution_roi.schema2.json",
      "same-run-twice/execution_roi.json",
    ])
      await pushText(app, "execution-roi", fixture(file));
    for (const file of ["agent_sdk_costs.jsonl", "same-run-twice/agent_sdk_costs.jsonl"])
      await pushText(app, "article-costs", fixture(file), "blue");
    const ranged = "shape" in endpoint.query && "range" in (endpoint.query.shape as object);
    endpoint.reply.parse(await (await call(path, ranged ? "?range=all" : "")).json());
  });

  test("400: a parameter that is not known, by name", async () => {
    const response = await call(path, "?enviroment=blue");
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toContain('unknown parameter "enviroment"');
  });
});

describe.each(["summary", "usage", "trends", "articles", "executions", "reconciliation"])(
  "GET /api/%s",
  (name) => {
    test.each([
      ["?range=2w", "range"],
      ["?from=yesterday", "from"],
      ["?from=2026-02-01&to=2026-01-01", "from"],
      ["?environment=red", "environment"],
    ])("400: %s names %s", async (search, parameter) => {
      const response = await call(`/api/${name}`, search);
      expect(response.status).toBe(400);
      expect((await problemOf(response)).detail).toMatch(new RegExp(`^${parameter}: `));
    });
  },
);

describe("pages of a list", () => {
  test.each(["articles", "executions"])(
    "%s: following the cursor shows everything once, newest first",
    async (name) => {
      for (const file of ["execution_roi.3.json", "execution_roi.schema2.json"])
        await pushText(app, "execution-roi", fixture(file));
      const seen: { id: string; time: string }[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page = await (
          await call(`/api/${name}`, `?range=all&limit=2${cursor ? `&cursor=${cursor}` : ""}`)
        ).json();
        expect(page.total).toBe(name === "articles" ? 6 : 31);
        seen.push(...page[name]);
        cursor = page.cursor;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(name === "articles" ? 6 : 31);
      expect(seen.map(({ time }) => time)).toEqual(
        seen
          .map(({ time }) => time)
          .sort()
          .reverse(),
      );
    },
  );

  test.each(["?cursor=x", "?limit=0", "?limit=501", "?limit=many"])("400: %s", async (search) => {
    expect((await call("/api/articles", search)).status).toBe(400);
  });
});

describe("details", () => {
  test("an article has its executions and calls; an execution that became part of one names it", async () => {
    await pushText(app, "execution-roi", fixture("same-run-twice/execution_roi.json"));
    const list = articles.reply.parse(await (await call("/api/articles", "?range=all")).json());
    const before = list.articles[0]!;
    await pushText(app, "article-costs", fixture("same-run-twice/agent_sdk_costs.jsonl"));
    const response = await call(`/api/articles/${before.id}`, "", {
      params: { id: before.id },
      template: "/api/articles/{id}",
    });
    const article = await response.json();
    expect(article).toMatchObject({
      topic: before.topic,
      cost_usd: 0.7644988,
      human_cost_usd: 75,
      llm_calls: 1,
      reported_calls: 0,
      tokens: { total: null },
    });
    expect(article.sources).toEqual(["execution-roi", "article-costs"]);
    expect(article.executions).toHaveLength(1);
    expect(article.calls).toMatchObject([{ agent: "pipeline", stage: "writer", cost_usd: 0.728646 }]);
  });

  test.each(["articles", "executions"])("404: %s of an id that is not there", async (name) => {
    const response = await call(`/api/${name}/none`, "", {
      params: { id: "none" },
      template: `/api/${name}/{id}`,
    });
    expect(response.status).toBe(404);
    expect((await problemOf(response)).detail).toContain('"none"');
  });
});

describe("CSV", () => {
  test.each(["usage", "trends", "articles", "executions"])(
    "%s: the same figures as JSON, and no cell starts a formula",
    async (name) => {
      const evil = fixture("same-run-twice/agent_sdk_costs.jsonl").replace(
        "the cost of a second opinion",
        '=HYPERLINK(\\"http://x\\")',
      );
      await pushText(app, "article-costs", evil);
      await pushText(
        app,
        "execution-roi",
        fixture("execution_roi.3.json").replaceAll('"agent1"', '"@SUM(A1)"'),
      );
      const response = await call(`/api/${name}`, `?range=all${name === "usage" ? "&by=agent" : ""}`, {
        headers: { accept: "text/csv" },
      });
      expect(response.headers.get("content-type")).toContain("text/csv");
      const text = await response.text();
      const json = await (
        await call(`/api/${name}`, `?range=all${name === "usage" ? "&by=agent" : ""}`)
      ).json();
      const rows = json.series ?? json[name];
      expect(text.trim().split("\n")).toHaveLength(rows.length + 1);
      expect(text).not.toMatch(/(^|,)"?[=@+]/m);
    },
  );

  test("a link can ask for it, too; what has no table answers JSON", async () => {
    expect((await call("/api/usage", "?format=csv")).headers.get("content-type")).toContain("text/csv");
    expect(
      (await call("/api/summary", "", { headers: { accept: "text/csv" } })).headers.get("content-type"),
    ).toContain("application/json");
  });
});

describe("POST /api/ingest", () => {
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

test("404: a path that is not there, as a problem", async () => {
  const response = await call("/api/nothing/here", "", { template: "/api/[...rest]" });
  expect((await problemOf(response)).status).toBe(404);
});
