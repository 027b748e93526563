import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openApp } from "@/lib/server/app";
import {
  account,
  cookieOf,
  get,
  meOf,
  notedAccess,
  PASSWORD,
  send,
  sessionOf,
  signIn,
} from "@/tests/support/account";
import { testApp } from "@/tests/support/app";
import { problemOf, routed, routedApp } from "@/tests/support/routes";

const ANA = "ana@example.org";
const BEN = "ben@example.org";

const listed = async (cookie: string) => (await (await get("/api/sessions", { cookie })).json()).sessions;

const end = (id: string, cookie: string) =>
  send(`/api/sessions/${id}/revoke`, {}, { cookie }, { template: "/api/sessions/{id}/revoke" });

test("a session begins with the password, in any case of the address, and carries role and titles", async () => {
  const app = await routedApp();
  await account(app, ANA, "operator", ["pm", "devops"]);
  const response = await signIn("ANA@Example.ORG", PASSWORD, { address: "192.0.2.1" });
  const cookie = cookieOf(response);
  expect(await response.json()).toEqual(await meOf({ cookie }));
  expect(await meOf({ cookie })).toEqual({
    kind: "person",
    actor: ANA,
    permissions: ["open", "read", "operate"],
    titles: ["pm", "devops"],
    person: { name: "ana", email: ANA, role: "operator", titles: ["pm", "devops"] },
  });
  expect(await notedAccess(app)).toMatchObject([
    { action: "access.user.created" },
    { action: "access.signed-in", actor: ANA, subject: ANA, origin: "192.0.2.1" },
  ]);
});

test("the cookie is for this site and HTTP alone, and where people come by TLS for TLS alone", async () => {
  const app = await routedApp();
  await account(app, ANA);
  const [plain] = (await signIn(ANA)).headers.getSetCookie();
  expect(plain).toMatch(/^greenlight\.session_token=.*; HttpOnly; SameSite=Lax$/);
  const tls = await testApp({ config: ["access: { url: https://greenlight.example }"] });
  routed(tls.app);
  await account(tls.app, ANA);
  const response = await signIn(ANA);
  expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-greenlight\.session_token=.*; Secure/);
  expect(await meOf({ cookie: cookieOf(response) })).toMatchObject({ actor: ANA });
  const unprefixed = cookieOf(response).replace("__Secure-", "");
  expect(await meOf({ cookie: unprefixed })).toMatchObject({ kind: "nobody" });
});

test("no cookie but one that was signed here is a session: none forged, cut, or of the stored token alone", async () => {
  const app = await routedApp();
  await account(app, ANA, "admin");
  const cookie = await sessionOf(ANA);
  const { token } = await app.store.db.selectFrom("session").select("token").executeTakeFirstOrThrow();
  const [name = "", value = ""] = cookie.split("=");
  for (const forged of [
    token,
    `${token}.`,
    `${token}.${"A".repeat(43)}=`,
    `${token}x${decodeURIComponent(value).slice(token.length)}`,
    decodeURIComponent(value).slice(token.length),
    `${value}x`,
    ".",
    "%E0%A4%A",
  ])
    expect(await meOf({ cookie: `${name}=${forged}` }), forged).toMatchObject({ kind: "nobody" });
  expect(await meOf({ cookie })).toMatchObject({ kind: "person" });
});

test("a session that somebody else laid into the browser is not taken over: signing in makes a new one", async () => {
  const app = await routedApp();
  await account(app, ANA);
  await account(app, BEN);
  const laid = await sessionOf(ANA);
  const own = cookieOf(await signIn(BEN, PASSWORD, { cookie: laid }));
  expect(own).not.toBe(laid);
  expect(await meOf({ cookie: own })).toMatchObject({ actor: BEN });
  expect(await meOf({ cookie: laid })).toMatchObject({ kind: "nobody" });
});

