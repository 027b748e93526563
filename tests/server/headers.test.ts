import { readdirSync, readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { beforeAll, describe, expect, test } from "vitest";
import { bearing } from "@/tests/support/access";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { person } from "@/tests/support/people";
import { type Received, type Sending, sender } from "@/tests/support/sender";

/** What a scanner expects of every answer, whatever it is. */
const SECURITY = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "permissions-policy": expect.stringMatching(/camera=\(\), geolocation=\(\), microphone=\(\)/),
  "x-permitted-cross-domain-policies": "none",
  "x-dns-prefetch-control": "off",
  "content-security-policy": expect.stringContaining("default-src 'self'; "),
};
/** What tells strangers what runs here. */
const TELLTALES = ["x-powered-by", "server", "x-aspnet-version", "via", "access-control-allow-origin"];

const HTML = { accept: "text/html" };
const chunks = () =>
  readdirSync(".next/static", { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
const script = () => `/_next/static/${chunks().find((name) => name.endsWith(".js"))}`;

let server: BuiltServer;
let session: { cookie: string };
beforeAll(async () => {
  server = await builtServer();
  session = (await person(server.url, "ana@example.org", "admin")).session;
});

/** As whoever has a session, unless other headers are given. */
const asking = () => {
  const send = sender(server.port);
  return ({ headers, ...sending }: Sending) => send({ ...sending, headers: { ...session, ...headers } });
};

const expectGuarded = ({ headers }: Received) => {
  expect(headers).toMatchObject(SECURITY);
  for (const name of TELLTALES) expect(headers[name], name).toBeUndefined();
};

const KINDS: readonly (readonly [kind: string, status: number, sending: Sending])[] = [
  ["a page", 200, { path: "/", headers: HTML }],
  ["a page for nobody", 200, { path: "/sign-in", headers: { ...HTML, cookie: "" } }],
  ["the way to the sign-in", 307, { path: "/usage", headers: { ...HTML, cookie: "" } }],
  ["a part of a page", 307, { path: "/usage", headers: { rsc: "1" } }],
  ["no page", 404, { path: "/nothing", headers: HTML }],
  ["JSON", 200, { path: "/api/summary" }],
  ["a table", 200, { path: "/api/usage?format=csv" }],
  ["health", 200, { path: "/health" }],
  ["metrics", 200, { path: "/metrics" }],
  ["liveness", 200, { path: "/livez", headers: { cookie: "" } }],
  ["no question of ours", 404, { path: "/api/nothing" }],
  ["a wrong question", 400, { path: "/api/usage?by=colour" }],
  ["nobody's question", 401, { path: "/api/summary", headers: { cookie: "" } }],
  ["another method", 405, { path: "/api/summary", method: "DELETE" }],
  ["a command of another site", 403, { path: "/api/rollback", method: "POST", headers: { origin: "null" } }],
  ["another host", 421, { path: "/", headers: { host: "evil.example" } }],
  ["an odd address", 400, { path: "//" }],
  ["Next's optimizer", 404, { path: "/_next/image?url=/icon.svg&w=64&q=75" }],
  ["a script that is none", 404, { path: "/_next/static/chunks/none.js" }],
  ["a script with an odd address", 400, { path: "/_next/static//none.js" }],
  ["a picture", 200, { path: "/icon.svg" }],
  ["the stream of events", 200, { path: "/api/events" }],
  ["what methods there are", 204, { path: "/api/summary", method: "OPTIONS" }],
];

describe("every kind of answer has all headers that guard it, and is kept by nobody", () => {
  test.each(KINDS)("%s: %i", async (_, status, sending) => {
    const answer = await asking()(sending);
    expect(answer.status, answer.text).toBe(status);
    expectGuarded(answer);
    expect(answer.headers["cache-control"]).toMatch(/^private.*no-store/);
    expect(answer.headers["strict-transport-security"]).toBeUndefined();
  });

  test("but for what is named by its content", async () => {
    const answer = await asking()({ path: script() });
    expect(answer.status).toBe(200);
    expectGuarded(answer);
    expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });
});

describe("the policy of what pages may load", () => {
  test("leaves no way in that an evaluator knows", async () => {
    const { headers } = await asking()({ path: "/", headers: HTML });
    const { csp } = new CspParser(String(headers["content-security-policy"]));
    const found = new CspEvaluator(csp)
      .evaluate()
      .filter(({ severity }) => severity <= Severity.STRICT_CSP)
      .map(({ directive, value, description }) => `${directive} ${value}: ${description}`);
    expect(found).toEqual([]);
    expect(csp.directives).toEqual({
      "default-src": ["'self'"],
      "script-src": ["'self'", expect.stringMatching(/^'nonce-/), "'strict-dynamic'"],
      "style-src": ["'self'", expect.stringMatching(/^'nonce-/)],
      "style-src-attr": ["'unsafe-inline'"], // charts are drawn with them
      "img-src": ["'self'", "data:"],
      "connect-src": ["'self'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "frame-ancestors": ["'none'"],
    });
  });

  test("names a nonce that every script and style of that answer carries, and no other answer", async () => {
    const ask = asking();
    const nonces = new Set<string>();
    const paths = [
      "/",
      "/",
      "/usage",
      "/articles",
      "/executions",
      "/health",
      "/quality",
      "/releases",
      "/audit",
    ];
    paths.push("/settings", "/settings/users", "/settings/keys", "/account", "/nothing", "/articles/none");
    paths.push("/welcome?token=none");
    for (const path of paths) {
      const { headers, text } = await ask({ path, headers: HTML });
      const policy = String(headers["content-security-policy"]);
      const [, nonce = ""] = /script-src 'self' 'nonce-([\w+/]{22}==)'/.exec(policy) ?? [];
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      const tags = text.match(/<(script|style)\b[^>]*>/g) ?? [];
      expect(tags.length, path).toBeGreaterThan(5);
      expect(
        tags.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
        path,
      ).toEqual([]);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(paths.length);
  });
});

describe("what is built tells nobody how", () => {
  test("there are no source maps", async () => {
    expect(chunks().length).toBeGreaterThan(20);
    expect(chunks().filter((name) => name.endsWith(".map"))).toEqual([]);
    const told = chunks()
      .filter((name) => /\.(js|css)$/.test(name))
      .filter((name) => readFileSync(`.next/static/${name}`, "utf8").includes("sourceMappingURL="));
    expect(told).toEqual([]);
    expect((await asking()({ path: `${script()}.map` })).status).toBe(404);
  });

  test("a failure on our side has no stack, no SQL and no path in it; its page is guarded, too", async () => {
    const broken = await builtServer();
    const database = new Database(broken.databaseFile);
    database.exec("alter table execution rename to execution_elsewhere");
    database.close();
    const send = sender(broken.port);
    for (const [path, headers] of [
      ["/api/executions", {}],
      ["/api/executions?format=csv", {}],
      ["/executions", HTML],
    ] as const) {
      const answer = await send({ path, headers: { ...headers, ...bearing() } });
      expect(answer.status, path).toBe(500);
      expectGuarded(answer);
      expect(answer.headers["cache-control"]).toMatch(/no-store/);
      expect(answer.text).not.toMatch(/\bat \w+ \(|\.ts:\d|node_modules|select |execution_elsewhere|SQLITE/);
    }
    expect(broken.log()).toContain("no such table");
  });

  test("nor has what Next refuses by itself", async () => {
    const ask = asking();
    for (const sending of [
      { path: "/usage", headers: { rsc: "1", "next-router-state-tree": "%7B" } },
      { path: "/usage", method: "OPTIONS" },
      { path: "/api/summary", method: "TRACE" },
      { path: "/api/summary", method: "PROPFIND" },
    ]) {
      let answer = await ask(sending);
      const { location } = answer.headers; // as Next wants the address of a part written
      if (location !== undefined) answer = await ask({ ...sending, path: location });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expectGuarded(answer);
      expect(answer.text).not.toMatch(/\bat \w+ \(|\.ts:\d|node_modules/);
    }
  });
});
