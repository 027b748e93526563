import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Endpoint } from "@/lib/contract/endpoint";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { call, fileOf, routedApp } from "@/tests/support/routes";

const keyOf = ({ method, path }: Pick<Endpoint, "method" | "path">) => `${method} ${path}`;

describe("every operation", () => {
  test("has a route, and every route an operation", () => {
    for (const { path } of ENDPOINTS) expect(existsSync(fileOf(path)), path).toBe(true);
    const routes = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((name) =>
      /(^|\/)route\.[jt]sx?$/.test(name),
    );
    const known = new Set(ENDPOINTS.map(({ path }) => fileOf(path)));
    expect(
      routes
        .map((name) => `app/${name}`)
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
      "GET /api/quality": "read",
      "GET /api/errors": "read",
      "GET /api/latency": "read",
      "GET /api/resources": "read",
      "GET /api/health/components": "read",
      "GET /api/health/history": "read",
      "GET /api/compare": "read",
      "GET /api/budget": "read",
      "GET /api/report": "read",
      "GET /api/report/digest": "read",
      "GET /api/releases/{id}/first-24-hours": "read",
      "GET /api/traffic": "read",
      "PUT /api/traffic": "operate",
      "GET /api/traffic/changes": "read",
      "POST /api/rollback": "operate",
      "GET /api/rollbacks": "read",
      "GET /api/rollbacks/{id}": "read",
      "GET /api/rollbacks/{id}/post-mortem": "read",
      "PUT /api/rollbacks/{id}/label": "operate",
      "PUT /api/rollbacks/{id}/reason": "operate",
      "POST /api/rollbacks/{id}/undo": "operate",
      "GET /api/assignment": "ingest",
      "GET /api/releases": "read",
      "POST /api/releases": "operate",
      "POST /api/releases/plan": "operate",
      "GET /api/releases/{id}": "read",
      "POST /api/releases/{id}/{verb}": "operate",
      "POST /api/releases/{id}/undo": "operate",
      "GET /api/releases/{id}/checklist": "read",
      "PUT /api/releases/{id}/checklist/{item}": "operate",
      "GET /api/releases/{id}/runs": "read",
      "POST /api/releases/{id}/runs": "operate",
      "POST /api/releases/{id}/runs/{run}/cancel": "operate",
      "GET /api/releases/{id}/sign-offs": "read",
      "POST /api/releases/{id}/sign-offs": "read",
      "POST /api/releases/{id}/sign-offs/{title}/revoke": "read",
      "GET /api/releases/{id}/figures": "read",
      "GET /api/alerts": "read",
      "POST /api/alerts/{id}/acknowledge": "operate",
      "GET /api/silences": "read",
      "POST /api/silences": "operate",
      "POST /api/silences/{id}/expire": "operate",
      "GET /api/automation": "read",
      "PUT /api/automation": "operate",
      "GET /api/flags": "read",
      "GET /api/flags/{name}": "read",
      "PUT /api/flags/{name}": "operate",
      "GET /api/notifications": "read",
      "POST /api/notifications/test": "operate",
      "POST /api/notifications/digest": "admin",
      "GET /api/sources": "read",
      "GET /api/reconciliation": "read",
      "GET /api/docs": "read",
      "GET /api/settings": "read",
      "GET /api/search": "read",
      "GET /api/audit": "read",
      "GET /api/events": "read",
      "POST /api/ingest/{kind}": "ingest",
      "GET /api/me": "open",
      "POST /api/auth/sign-in/email": "open",
      "POST /api/auth/sign-out": "open",
      "POST /api/auth/welcome": "open",
      "POST /api/auth/change-password": "read",
      "GET /api/sessions": "read",
      "POST /api/sessions/{id}/revoke": "read",
      "POST /api/sessions/revoke-others": "read",
      "GET /api/users": "admin",
      "POST /api/users": "admin",
      "PUT /api/users/{id}": "admin",
      "POST /api/users/{id}/reset": "admin",
      "GET /api/keys": "admin",
      "POST /api/keys": "admin",
      "POST /api/keys/{id}/revoke": "admin",
      "GET /api/openapi.json": "open",
      "GET /health": "open",
      "GET /health/{component}": "open",
      "GET /livez": "open",
      "GET /readyz": "open",
      "GET /metrics": "read",
    });
  });

  test("stands in the OpenAPI document with its permission, its parameters and its reply", async () => {
    await routedApp();
    const document = await (await call("/api/openapi.json", "", { key: null })).json();
    expect(document.openapi).toBe("3.1.0");
    for (const endpoint of ENDPOINTS) {
      const operation = document.paths[endpoint.path][endpoint.method.toLowerCase()];
      expect(operation["x-permission"], keyOf(endpoint)).toBe(endpoint.permission);
      expect(operation.responses["200"].content).toBeDefined();
    }
    const names = document.paths["/api/usage"].get.parameters.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual(["bucket", "by", "environment", "format", "from", "range", "to"]);
    expect(Object.keys(document.paths["/health"].get.responses)).toEqual(["200", "503", "default"]);
    expect(document.paths["/metrics"].get.responses["200"].content).toHaveProperty("text/plain");
  });
});

describe.each(ENDPOINTS)("$method $path", ({ method, path, permission }) => {
  test("lets in without a key what is open, and nothing else; a key that is none counts as none", async () => {
    await routedApp();
    const params = { id: "none", kind: "errors", component: "none" };
    const asked = { method, template: path, params, ...(method === "GET" ? {} : { body: "{}" }) };
    const headers = { "content-type": "application/json" };
    for (const key of [null, "gl_this-key-was-never-given-to-anybody"]) {
      const { status } = await call(path, "", { ...asked, headers, key });
      expect(status === 401, String(key)).toBe(permission !== "open");
    }
  });
});
