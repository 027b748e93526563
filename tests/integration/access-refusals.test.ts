import { expect, test } from "vitest";
import { keyCreated } from "@/lib/server/access/keys";
import { account, get, notedAccess, SETTER, send, sessionOf } from "@/tests/support/account";
import { problemOf, routedApp } from "@/tests/support/routes";
import { heldWriteLock } from "@/tests/support/write-lock";

const ANA = "ana@example.org";
const VIEWER = { name: "Eve", email: "eve@example.org", role: "admin" };

const refusals = async (app: Parameters<typeof notedAccess>[0]) =>
  (await notedAccess(app)).filter(({ action }) => action === "access.refused");

test("401 where nobody asks, with how to; 403 where somebody may not, with what would be needed", async () => {
  const app = await routedApp();
  await account(app, ANA, "operator");
  const nobody = await get("/api/sources");
  expect(nobody.status).toBe(401);
  expect(nobody.headers.get("www-authenticate")).toBe('Bearer realm="Greenlight"');
  expect((await problemOf(nobody)).detail).toMatch(/sign in, or send a key/);
  const somebody = await get("/api/users", { cookie: await sessionOf(ANA) });
  expect(somebody.status).toBe(403);
  expect((await problemOf(somebody)).detail).toBe(`${ANA} may "read", "operate"; this needs "admin"`);
});

test("who tried what, from where and why not, is noted: changes by anybody, reads by who is known", async () => {
  const app = await routedApp();
  await account(app, ANA, "viewer");
  const cookie = await sessionOf(ANA, { address: "192.0.2.1" });
  const { key } = await keyCreated(app, { name: "ci", scope: "ingest", expires_at: null }, SETTER);
  await get("/api/sources");
  await send("/api/users", VIEWER, { address: "198.51.100.1" });
  await send("/api/users", VIEWER, { cookie, address: "192.0.2.1" });
  await get("/api/keys", { cookie, address: "192.0.2.1" });
  await get("/api/sources", { key, address: "203.0.113.1" });
  expect(await refusals(app)).toMatchObject([
    { actor: "nobody", origin: "198.51.100.1", subject: "POST /api/users", reason: "not signed in" },
    { actor: ANA, origin: "192.0.2.1", subject: "POST /api/users", reason: "may not admin" },
    { actor: ANA, origin: "192.0.2.1", subject: "GET /api/keys", reason: "may not admin" },
    { actor: "key:ci", origin: "203.0.113.1", subject: "GET /api/sources", reason: "may not read" },
  ]);
  expect((await app.store.db.selectFrom("user").selectAll().execute()).map(({ email }) => email)).toEqual([
    ANA,
  ]);
});

test("the same again is not noted within the minute, also not from all the addresses of one network", async () => {
  const app = await routedApp();
  for (let at = 0; at < 20; at += 1)
    await send("/api/users", VIEWER, { address: `2001:db8:1:2::${at.toString(16)}` });
  await send("/api/users", VIEWER, { address: "2001:db8:1:3::1" });
  expect((await refusals(app)).map(({ origin }) => origin)).toEqual(["2001:db8:1:2::", "2001:db8:1:3::1"]);
});

test("a store that is locked delays no refusal", async () => {
  const app = await routedApp();
  heldWriteLock(app.databaseFile);
  expect((await send("/api/users", VIEWER)).status).toBe(401);
  expect(await refusals(app)).toEqual([]);
});

test.each([
  ["x-forwarded-user", ANA],
  ["x-remote-user", ANA],
  ["x-greenlight-user", ANA],
  ["authorization", "Basic YW5hOmFuYQ=="],
  ["authorization", "Bearer"],
  ["cookie", "greenlight.session_token=; role=admin"],
])("nothing else says who somebody is: %s: %s", async (name, value) => {
  const app = await routedApp();
  await account(app, ANA, "admin");
  const { GET } = await import("@/app/api/users/route");
  const request = new Request("http://localhost/api/users", { headers: { [name]: value } });
  expect((await GET(request, { params: Promise.resolve({}) })).status).toBe(401);
});
