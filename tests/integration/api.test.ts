import { beforeEach, describe, expect, test } from "vitest";
import { articles } from "@/lib/contract/articles";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { sessions } from "@/lib/contract/people";
import { firstAdministrator } from "@/lib/server/access/first-admin";
import type { App } from "@/lib/server/app";
import { ADMIN, ADMIN_ENV } from "@/tests/support/access";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { call, problemOf, routed, routedApp } from "@/tests/support/routes";

let app: App;
beforeEach(async () => {
  app = await routedApp();
});

/** A stream is no document, and a key has no sessions. */
const OTHERS = ["/api/events", "/api/sessions"];
const READS = ENDPOINTS.filter(
  ({ method, path }) => method === "GET" && !path.includes("{") && !OTHERS.includes(path),
);

/** What some operations cannot do without. */
const REQUIRED: Readonly<Record<string, string>> = {
  "/api/health/history": "component=rag",
  "/api/assignment": "key=an+article",
  "/api/search": "q=an+article",
  "/api/docs": "q=rollback",
};

/** The body as its content type says: JSON, or text. */
const bodyOf = (response: Response): Promise<unknown> =>
  response.headers.get("content-type")?.includes("json") ? response.json() : response.text();

/** Of kinds of which there are no real files. */
const SIGNALS = [
  [
    "errors",
    { timestamp: "2026-11-20T10:00:00Z", class: "llm_api", kind: "timeout", message: "x", job: "y" },
  ],
  ["latency", { timestamp: "2026-11-20T10:00:00Z", name: "rag", value_ms: 120 }],
  ["resources", { timestamp: "2026-11-20T10:00:00Z", memory_bytes: 1e9, cpu_cores: 0.5 }],
] as const;

describe.each(READS.map((endpoint) => [endpoint.path, endpoint] as const))("GET %s", (path, endpoint) => {
  test("200, empty: the reply keeps the contract", async () => {
    const response = await call(path, `?${REQUIRED[path] ?? ""}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toContain("no-store");
    endpoint.reply.parse(await bodyOf(response));
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
    await pushText(app, "agent-metrics", fixture("agent_metrics.json"), "blue");
    await pushText(app, "article-evals", fixture("article_evals.json"));
    for (const [kind, row] of SIGNALS) await pushText(app, kind, JSON.stringify(row));
    const ranged = "shape" in endpoint.query && "range" in (endpoint.query.shape as object);
    const search = `?${ranged ? "range=all&" : ""}${REQUIRED[path] ?? ""}`;
    endpoint.reply.parse(await bodyOf(await call(path, search)));
  });

  test("400: a parameter that is not known, by name", async () => {
    const response = await call(path, "?enviroment=blue");
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toContain('unknown parameter "enviroment"');
  });
});

test("GET /api/sessions: 200 for a person, by contract; 403 for a key; 400 for a parameter", async () => {
  const person = routed((await testApp({ env: ADMIN_ENV })).app);
  await firstAdministrator(person);
  const begun = await call("/api/auth/sign-in/email", "", {
    method: "POST",
    key: null,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ADMIN),
  });
  const [cookie = ""] = begun.headers.getSetCookie().map((set) => set.split(";")[0] ?? "");
  const asked = { key: null, headers: { cookie } };
  const own = sessions.reply.parse(await (await call("/api/sessions", "", asked)).json());
  expect(own.sessions).toMatchObject([{ current: true, address: "127.0.0.1" }]);
  expect((await problemOf(await call("/api/sessions"))).status).toBe(403);
  expect((await problemOf(await call("/api/sessions", "?all=1", asked))).status).toBe(400);
});

describe.each([
  "summary",
  "usage",
  "trends",
  "articles",
  "executions",
  "quality",
  "errors",
  "latency",
  "resources",
  "reconciliation",
])("GET /api/%s", (name) => {
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
});

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

test.each([...new Set(ENDPOINTS.map(({ path }) => path))])(
  "405: %s answers no other method",
  async (path) => {
    const methods = ENDPOINTS.filter((endpoint) => endpoint.path === path).map(({ method }) => method);
    for (const other of (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).filter(
      (name) => !methods.some((method) => method === name),
    ))
      expect((await problemOf(await call(path, "", { method: other, template: path }))).detail).toBe(
        `${path} answers ${methods.join(" and ")} only`,
      );
  },
);

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
  test.each(["usage", "trends", "articles", "executions", "quality"])(
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

test("404: a path that is not there, as a problem", async () => {
  const response = await call("/api/nothing/here", "", { template: "/api/[...rest]" });
  expect((await problemOf(response)).status).toBe(404);
});