test("one's own sessions are listed with where they began, and nobody else's", async () => {
  const app = await routedApp();
  await account(app, ANA);
  await account(app, BEN);
  const phone = await sessionOf(ANA, { address: "192.0.2.7", agent: "A phone" });
  const desk = await sessionOf(ANA, { address: "2001:db8::7", agent: "x".repeat(5000) });
  const other = await sessionOf(BEN);
  const sessions = await listed(desk);
  expect(sessions).toHaveLength(2);
  expect(sessions.filter(({ current }: { current: boolean }) => current)).toMatchObject([
    { address: "2001:db8::7", agent: "x".repeat(200) },
  ]);
  expect(sessions.map(({ agent }: { agent: string }) => agent)).toContain("A phone");
  expect(JSON.stringify(sessions)).not.toContain(decodeURIComponent(phone.split("=")[1] ?? "").split(".")[0]);
  const [{ id }] = await listed(other);
  expect((await end(id, desk)).status).toBe(404);
  expect(await meOf({ cookie: other })).toMatchObject({ actor: BEN });
});

test("a session that is revoked ends at once, one or all others, and that is noted", async () => {
  const app = await routedApp();
  await account(app, ANA);
  const [first, second, third] = [await sessionOf(ANA), await sessionOf(ANA), await sessionOf(ANA)];
  const current = (await listed(first)).find((session: { current: boolean }) => session.current);
  expect((await (await end(current.id, second)).json()).sessions).toHaveLength(2);
  expect(await meOf({ cookie: first })).toMatchObject({ kind: "nobody" });
  expect((await end(current.id, second)).status).toBe(404);
  await send("/api/sessions/revoke-others", {}, { cookie: third });
  expect(await meOf({ cookie: second })).toMatchObject({ kind: "nobody" });
  expect(await listed(third)).toMatchObject([{ current: true }]);
  expect((await notedAccess(app)).slice(-2)).toMatchObject([
    { action: "access.session.revoked", actor: ANA, before: JSON.stringify({ id: current.id }) },
    { action: "access.sessions.revoked", actor: ANA, before: '{"sessions":1}' },
  ]);
});

test("signing out ends the session on the server, and takes the cookie away", async () => {
  const app = await routedApp();
  await account(app, ANA);
  const cookie = await sessionOf(ANA);
  const response = await send("/api/auth/sign-out", {}, { cookie });
  expect(await response.json()).toMatchObject({ kind: "nobody" });
  expect(response.headers.getSetCookie()[0]).toMatch(/^greenlight\.session_token=; Max-Age=0/);
  expect((await problemOf(await get("/api/sessions", { cookie }))).detail).toMatch(/session has ended/);
  expect((await send("/api/auth/sign-out", {}, { cookie })).status).toBe(200);
  expect((await notedAccess(app)).at(-1)).toMatchObject({ action: "access.signed-out", actor: ANA });
});

test("a session lasts seven days, however much it is used, and then no longer", async () => {
  const { app, clock } = await testApp({ nowMs: Date.now() });
  routed(app);
  await account(app, ANA);
  const cookie = await sessionOf(ANA);
  const [{ expires_at }] = await listed(cookie);
  clock.nowMs = Date.parse(expires_at) - 1;
  expect(await meOf({ cookie })).toMatchObject({ actor: ANA });
  expect(await listed(cookie)).toMatchObject([{ expires_at }]);
  clock.nowMs += 1;
  expect(await meOf({ cookie })).toMatchObject({ kind: "nobody" });
  expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(7 * 86_400_000 - 60_000);
});

test("with another secret, because its file was lost, no session holds; the same secret keeps them all", async () => {
  const { app, folder } = await testApp();
  routed(app);
  await account(app, ANA);
  const cookie = await sessionOf(ANA);
  const env = { NODE_ENV: "test", LOG_LEVEL: "silent", GREENLIGHT_DATA_DIR: join(folder, "data") };
  const again = await openApp(env as never, folder, app.nowMs);
  routed(again);
  expect(await meOf({ cookie })).toMatchObject({ actor: ANA });
  await again.store.close();
  await writeFile(join(folder, "data", "secret"), "another-secret-of-enough-characters");
  const other = await openApp(env as never, folder, app.nowMs);
  routed(other);
  expect(await meOf({ cookie })).toMatchObject({ kind: "nobody" });
  await other.store.close();
});

test("what has no sessions of its own is told so: a key", async () => {
  await routedApp();
  for (const response of [
    await get("/api/sessions", { key: "gl_bootstrap-key-of-the-tests" }),
    await send("/api/sessions/revoke-others", {}, { key: "gl_bootstrap-key-of-the-tests" }),
  ])
    expect(response.status).toBe(403);
});
