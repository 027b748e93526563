import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { bearing } from "@/tests/support/access";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { person } from "@/tests/support/people";
import { sender } from "@/tests/support/sender";

const JSON_BODY = { "content-type": "application/json" };
/** What is refused by its body alone, once it is let in; so nothing changes by it. */
const NO_COMMAND = "{";

let server: BuiltServer;
let session: { cookie: string };
beforeAll(async () => {
  server = await builtServer({ config: ["access: { url: 'https://greenlight.example' }"] });
  session = (await person(server.url, "ana@example.org", "admin")).session;
});

const refusedOf = ({ status, text }: { status: number; text: string }) => [status, JSON.parse(text).title];

describe("a change that a page of another site asks for", () => {
  const POSTED: readonly (readonly [why: string, headers: Record<string, string>])[] = [
    ["another site", { origin: "http://evil.example" }],
    ["another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["a page without an origin", { origin: "null" }],
    ["another site, by what the browser says", { "sec-fetch-site": "cross-site" }],
    [
      "a name that begins like ours",
      { host: "greenlight.example", origin: "https://greenlight.example.evil.example" },
    ],
  ];
  test.each(POSTED)("is refused: %s", async (_, headers) => {
    const send = sender(server.port);
    for (const who of [session, bearing()]) {
      const answer = await send({
        path: "/api/rollback",
        method: "POST",
        headers: { ...JSON_BODY, ...who, ...headers },
        body: NO_COMMAND,
      });
      expect(refusedOf(answer)).toEqual([403, "cross-origin"]);
    }
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain; application/json",
    "",
  ])("is refused as %s, which a form can send", async (type) => {
    const body = '{"reason":"x"}';
    for (const path of [
      "/api/rollback",
      "/api/keys",
      "/api/auth/sign-in/email",
      "/api/sessions/revoke-others",
    ]) {
      const answer = await sender(server.port)({
        path,
        method: "POST",
        headers: { ...session, "content-type": type },
        body,
      });
      expect(answer.status, `${path}: ${answer.text}`).toBe(415);
    }
  });

  test("is taken from our own pages, under each name that is ours", async () => {
    const send = sender(server.port);
    for (const [host, origin] of [
      [`127.0.0.1:${server.port}`, `http://127.0.0.1:${server.port}`],
      [`localhost:${server.port}`, `http://localhost:${server.port}`],
      ["greenlight.example", "https://greenlight.example"],
    ] as const) {
      const answer = await send({
        path: "/api/rollback",
        method: "POST",
        headers: { ...JSON_BODY, ...bearing(), host, origin, "sec-fetch-site": "same-origin" },
        body: NO_COMMAND,
      });
      expect([answer.status, JSON.parse(answer.text).detail]).toEqual([400, "body: not JSON"]);
    }
  });
});

test.each([
  "evil.example",
  "greenlight.example.evil.example",
  "127.0.0.1.evil.example",
  "169.254.169.254",
  "[::2]",
])("421: the host %s, by which a foreign name would lead here", async (host) => {
  const send = sender(server.port);
  for (const path of ["/", "/api/summary", "/livez", "/_next/static/x.js"])
    expect(refusedOf(await send({ path, headers: { ...session, host } }))).toEqual([421, "unknown-host"]);
});

describe("server actions, of which there are none", () => {
  const FLIGHT = '0:{"then":"$1:__proto__:then","status":"resolved_model","value":"{}","_response":{}}';
  const PART = `--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n${FLIGHT}\r\n--x--\r\n`;
  const ACTION = "7f".repeat(21);

  test.each<[string, Record<string, string>, string, number]>([
    ["a call", { "next-action": ACTION, "content-type": "text/plain;charset=UTF-8" }, "[]", 400],
    [
      "a call in parts",
      { "next-action": ACTION, "content-type": "multipart/form-data; boundary=x" },
      PART,
      400,
    ],
    ["a payload", { "content-type": "text/x-component" }, FLIGHT, 400],
    ["a form in parts", { "content-type": "multipart/form-data; boundary=x" }, PART, 405],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, `$ACTION_ID_${ACTION}=`, 405],
    ["a payload to be rendered", { "content-type": "text/plain", rsc: "1" }, FLIGHT, 405],
  ])("%s is refused by every page", async (_, headers, body, status) => {
    const send = sender(server.port);
    for (const path of ["/", "/articles", "/releases", "/sign-in", "/nothing"]) {
      const answer = await send({ path, method: "POST", headers: { ...session, ...headers }, body });
      expect(answer.status, path).toBe(status);
      expect(answer.headers["content-type"]).toBe("application/problem+json");
    }
    expect(server.log()).not.toMatch(/Server Action|Error/);
  });
});

