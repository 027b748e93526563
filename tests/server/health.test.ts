import { expect, test } from "vitest";
import { builtServer } from "@/tests/support/built-server";
import { fixture } from "@/tests/support/fixture";
import { ask } from "@/tests/support/http";
import { heldWriteLock } from "@/tests/support/write-lock";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

test("one address, two answers: a browser gets the page, whoever else asks gets the JSON with its status", async () => {
  const server = await builtServer();
  const pushed = await ask(`${server.url}/api/ingest/health`, {
    body: fixture("health.json"),
    headers: { "content-type": "application/json" },
  });
  expect(pushed).toMatchObject({ status: 200, body: { accepted: 6 } });

  for (const headers of [{}, { accept: "*/*" }, { accept: "application/json" }] as Record<string, string>[]) {
    const told = await ask(`${server.url}/health`, { headers });
    expect(told).toMatchObject({ status: 503, type: "application/json", body: { status: "unhealthy" } });
    expect(told.headers.vary).toMatch(/\bAccept\b(?!-)/);
  }
  const head = await ask(`${server.url}/health?environment=blue`, { method: "HEAD" });
  expect(head).toMatchObject({
    status: 503,
    type: "application/json",
    headers: { "cache-control": expect.stringContaining("no-store") },
  });
  expect(await ask(`${server.url}/health`, { headers: { accept: BROWSER } })).toMatchObject({
    status: 200,
    type: expect.stringContaining("text/html"),
    body: expect.stringContaining("dependencies"),
  });
  expect(await ask(`${server.url}/health`, { method: "POST" })).toMatchObject({ status: 405 });
  expect(await ask(`${server.url}/health/flow`, { headers: { accept: BROWSER } })).toMatchObject({
    status: 200,
    body: { fallback: "WORKFLOW_SEQUENCE" },
  });
  expect(await ask(`${server.url}/health/%00`)).toMatchObject({ status: 400 });
  expect(await ask(`${server.url}/health/nothing`)).toMatchObject({ status: 404 });
});

test("while another process writes and a push waits for it, health and our own state are answered", async () => {
  const server = await builtServer();
  const paths = ["/livez", "/readyz", "/health", "/health/flow", "/api/health/components", "/metrics"];
  const looked = async () => {
    for (const path of paths) expect((await ask(`${server.url}${path}`)).status, path).toBe(200);
  };
  await looked(); // Routes are loaded at their first use, which would take a part of the push's patience.
  const release = heldWriteLock(server.databaseFile);
  const headers = { "content-type": "application/json" };
  const body = '{"component":"flow","status":"unhealthy"}';
  let answered = false;
  const pushed = ask(`${server.url}/api/ingest/health`, { body, headers }).finally(() => {
    answered = true;
  });
  await looked();
  expect(answered).toBe(false);
  release();
  expect(await pushed).toMatchObject({ status: 200 });
  expect((await ask(`${server.url}/health`)).status).toBe(503);
  const { type, body: metrics } = await ask(`${server.url}/metrics`);
  expect(type).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(metrics).toContain(
    'greenlight_component_status{component="flow",environment="",status="unhealthy"} 1',
  );
  expect(metrics).toContain('greenlight_http_requests_total{method="GET",route="/health",status="503"} 1');
});
