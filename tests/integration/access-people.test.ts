import { expect, test } from "vitest";
import type { User } from "@/lib/contract/people";
import { passwordReset, userChanged } from "@/lib/server/access/people";
import type { App } from "@/lib/server/app";
import { TEST_KEY } from "@/tests/support/access";
import {
  account,
  get,
  meOf,
  notedAccess,
  PASSWORD,
  SETTER,
  send,
  sessionOf,
  signIn,
  tokenOf,
} from "@/tests/support/account";
import { problemOf, routedApp } from "@/tests/support/routes";

const ANA = "ana@example.org";
const BEN = "ben@example.org";

const create = (body: object, cookie: string) => send("/api/users", body, { cookie });

const change = (id: string, body: object, cookie: string) =>
  send(`/api/users/${id}`, body, { cookie }, { template: "/api/users/{id}", method: "PUT" });

const reset = (id: string, cookie: string) =>
  send(`/api/users/${id}/reset`, {}, { cookie }, { template: "/api/users/{id}/reset" });

const userOf = async (cookie: string, email: string): Promise<User> => {
  const { users } = await (await get("/api/users", { cookie })).json();
  return users.find((user: User) => user.email === email);
};

/** An administrator who is signed in. */
async function administered(): Promise<{ app: App; id: string; cookie: string }> {
  const app = await routedApp();
  const id = await account(app, ANA, "admin");
  return { app, id, cookie: await sessionOf(ANA) };
}

test("an administrator makes an account; its person chooses the password by a link, once told", async () => {
  const { app, cookie } = await administered();
  const wanted = {
    email: "Ben@Example.org",
    name: " Ben ",
    role: "operator",
    titles: ["devops", "pm", "pm"],
  };
  const invited = await (await create(wanted, cookie)).json();
  expect(invited).toMatchObject({
    email: BEN,
    name: "Ben",
    role: "operator",
    titles: ["pm", "devops"],
    has_password: false,
    sessions: 0,
    last_signed_in_at: null,
    invited_until: invited.link_until,
  });
  expect((await signIn(BEN)).status).toBe(401);
  await send("/api/auth/welcome", { token: tokenOf(invited.link), password: PASSWORD });
  const user = await userOf(cookie, BEN);
  expect(user).toMatchObject({ has_password: true, invited_until: null, sessions: 1 });
  expect(user.last_signed_in_at).toBe(new Date(app.nowMs()).toISOString());
  expect(await notedAccess(app)).toMatchObject([
    { action: "access.user.created", subject: ANA },
    { action: "access.signed-in" },
    {
      action: "access.user.created",
      actor: ANA,
      subject: BEN,
      before: null,
      after: '{"name":"Ben","role":"operator","titles":["pm","devops"]}',
    },
    { action: "access.sign-in.refused", actor: "nobody", subject: BEN },
    { action: "access.password.chosen", actor: BEN, subject: BEN },
    { action: "access.signed-in", actor: BEN },
  ]);
});

test("when somebody signed in last is still told when that session has ended", async () => {
  const { app, cookie } = await administered();
  await account(app, BEN);
  await send("/api/auth/sign-out", {}, { cookie: await sessionOf(BEN) });
  expect(await userOf(cookie, BEN)).toMatchObject({
    sessions: 0,
    last_signed_in_at: new Date(app.nowMs()).toISOString(),
  });
});

test.each(["BEN@example.org", "ben@EXAMPLE.ORG"])("an address has one account, also as %s", async (email) => {
  const { app, cookie } = await administered();
  await account(app, BEN);
  const response = await create({ email, name: "Ben", role: "admin" }, cookie);
  expect(response.status).toBe(409);
  expect((await problemOf(response)).detail).toContain(BEN);
  expect(await userOf(cookie, BEN)).toMatchObject({ role: "viewer" });
});

test.each(["o'neil+alerts@mail.example.org", "-dash@example.org", "+cmd@example.org"])(
  "an address with odd characters works like any other: %s",
  async (email) => {
    const { cookie } = await administered();
    const { link } = await (await create({ email, name: "x", role: "viewer" }, cookie)).json();
    await send("/api/auth/welcome", { token: tokenOf(link), password: PASSWORD });
    expect(await meOf({ cookie: await sessionOf(email) })).toMatchObject({ actor: email });
  },
);

test.each([
  { email: "no address" },
  { email: "a@b" },
  { email: "a\u0000@example.org" },
  { email: `${"a".repeat(250)}@example.org` },
  { email: "x@example.org\n" },
  { name: "" },
  { name: "two\nlines" },
  { name: "x".repeat(81) },
  { role: "root" },
  { titles: ["king"] },
])("400: %j", async (wrong) => {
  await routedApp();
  const body = { email: BEN, name: "Ben", role: "viewer", ...wrong };
  expect((await send("/api/users", body, { key: TEST_KEY })).status).toBe(400);
});

test("a change of role holds from the next request of a session that is open, up and down", async () => {
  const { app, cookie } = await administered();
  const id = await account(app, BEN);
  const ben = await sessionOf(BEN);
  expect((await get("/api/users", { cookie: ben })).status).toBe(403);
  await change(id, { role: "admin", titles: ["stakeholder"] }, cookie);
  expect((await get("/api/users", { cookie: ben })).status).toBe(200);
  expect(await meOf({ cookie: ben })).toMatchObject({ person: { role: "admin", titles: ["stakeholder"] } });
  await change(id, { role: "viewer" }, cookie);
  expect((await get("/api/users", { cookie: ben })).status).toBe(403);
  expect((await notedAccess(app)).findLast(({ action }) => action === "access.user.changed")).toMatchObject({
    actor: ANA,
    subject: BEN,
    before: '{"role":"admin","titles":["stakeholder"],"disabled":false}',
    after: '{"role":"viewer","titles":["stakeholder"],"disabled":false}',
  });
});

