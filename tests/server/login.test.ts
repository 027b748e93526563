import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, test } from "vitest";
import { ADMIN_ENV, bearing } from "@/tests/support/access";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { cookieOf, keyFor, PASSWORD, person, revoked, send, sessionOf, signIn } from "@/tests/support/people";

let server: BuiltServer;
let url: string;
beforeAll(async () => {
  server = await builtServer({ env: ADMIN_ENV });
  url = server.url;
});

type Headers = Record<string, string>;

/** Asks with these headers, and without the key of the tests. */
const read = (headers: Headers, path = "/api/summary") =>
  ask(`${url}${path}`, { headers: { authorization: "", ...headers } });
const statusOf = async (headers: Headers, path?: string) => (await read(headers, path)).status;
async function change(id: string, body: object): Promise<void> {
  const answer = await ask(`${url}/api/users/${id}`, {
    method: "PUT",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

/** An open stream of events; resolves when its first bytes have come. */
async function stream(headers: Headers): Promise<{ closed: Promise<unknown> }> {
  const sent = request(`${url}/api/events`, { headers, agent: false });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  await once(response, "data");
  response.on("error", () => {}).resume();
  return { closed: new Promise((closed) => response.once("close", closed)) };
}

describe("who is not let in learns nothing by it", () => {
  test("no such account, a wrong password, a closed account and one without a password are answered alike", async () => {
    const { id: closed } = await person(url, "closed@example.org", "viewer");
    await person(url, "open@example.org", "viewer");
    await change(closed, { disabled: true });
    const invited = { email: "invited@example.org", name: "Ivy", role: "viewer" };
    expect((await send(url, "/api/users", invited, bearing())).status).toBe(200);
    const answers = await Promise.all([
      signIn(url, "nobody@example.org"),
      signIn(url, "open@example.org", "another-passphrase"),
      signIn(url, "closed@example.org"),
      signIn(url, "invited@example.org"),
    ]);
    const alike = answers.map(({ status, body, headers }) => {
      const { date: _, "content-security-policy": policy, ...rest } = headers;
      return { status, body, rest, policy: String(policy).replace(/nonce-[^']+/g, "nonce") };
    });
    expect(alike[0]).toMatchObject({ status: 401, body: { detail: "e-mail address or password is wrong" } });
    expect(alike[0]!.rest["set-cookie"]).toBeUndefined();
    for (const answer of alike) expect(answer).toEqual(alike[0]);
    const { users } = (await ask(`${url}/api/users`)).body;
    expect(users.find(({ id }: { id: string }) => id === closed)).toMatchObject({ sessions: 0 });
  });
});

describe("a session", () => {
  test("is made by signing in, each time another one in place of the last; what a browser was given before is none", async () => {
    await person(url, "fay@example.org", "viewer");
    const planted = { cookie: `greenlight.session_token=${"a".repeat(32)}.${"b".repeat(43)}%3D` };
    expect(await statusOf(planted)).toBe(401);
    const first = cookieOf(await signIn(url, "fay@example.org", PASSWORD, planted));
    const second = cookieOf(await signIn(url, "fay@example.org", PASSWORD, first));
    expect(new Set([planted.cookie, first.cookie, second.cookie]).size).toBe(3);
    expect(await Promise.all([planted, first, second].map((cookie) => statusOf(cookie)))).toEqual([
      401, 401, 200,
    ]);
  });

  test("is none with another signature, or with that of another one", async () => {
    const { session: one } = await person(url, "gil@example.org", "viewer");
    const other = await sessionOf(url, "gil@example.org");
    const [name = "", value = ""] = one.cookie.split("=");
    const [token = "", signature = ""] = value.split(".");
    const [, others = ""] = other.cookie.split(".");
    const flipped = token.replace(/^./, (letter) => (letter === "a" ? "b" : "a"));
    const made = [
      token,
      `${token}.`,
      `.${signature}`,
      `${flipped}.${signature}`,
      `${token}.${others}`,
      `${token}.${"A".repeat(43)}%3D`,
    ];
    for (const forged of made) expect(await statusOf({ cookie: `${name}=${forged}` }), forged).toBe(401);
    expect(await statusOf({ cookie: `${name}=${token}.${signature}` })).toBe(200);
  });

  test("ends when its person signs out; that of another browser goes on", async () => {
    const { session: here } = await person(url, "hal@example.org", "viewer");
    const there = await sessionOf(url, "hal@example.org");
    const [mine, other] = [await stream(here), await stream(there)];
    let otherClosed = false;
    void other.closed.then(() => {
      otherClosed = true;
    });
    const out = await send(url, "/api/auth/sign-out", {}, here);
    expect(out).toMatchObject({ status: 200, body: { kind: "nobody" } });
    expect(String(out.headers["set-cookie"])).toMatch(/session_token=;.*Max-Age=0/);
    await mine.closed;
    expect(await statusOf(here)).toBe(401);
    expect(await statusOf(there)).toBe(200);
    expect(otherClosed).toBe(false);
  });

  test("ends, and all others of that person with it, when the password is changed", async () => {
    const { session } = await person(url, "ida@example.org", "operator");
    const sessions = [session, await sessionOf(url, "ida@example.org")];
    const streams = await Promise.all(sessions.map(stream));
    const body = { current_password: PASSWORD, new_password: "quite-another-passphrase" };
    expect((await send(url, "/api/auth/change-password", body, sessions[0])).status).toBe(200);
    await Promise.all(streams.map(({ closed }) => closed));
    expect(await Promise.all(sessions.map((session) => statusOf(session)))).toEqual([401, 401]);
    expect((await signIn(url, "ida@example.org")).status).toBe(401);
    expect((await signIn(url, "ida@example.org", body.new_password)).status).toBe(200);
  });

  test("ends when its account is closed, and may at once only what the new role may", async () => {
    const { id, session } = await person(url, "joy@example.org", "admin");
    expect(await statusOf(session, "/api/users")).toBe(200);
    await change(id, { role: "viewer" });
    expect(await read(session, "/api/users")).toMatchObject({
      status: 403,
      body: { title: "forbidden" },
    });
    expect((await send(url, "/api/rollback", {}, session)).status).toBe(403);
    expect(await statusOf(session)).toBe(200);
    const open = await stream(session);
    await change(id, { disabled: true });
    await open.closed;
    expect(await statusOf(session)).toBe(401);
  });

  test("ends a week after it was begun", async () => {
    const { session } = await person(url, "kim@example.org", "viewer");
    const database = new Database(server.databaseFile);
    const [row] = database.prepare("select expiresAt from session order by createdAt desc limit 1").all() as {
      expiresAt: string;
    }[];
    const days = (Date.parse(row!.expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    const ago = new Date(Date.now() - 1).toISOString();
    database.prepare("update session set expiresAt = ? where expiresAt = ?").run(ago, row!.expiresAt);
    database.close();
    expect(await statusOf(session)).toBe(401);
  });
});

describe("a key", () => {
  test("is none from the moment it is revoked, for its open stream too", async () => {
    const { id, key } = await keyFor(url, "read", "to be revoked");
    const open = await stream(bearing(key));
    expect(await statusOf(bearing(key))).toBe(200);
    await revoked(url, id);
    await open.closed;
    expect(await read(bearing(key))).toMatchObject({ status: 401, body: { detail: /revoked/ } });
  });

  test("is none once it has expired", async () => {
    const { id, key } = await keyFor(url, "read", "to expire");
    const database = new Database(server.databaseFile);
    database.prepare("update api_key set expires_ms = ? where id = ?").run(Date.now() - 1, id);
    database.close();
    expect(await statusOf(bearing(key))).toBe(401);
  });

  test("that is none is not made good by a session beside it", async () => {
    const { session } = await person(url, "lea@example.org", "viewer");
    expect(await statusOf({ ...session, ...bearing("gl_none") })).toBe(401);
    expect(await statusOf({ ...session, authorization: "Basic bGVhOmxlYQ==" })).toBe(200);
  });
});

describe("the cookie of a session", () => {
  test("is for our pages alone, and no script reads it", async () => {
    await person(url, "mia@example.org", "viewer");
    const { headers } = await signIn(url, "mia@example.org");
    const [set = ""] = [headers["set-cookie"]].flat();
    expect(set).toMatch(/^greenlight\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(headers["strict-transport-security"]).toBeUndefined();
  });

  test("travels by TLS alone where people open https", async () => {
    const secure = await builtServer({ config: ["access: { url: 'https://greenlight.example' }"] });
    await person(secure.url, "mia@example.org", "viewer");
    const own = { host: "greenlight.example", origin: "https://greenlight.example" };
    const answer = await signIn(secure.url, "mia@example.org", PASSWORD, own);
    expect(answer.status).toBe(200);
    const [set = ""] = [answer.headers["set-cookie"]].flat();
    expect(set).toMatch(
      /^__Secure-greenlight\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
    const session = cookieOf(answer);
    const asked = (cookie: string) =>
      ask(`${secure.url}/api/summary`, { headers: { authorization: "", host: own.host, cookie } });
    expect((await asked(session.cookie)).status).toBe(200);
    expect((await asked(session.cookie.replace("__Secure-", ""))).status).toBe(401);
  });
});