/** Somebody to be reached by mistake; counts who connects. */
async function canary(): Promise<{ port: number; reached: () => number }> {
  let reached = 0;
  const listening = createServer((_, response) => response.end("canary"));
  listening.on("connection", () => {
    reached += 1;
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void listening.close());
  return { port: (listening.address() as AddressInfo).port, reached: () => reached };
}

/** What comes back for these words until the server closes the connection. */
function said(words: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1").on("error", () => {});
    let text = "";
    socket.on("data", (piece) => {
      text += String(piece);
    });
    socket.on("close", () => resolve(text));
    socket.write(words);
  });
}

test("no request, however it is put, makes the server ask somebody else", async () => {
  const { port, reached } = await canary();
  const there = `127.0.0.1:${port}`;
  const here = `127.0.0.1:${server.port}`;
  const upgrade =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n";
  const end = "Connection: close\r\n";
  // Next listens for upgrades from its first answer on.
  expect(await said(`GET /sign-in HTTP/1.1\r\nHost: ${here}\r\n${end}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  for (const [status, words] of [
    [400, `GET http://${there}/ HTTP/1.1\r\nHost: ${here}\r\n${upgrade}\r\n`],
    [400, `GET http://${there}/ HTTP/1.1\r\nHost: ${there}\r\n${upgrade}\r\n`],
    [400, `GET //${there}/ HTTP/1.1\r\nHost: ${here}\r\n${upgrade}\r\n`],
    [400, `GET /_next/webpack-hmr HTTP/1.1\r\nHost: ${here}\r\n${upgrade}\r\n`],
    [400, `GET / HTTP/1.1\r\nHost: ${here}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`],
    [400, `GET http://${there}/ HTTP/1.1\r\nHost: ${here}\r\n${end}\r\n`],
    [400, `GET http://${there} HTTP/1.1\r\nHost: ${there}\r\n${end}\r\n`],
    [404, `GET /_next/image?url=http%3A%2F%2F${there}%2F&w=64&q=75 HTTP/1.1\r\nHost: ${here}\r\n${end}\r\n`],
    [
      400,
      `POST /sign-in HTTP/1.1\r\nHost: ${here}\r\nX-Forwarded-Host: ${there}\r\nNext-Action: x\r\n${end}\r\n`,
    ],
    [
      200,
      `GET /sign-in?next=http://${there}/ HTTP/1.1\r\nHost: ${here}\r\nX-Forwarded-Host: ${there}\r\n${end}\r\n`,
    ],
  ] as const) {
    const text = await said(words);
    expect(text, words).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text.match(/^HTTP\/1\.1 /gm), words).toHaveLength(1);
  }
  expect(await said(`CONNECT ${there} HTTP/1.1\r\nHost: ${there}\r\n\r\n`)).toBe("");
  expect(reached()).toBe(0);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "/sign-in?next=/",
  "javascript:alert(1)",
])("who has a session is led from the sign-in to no other site: %s", async (next) => {
  const answer = await sender(server.port)({
    path: `/sign-in?next=${encodeURIComponent(next)}`,
    headers: { ...session, accept: "text/html", host: "greenlight.example" },
  });
  expect([answer.status, answer.headers.location]).toEqual([307, "/"]);
});
