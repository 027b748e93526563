import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { rollback, traffic } from "@/lib/contract/traffic";
import type { App } from "@/lib/server/app";
import { stateFileOf } from "@/lib/server/traffic/driver";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { testApp } from "@/tests/support/app";
import { call, problemOf, routed } from "@/tests/support/routes";

async function started(config: readonly string[] = []) {
  const { app, clock } = await testApp({ config });
  await new TrafficWatch(app).look();
  return { app: routed(app), clock };
}

const onFile = async (app: App) => JSON.parse(await readFile(stateFileOf(app), "utf8"));
const JSON_TYPE = { "content-type": "application/json" };

const tagNow = async () => (await call("/api/traffic")).headers.get("etag") ?? "";

async function put(body: unknown, headers: Record<string, string> = {}) {
  const match: Record<string, string> = "if-match" in headers ? {} : { "if-match": await tagNow() };
  return call("/api/traffic", "", {
    method: "PUT",
    headers: { ...JSON_TYPE, ...match, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const post = (body: unknown, path = "/api/rollback", more = {}) =>
  call(path, "", { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body), ...more });

const onReport = (id: string, verb: string, body: unknown, method = "PUT") =>
  call(`/api/rollbacks/${id}${verb}`, "", {
    method,
    ...(method === "GET" ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) }),
    params: { id },
    template: `/api/rollbacks/{id}${verb}`,
  });

describe("PUT /api/traffic", () => {
  test("200: what it answers was read back, with the tag for the next", async () => {
    const { app } = await started();
    const first = await put({ green: 50, reason: "half of it" });
    expect(first.status).toBe(200);
    const state = traffic.reply.parse(await first.json());
    expect(state).toMatchObject({ live: "blue", previous: null, sync: "in_sync" });
    expect(await onFile(app)).toMatchObject({ weights: { blue: 50, green: 50 }, notes: "half of it" });
    const tag = first.headers.get("etag");
    expect(tag).toBe(await tagNow());
    expect((await put({ green: 100, reason: "all" }, { "if-match": tag ?? "" })).status).toBe(200);
    expect(await onFile(app)).toMatchObject({ current: "green", previous: "blue" });
  });

  test("who asked, and from where, stands in the log with what was before and after, and why", async () => {
    await started();
    const forged = { "x-forwarded-for": "198.51.100.7", "x-actor": "grace" };
    await put({ green: 50, reason: "half of it" }, forged);
    const { events } = await (await call("/api/audit", "?action=traffic.shift")).json();
    const asked = { actor: "key:bootstrap", origin: "127.0.0.1", reason: "half of it" };
    expect(events).toMatchObject([
      { action: "traffic.shift.confirmed", ...asked },
      { action: "traffic.shift.intended", ...asked, before: { green: 0 }, after: { green: 50 } },
    ]);
  });

  test("412: who was slower is told by whom; 428: who saw nothing", async () => {
    const { app } = await started();
    const seen = await tagNow();
    await put({ green: 20, reason: "first" });
    const slower = await problemOf(await put({ green: 30, reason: "second" }, { "if-match": seen }));
    expect(slower).toMatchObject({ status: 412, updated_by: "key:bootstrap", green: 20 });
    expect(slower.detail).toContain("key:bootstrap was faster");
    const blind = await call("/api/traffic", "", {
      method: "PUT",
      headers: JSON_TYPE,
      body: '{"green":30,"reason":"x"}',
    });
    expect((await problemOf(blind)).status).toBe(428);
    expect((await onFile(app)).weights.green).toBe(20);
  });

  test("If-Match: any of a list, or *; never a weak one; 400 what is none", async () => {
    await started();
    const tries = async (tag: string) => (await put({ green: 10, reason: "x" }, { "if-match": tag })).status;
    expect(await tries(`"other", ${await tagNow()}`)).toBe(200);
    expect(await tries("*")).toBe(200);
    expect(await tries(`W/${await tagNow()}`)).toBe(412);
    expect(await tries('"t1')).toBe(400);
    expect(await tries("t1")).toBe(400);
  });

  test.each<[unknown, string]>([
    [{ green: 101, reason: "x" }, "green"],
    [{ green: -1, reason: "x" }, "green"],
    [{ green: 12.5, reason: "x" }, "green"],
    [{ green: "50", reason: "x" }, "green"],
    [{ green: 50 }, "reason"],
    [{ green: 50, reason: "  " }, "reason"],
    [{ green: 50, reason: "x".repeat(501) }, "reason"],
    ["{", "JSON"],
    ["[]", "whole"],
    ["", "green"],
  ])("400: %j names %s", async (body, named) => {
    await started();
    const problem = await problemOf(await put(body));
    expect(problem.status).toBe(400);
    expect(problem.detail).toContain(named);
    expect(await tagNow()).toBe('"t1"');
  });

  test("415: a form of another site", async () => {
    await started();
    const sent = await put('{"green":50,"reason":"x"}', { "content-type": "text/plain" });
    expect((await problemOf(sent)).status).toBe(415);
  });

  test("502: a balancer that is not there; the weights wanted are as before", async () => {
    const { app } = await testApp({
      config: ["traffic: { driver: haproxy, haproxy: { socket: /nowhere.sock, backend: articles } }"],
    });
    routed(app);
    const problem = await problemOf(await put({ green: 50, reason: "x" }));
    expect(problem).toMatchObject({
      status: 502,
      detail: expect.stringContaining("/nowhere.sock is not there"),
    });
  });
});

describe("POST /api/rollback", () => {
  test("200 without a tag, once; a report that keeps the contract, as a list, as JSON and as Markdown", async () => {
    const { app } = await started();
    await put({ green: 100, reason: "all" });
    const response = await post({});
    expect(response.status).toBe(200);
    const report = rollback.reply.parse(await response.json());
    expect(report).toMatchObject({ changed: true, dry_run: false, reason: null });
    expect(await onFile(app)).toMatchObject({ current: "blue", weights: { green: 0 }, rollback: true });
    expect(await (await post({})).json()).toMatchObject({ changed: false });
    const { rollbacks } = await (await call("/api/rollbacks")).json();
    expect(rollbacks.map(({ id }: { id: string }) => id)).toEqual([report.id]);
    expect(await (await onReport(report.id, "", null, "GET")).json()).toEqual(report);
    const markdown = await call(`/api/rollbacks/${report.id}`, "", {
      headers: { accept: "text/markdown" },
      params: { id: report.id },
      template: "/api/rollbacks/{id}",
    });
    expect(markdown.headers.get("content-type")).toContain("text/markdown");
    expect(await markdown.text()).toContain("# Rollback from green");
  });

  test("a person says afterwards why and whether it was right; 404 of what is not there", async () => {
    await started();
    await put({ green: 40, reason: "some" });
    const { id } = await (await post({})).json();
    expect(await (await onReport(id, "/reason", { reason: "costs" })).json()).toMatchObject({
      reason: "costs",
    });
    expect(await (await onReport(id, "/label", { right: false })).json()).toMatchObject({
      reason: "costs",
      label: { right: false },
    });
    expect((await (await call("/api/rollbacks")).json()).labelled).toEqual({ right: 0, wrong: 1 });
    expect((await problemOf(await onReport("none", "/label", { right: true }))).status).toBe(404);
    expect((await problemOf(await onReport(id, "/label", { right: "yes" }))).status).toBe(400);
  });

  test("can be undone for ten minutes, once", async () => {
    const { app, clock } = await started();
    await put({ green: 40, reason: "some" });
    const { id } = await (await post({})).json();
    expect((await onReport(id, "/undo", {}, "POST")).status).toBe(200);
    expect((await onFile(app)).weights.green).toBe(40);
    expect((await problemOf(await onReport(id, "/undo", {}, "POST"))).status).toBe(409);
    const again = await (await post({})).json();
    clock.nowMs += 600_001;
    expect((await problemOf(await onReport(again.id, "/undo", {}, "POST"))).status).toBe(409);
    expect((await onFile(app)).weights.green).toBe(0);
  });

  test("409: a target that is not healthy asks for a second, different word", async () => {
    const { app } = await started(["environments: { blue: { url: http://127.0.0.1:9 } }"]);
    await put({ green: 40, reason: "some" });
    const refused = await problemOf(await post({}));
    expect(refused).toMatchObject({ status: 409, target: "blue" });
    expect(refused.detail).toContain("cannot be reached");
    expect((await onFile(app)).weights.green).toBe(40);
    const report = await (await post({ confirm: true })).json();
    expect(report).toMatchObject({ changed: true, verification: { passed: false, target_healthy: false } });
    expect((await onFile(app)).weights.green).toBe(0);
  });
});

test("GET /api/assignment is the same for one topic however it is written, and is never kept by anybody between", async () => {
  await started();
  await put({ green: 50, reason: "half" });
  const told = new Set<string>();
  for (const key of ["The Cost of AI", "  the cost of ai ", "THE COST OF AI"]) {
    const response = await call("/api/assignment", `?key=${encodeURIComponent(key)}`);
    expect(response.headers.get("cache-control")).toContain("no-store");
    told.add((await response.json()).environment);
  }
  expect(told.size).toBe(1);
  for (const search of ["", "?key=", "?key=%20", `?key=${"x".repeat(501)}`])
    expect((await problemOf(await call("/api/assignment", search))).status, search).toBe(400);
});

test("all that changes the traffic needs the permission to operate", () => {
  const writes = ENDPOINTS.filter(({ method, path }) => method !== "GET" && /traffic|rollback/.test(path));
  expect(writes.length).toBeGreaterThanOrEqual(5);
  expect(writes.filter(({ permission }) => permission !== "operate")).toEqual([]);
});
