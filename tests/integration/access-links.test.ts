import { expect, test } from "vitest";
import { firstAdministrator } from "@/lib/server/access/first-admin";
import { passwordReset, userCreated } from "@/lib/server/access/people";
import type { App } from "@/lib/server/app";
import {
  account,
  cookieOf,
  meOf,
  notedAccess,
  PASSWORD,
  SETTER,
  send,
  signIn,
  tokenOf,
} from "@/tests/support/account";
import { testApp } from "@/tests/support/app";
import { problemOf, routed, routedApp } from "@/tests/support/routes";

const ANA = "ana@example.org";
const BEN = "ben@example.org";
const THREE_DAYS_MS = 72 * 60 * 60 * 1000;

const use = (link: string, more: object = {}) =>
  send("/api/auth/welcome", { token: tokenOf(link), password: PASSWORD, ...more });

const invited = async (app: App) =>
  (await userCreated(app, { email: BEN, name: "Ben", role: "viewer", titles: [] }, SETTER)).link;

const setupLink = async (app: App): Promise<string> => {
  const link = await firstAdministrator(app);
  if (link === null) throw new Error("there is an administrator");
  return link;
};

test("a link gives its person the password and a session, and works once", async () => {
  const app = await routedApp();
  const link = await invited(app);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/welcome\?token=[\w-]{43}$/);
  const first = await use(link);
  expect(await meOf({ cookie: cookieOf(first) })).toMatchObject({ actor: BEN });
  const second = await use(link, { password: "another-fine-passphrase" });
  expect(second.status).toBe(404);
  expect((await problemOf(second)).detail).toMatch(/used already/);
  expect((await signIn(BEN)).status).toBe(200);
});

test("of many who use one link at the same moment, one gets in, with the password that holds", async () => {
  const app = await routedApp();
  const link = await invited(app);
  const passwords = Array.from({ length: 5 }, (_, at) => `a-passphrase-of-${at}-tests`);
  const answers = await Promise.all(passwords.map((password) => use(link, { password })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
  const winner = answers.findIndex(({ status }) => status === 200);
  const tried = await Promise.all(passwords.map((password) => signIn(BEN, password)));
  expect(tried.findIndex(({ status }) => status === 200)).toBe(winner);
  expect(await app.store.db.selectFrom("account").selectAll().execute()).toHaveLength(1);
});

test("a link ends after three days, to the millisecond", async () => {
  const { app, clock } = await testApp();
  routed(app);
  const link = await invited(app);
  clock.nowMs += THREE_DAYS_MS;
  expect((await use(link)).status).toBe(404);
  clock.nowMs -= 1;
  expect((await use(link)).status).toBe(200);
});

test("a newer link for the same person makes the older one void", async () => {
  const app = await routedApp();
  const link = await invited(app);
  const { id } = await app.store.db.selectFrom("user").select("id").executeTakeFirstOrThrow();
  const newer = await passwordReset(app, id, SETTER);
  expect((await use(link)).status).toBe(404);
  expect((await use(newer.link)).status).toBe(200);
});

test("a link is not used up by a password that will not do", async () => {
  const app = await routedApp();
  const link = await invited(app);
  expect((await problemOf(await use(link, { password: "password1234" }))).detail).toMatch(/common/);
  expect((await use(link)).status).toBe(200);
});

test("a person's link changes nothing else: not the name, not the address", async () => {
  const app = await routedApp();
  const response = await use(await invited(app), { name: "Mallory", email: "mallory@example.org" });
  expect(await response.json()).toMatchObject({ person: { name: "Ben", email: BEN, role: "viewer" } });
});

test.each(["", "x", "' or 1=1 --", "x".repeat(201), "\u0000"])(
  "%j is no link, and says nothing",
  async (token) => {
    await routedApp();
    const response = await send("/api/auth/welcome", { token, password: PASSWORD });
    expect([400, 404]).toContain(response.status);
    expect(response.headers.getSetCookie()).toEqual([]);
  },
);

test("links that are none are noted, once a minute from one address", async () => {
  const app = await routedApp();
  const from = { address: "198.51.100.9" };
  for (let at = 0; at < 3; at += 1)
    await send("/api/auth/welcome", { token: `guess-${at}`, password: PASSWORD }, from);
  expect(await notedAccess(app)).toMatchObject([
    {
      action: "access.refused",
      actor: "nobody",
      origin: "198.51.100.9",
      subject: "POST /api/auth/welcome",
    },
  ]);
});

test("the first administrator comes in by the setup link of the last start, with name and address", async () => {
  const app = await routedApp();
  const earlier = await setupLink(app);
  const link = await setupLink(app);
  const person = { name: "Ana", email: "Ana@Example.org" };
  expect((await use(earlier, person)).status).toBe(404);
  expect((await problemOf(await use(link))).detail).toMatch(/name and email/);
  const response = await use(link, person);
  expect(await response.json()).toMatchObject({ person: { name: "Ana", email: ANA, role: "admin" } });
  expect((await use(link, { ...person, email: BEN })).status).toBe(404);
  expect(await firstAdministrator(app)).toBeNull();
  expect(await notedAccess(app)).toMatchObject([
    { action: "access.refused" },
    { action: "access.user.created", actor: ANA, after: '{"name":"Ana","role":"admin","titles":[]}' },
    { action: "access.signed-in" },
  ]);
});

test("a setup link is void as soon as there is an administrator from elsewhere", async () => {
  const app = await routedApp();
  const link = await setupLink(app);
  await account(app, BEN, "admin");
  expect((await use(link, { name: "Ana", email: ANA })).status).toBe(404);
});

test("a setup link takes over nobody's account", async () => {
  const app = await routedApp();
  await account(app, BEN, "viewer");
  const response = await use(await setupLink(app), {
    name: "Ben",
    email: BEN,
    password: "another-passphrase",
  });
  expect(response.status).toBe(409);
  expect((await signIn(BEN)).status).toBe(200);
  expect(await meOf({ cookie: cookieOf(await signIn(BEN)) })).toMatchObject({ person: { role: "viewer" } });
});
