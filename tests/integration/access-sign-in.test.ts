import { expect, test, vi } from "vitest";
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
import { heldWriteLock } from "@/tests/support/write-lock";

const ANA = "ana@example.org";
const OTHER = "another-fine-passphrase";

const change = (cookie: string, current_password: string, new_password: string) =>
  send("/api/auth/change-password", { current_password, new_password }, { cookie });

test("who has no account, no password yet or another one is told the same, and nothing of the password is noted", async () => {
  const app = await routedApp();
  await account(app, ANA);
  const wrong = [
    await signIn(ANA, OTHER),
    await signIn("nobody@example.org", OTHER),
    await signIn(ANA, `${PASSWORD} `),
    await signIn(ANA, "x".repeat(1000)),
  ];
  const told = await Promise.all(wrong.map(problemOf));
  expect(new Set(told.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(told[0]).toMatchObject({ status: 401, detail: "e-mail address or password is wrong" });
  expect(wrong.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
  const events = (await notedAccess(app)).filter(({ action }) => action === "access.sign-in.refused");
  expect(events).toMatchObject([
    { actor: "nobody", subject: ANA, origin: "127.0.0.1" },
    { subject: "nobody@example.org" },
    { subject: ANA },
    { subject: ANA },
  ]);
  expect(JSON.stringify(events)).not.toContain("passphrase");
});

test.each([
  ["", 400],
  ["not an address", 400],
  ["' or 1=1 --@example.org", 400],
  [{ $ne: "" }, 400],
  [null, 400],
])("%j is no address", async (email, status) => {
  await routedApp();
  expect((await send("/api/auth/sign-in/email", { email, password: OTHER })).status).toBe(status);
});

test("tries that are too many are noted, too", async () => {
  const app = await routedApp();
  for (let at = 0; at < 13; at += 1) await signIn(ANA, OTHER, { address: "198.51.100.1" });
  const { status, headers } = await signIn(ANA, OTHER, { address: "198.51.100.1" });
  expect(status).toBe(429);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(60);
  const events = await notedAccess(app);
  expect(events.filter(({ action }) => action === "access.sign-in.refused")).toHaveLength(10);
  expect(events.slice(10)).toMatchObject([
    {
      action: "access.refused",
      subject: "POST /api/auth/sign-in/email",
      origin: "198.51.100.1",
      reason: expect.stringMatching(/^ana@example\.org: too many tries/),
    },
  ]);
});

test("one's own password is changed with the one it had, and every session ends", async () => {
  const app = await routedApp();
  await account(app, ANA);
  const [here, there] = [await sessionOf(ANA), await sessionOf(ANA)];
  const response = await change(here, PASSWORD, OTHER);
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()[0]).toMatch(/Max-Age=0/);
  for (const cookie of [here, there]) expect(await meOf({ cookie })).toMatchObject({ kind: "nobody" });
  expect((await signIn(ANA)).status).toBe(401);
  expect((await signIn(ANA, OTHER)).status).toBe(200);
  expect((await notedAccess(app)).find(({ action }) => action === "access.password.changed")).toMatchObject({
    actor: ANA,
    subject: ANA,
    before: '{"sessions":2}',
  });
});

test.each([
  [OTHER, OTHER, /not your password/],
  [PASSWORD, PASSWORD, /the one you have/],
  [PASSWORD, "short", /12 to 128/],
  [PASSWORD, "qwertyuiop12", /common/],
])("a change from %s to %s is refused: %s", async (current, wanted, why) => {
  const app = await routedApp();
  await account(app, ANA);
  const cookie = await sessionOf(ANA);
  const response = await change(cookie, current, wanted);
  expect(response.status).toBe(400);
  expect((await problemOf(response)).detail).toMatch(why);
  expect(await meOf({ cookie })).toMatchObject({ kind: "person" });
  expect((await signIn(ANA)).status).toBe(200);
});

test("a wrong password at a change is noted, and counted with those at signing in", async () => {
  const app = await routedApp();
  await account(app, ANA);
  const cookie = await sessionOf(ANA);
  for (let at = 0; at < 10; at += 1) expect((await change(cookie, OTHER, OTHER)).status).toBe(400);
  expect((await change(cookie, PASSWORD, OTHER)).status).toBe(429);
  expect((await notedAccess(app)).filter(({ action }) => action === "access.password.refused")).toHaveLength(
    10,
  );
});

test("of changes at the same moment one holds; a sign-in with the old password beside it leaves no session", async () => {
  const app = await routedApp();
  await account(app, ANA);
  const cookie = await sessionOf(ANA);
  const wanted = ["a-passphrase-of-one", "a-passphrase-of-two", "a-passphrase-of-three"];
  const [signing, ...changes] = await Promise.all([
    signIn(ANA, PASSWORD, { address: "192.0.2.1" }),
    ...wanted.map((password) => change(cookie, PASSWORD, password)),
  ]);
  const done = changes.findIndex(({ status }) => status === 200);
  expect(changes.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await meOf({ cookie: cookieOf(signing) })).toMatchObject({ kind: "nobody" });
  expect(await app.store.db.selectFrom("session").selectAll().execute()).toEqual([]);
  expect((await signIn(ANA, wanted[done])).status).toBe(200);
});

test("while another process writes, sessions go on being read, also one that has ended, and a sign-in is told to come again", async () => {
  const { app, clock } = await testApp({ nowMs: Date.now() });
  routed(app);
  await account(app, ANA);
  const [cookie, ended] = [await sessionOf(ANA), await sessionOf(ANA)];
  await app.store.db
    .updateTable("session")
    .set({ expiresAt: new Date(clock.nowMs - 1).toISOString() })
    .where("token", "=", decodeURIComponent(ended.split("=")[1] ?? "").split(".")[0] ?? "")
    .execute();
  heldWriteLock(app.databaseFile);
  expect(await meOf({ cookie })).toMatchObject({ actor: ANA });
  expect(await meOf({ cookie: ended })).toMatchObject({ kind: "nobody" });
  expect((await get("/api/sessions", { cookie: ended })).status).toBe(401);
  vi.useFakeTimers();
  const signing = signIn(ANA);
  await vi.advanceTimersByTimeAsync(6000);
  const response = await signing;
  vi.useRealTimers();
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("5");
  expect(response.headers.getSetCookie()).toEqual([]);
});
