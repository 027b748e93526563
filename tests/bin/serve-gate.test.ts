import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { refusal, routed } from "@/bin/serve-gate";

const ask = (url: string, headers: Record<string, string> = {}, method = "GET") => {
  const request = {
    url,
    method,
    headers: { host: "localhost:3000", ...headers },
    socket: { localAddress: "127.0.0.1", remoteAddress: "127.0.0.9" },
  } as unknown as IncomingMessage;
  return {
    status: refusal(request, new Set(["greenlight.example"]))?.status ?? 200,
    headers: request.headers,
  };
};

test.each([
  "//x",
  "/a//b",
  "/a%2Fb",
  "/a%5cb",
  "/a\\b",
  "/a%00",
  "/a%E0%A4%A",
  "/a/./b",
  "/a/../b",
  "/a/%2e%2E/b",
  "/a/..",
  "/.",
  "/a%",
  "http://localhost:3000/",
  "*",
])("400: the odd address %s", (url) => expect(ask(url).status).toBe(400));

test("200: what looks odd in a query is none of the gate's business", () => {
  expect(ask("/api/usage?path=a//b%2f").status).toBe(200);
});

test.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:3000", "", "[::2]:3000"])(
  "421: the host %s",
  (host) => expect(ask("/", { host }).status).toBe(421),
);

test.each(["localhost", "LOCALHOST:80", "127.0.0.1:3000", "[::1]:3000"])("200: the host %s", (host) => {
  expect(ask("/", { host }).status).toBe(200);
});

test.each<Record<string, string>>([
  { origin: "http://evil.example" },
  { origin: "null" },
  { origin: "http://localhost:3001" },
  { "sec-fetch-site": "cross-site" },
])("403: a change asked for by %o", (headers) => {
  expect(ask("/api/rollback", headers, "POST").status).toBe(403);
  expect(ask("/", headers).status).toBe(200);
});

test("200: a change from our own page, and from a program, which sends no origin", () => {
  expect(ask("/api/rollback", { origin: "http://localhost:3000" }, "POST").status).toBe(200);
  expect(ask("/api/rollback", {}, "POST").status).toBe(200);
});

test.each<Record<string, string>>([{ "next-action": "x" }, { "content-type": "Text/X-Component" }])(
  "400: a server action, %o",
  (headers) => {
    expect(ask("/", headers, "POST").status).toBe(400);
  },
);

test.each([
  "/_next/image?url=/icon.svg&w=64&q=75",
  "/_next",
  "/_next/",
  "/_next/data/x/articles.json",
  "/_next/webpack-hmr",
  "/articles.rsc",
  "/articles.segments/_tree.segment.rsc",
])("404: %s, which is none of our pages and routes", (url) => {
  expect(ask(url).status).toBe(404);
});

test.each(["/_next/static/chunks/x.js", "/api/executions/x.rsc", "/icon.svg", "/a..b/c."])(
  "200: %s",
  (url) => {
    expect(ask(url).status).toBe(200);
  },
);

test.each(["POST", "PUT", "PATCH", "DELETE", "TRACE"])("405: %s of what is for reading only", (method) => {
  for (const url of ["/", "/articles", "/sign-in", "/livez", "/health/rag", "/_next/static/x.js", "/apis/x"])
    expect(ask(url, {}, method).status, url).toBe(405);
  expect(ask("/api/rollback", {}, method).status).toBe(200);
});

test("Next's internal headers are taken off; those of its own browser half stay", () => {
  const internal = {
    "x-middleware-next": "1",
    "x-nextjs-data": "1",
    "x-matched-path": "/",
    "x-forwarded-host": "evil.example",
    forwarded: "for=6",
  };
  const own = { rsc: "1", "next-url": "/", "next-router-state-tree": "a", "next-router-prefetch": "1" };
  expect(ask("/", { ...internal, ...own, "x-other": "1" }).headers).toEqual({
    host: "localhost:3000",
    ...own,
    "x-other": "1",
    "x-greenlight-peer": "127.0.0.9",
    "x-greenlight-url": "/",
  });
});

test("where a request comes from is said by the socket; what a proxy adds is kept apart, for who trusts it", () => {
  const forged = {
    "x-greenlight-peer": "10.0.0.1",
    "x-greenlight-url": "/admin",
    "x-greenlight-forwarded": "10.0.0.2",
  };
  expect(ask("/usage?range=7d", forged).headers).toEqual({
    host: "localhost:3000",
    "x-greenlight-peer": "127.0.0.9",
    "x-greenlight-url": "/usage?range=7d",
  });
  expect(ask("/", { ...forged, "x-forwarded-for": "198.51.100.7" }).headers).toMatchObject({
    "x-greenlight-peer": "127.0.0.9",
    "x-greenlight-forwarded": "198.51.100.7",
  });
});

const path = (url: string, headers: Record<string, string> = {}) =>
  routed({ url, headers } as unknown as IncomingMessage);

test.each<Record<string, string>>([
  {},
  { accept: "*/*" },
  { accept: "application/json" },
  { accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" },
])("/health is JSON for a program that sends %o", (headers) => {
  expect(path("/health", headers)).toBe("/api/health");
  expect(path("/health?environment=green", headers)).toBe("/api/health?environment=green");
  expect(path("/health?a=?b", headers)).toBe("/api/health?a=?b");
});

test.each<Record<string, string>>([
  { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" },
  { accept: "Text/HTML" },
  { accept: "*/*", rsc: "1" },
])("/health is the page for a browser that sends %o", (headers) => {
  expect(path("/health?range=7d&_rsc=1", headers)).toBe("/health?range=7d&_rsc=1");
});

test("no other address is led elsewhere", () => {
  for (const url of ["/", "/health/rag", "/healthy", "/api/health", "/health%2F", "/livez"])
    expect(path(url)).toBe(url);
});