test("a change that changes nothing is not noted", async () => {
  const { app, id, cookie } = await administered();
  expect((await change(id, { role: "admin", titles: [] }, cookie)).status).toBe(200);
  expect((await notedAccess(app)).at(-1)?.action).toBe("access.signed-in");
});

test("who is closed out is out at once, told like a wrong password, and an open link is void for good", async () => {
  const { app, cookie } = await administered();
  const { id } = await (await create({ email: BEN, name: "Ben", role: "viewer" }, cookie)).json();
  const { link } = await (await reset(id, cookie)).json();
  const chosen = () => send("/api/auth/welcome", { token: tokenOf(link), password: PASSWORD });
  await change(id, { disabled: true }, cookie);
  expect((await chosen()).status).toBe(404);
  await change(id, { disabled: false }, cookie);
  expect((await chosen()).status).toBe(404);
  const other = await account(app, "eve@example.org", "operator");
  const session = await sessionOf("eve@example.org");
  await change(other, { disabled: true }, cookie);
  expect(await meOf({ cookie: session })).toMatchObject({ kind: "nobody" });
  const closed = await problemOf(await signIn("eve@example.org"));
  expect(closed).toEqual(await problemOf(await signIn("eve@example.org", "another-passphrase")));
  await change(other, { disabled: false }, cookie);
  expect(await meOf({ cookie: session })).toMatchObject({ kind: "nobody" });
  expect((await signIn("eve@example.org")).status).toBe(200);
});

test("the last administrator who can sign in stays one, though another is invited", async () => {
  const { id, cookie } = await administered();
  await create({ email: BEN, name: "Ben", role: "admin" }, cookie);
  for (const body of [{ role: "operator" }, { disabled: true }, { role: "viewer", disabled: true }]) {
    const response = await change(id, body, cookie);
    expect(response.status).toBe(409);
    expect((await problemOf(response)).detail).toMatch(/last administrator/);
  }
  expect((await change(id, { titles: ["pm"] }, cookie)).status).toBe(200);
});

test("of administrators who close each other out at the same moment, one stays", async () => {
  const { app, id } = await administered();
  const ids = [id, await account(app, BEN, "admin"), await account(app, "eve@example.org", "admin")];
  const outcomes = await Promise.allSettled(
    ids.map((one, at) => userChanged(app, one, at === 1 ? { role: "viewer" } : { disabled: true }, SETTER)),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
});

test("a reset takes the password and every session, and opens a link", async () => {
  const { app, cookie } = await administered();
  const id = await account(app, BEN);
  const session = await sessionOf(BEN);
  const invited = await (await reset(id, cookie)).json();
  expect(invited).toMatchObject({ has_password: false, sessions: 0 });
  expect(await meOf({ cookie: session })).toMatchObject({ kind: "nobody" });
  expect((await signIn(BEN)).status).toBe(401);
  const password = "another-fine-passphrase";
  expect((await send("/api/auth/welcome", { token: tokenOf(invited.link), password })).status).toBe(200);
  expect((await signIn(BEN, password)).status).toBe(200);
  expect((await notedAccess(app)).filter(({ action }) => action === "access.password.reset")).toMatchObject([
    { actor: ANA, subject: BEN, before: '{"sessions":1}' },
  ]);
});

test("no link is opened for a closed account, for oneself, or for nobody", async () => {
  const { app, id, cookie } = await administered();
  const ben = await account(app, BEN);
  await change(ben, { disabled: true }, cookie);
  expect((await problemOf(await reset(ben, cookie))).detail).toMatch(/may not sign in/);
  expect((await problemOf(await reset(id, cookie))).detail).toMatch(/one's own password/);
  expect((await reset("nobody", cookie)).status).toBe(404);
  expect((await change("nobody", {}, cookie)).status).toBe(404);
  expect(await meOf({ cookie })).toMatchObject({ kind: "person" });
});

test("no password, token or hash stands in the log, or in what is told of people", async () => {
  const { app, cookie } = await administered();
  const id = await account(app, BEN);
  await sessionOf(BEN);
  const { link } = await (await reset(id, cookie)).json();
  await send("/api/auth/welcome", { token: tokenOf(link), password: PASSWORD });
  await passwordReset(app, id, SETTER);
  const { db } = app.store;
  const secrets = [
    PASSWORD,
    tokenOf(link),
    ...(await db.selectFrom("account").select("password as text").execute()).map(({ text }) => text),
    ...(await db.selectFrom("session").select("token as text").execute()).map(({ text }) => text),
    ...(await db.selectFrom("invitation").select("hash as text").execute()).map(({ text }) => text),
  ].filter((text) => text !== null);
  const told = JSON.stringify([
    await notedAccess(app),
    await (await get("/api/users", { cookie })).json(),
    await (await get("/api/sessions", { cookie })).json(),
  ]);
  expect(secrets.length).toBeGreaterThan(4);
  expect(secrets.filter((text) => told.includes(text))).toEqual([]);
});
