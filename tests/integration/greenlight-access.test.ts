import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firstAdministrator } from "@/lib/server/access/first-admin";
import { keyCreated } from "@/lib/server/access/keys";
import { userCreated } from "@/lib/server/access/people";
import { TEST_KEY } from "@/tests/support/access";
import {
  account,
  cookieOf,
  meOf,
  notedAccess,
  PASSWORD,
  SETTER,
  send,
  sessionOf,
  signIn,
  tokenOf,
} from "@/tests/support/account";
import { pushText, testApp } from "@/tests/support/app";
import { folder } from "@/tests/support/folder";
import { greenlight, type Said } from "@/tests/support/greenlight";
import { routed } from "@/tests/support/routes";

const ANA = "ana@example.org";
const BEN = "ben@example.org";

const settings = (place: string) => ({
  GREENLIGHT_CONFIG: join(place, "greenlight.yaml"),
  GREENLIGHT_API_KEY: TEST_KEY,
});

/** An application, and the command line beside it on the same database. */
async function beside() {
  const { app, folder: place } = await testApp({ nowMs: Date.now() });
  routed(app);
  const said = (words: string, input = ""): Promise<Said> =>
    greenlight(place, words.split(" "), settings(place), input);
  return { app, said };
}

test("user add prints a link that works once, beside a running server, which needs no setup any more", async () => {
  const { app, said } = await beside();
  const setup = await firstAdministrator(app);
  const { code, out } = await said("user add Ana@Example.org --role admin --title pm --title devops");
  expect(code).toBe(0);
  const [words = "", link = ""] = out.split("\n");
  expect(words).toMatch(/^ana@example\.org may sign in as admin/);
  const choose = () => send("/api/auth/welcome", { token: tokenOf(link), password: PASSWORD });
  expect(await meOf({ cookie: cookieOf(await choose()) })).toMatchObject({
    person: { email: ANA, name: "Ana", role: "admin", titles: ["pm", "devops"] },
  });
  expect((await choose()).status).toBe(404);
  const late = { token: tokenOf(setup ?? ""), password: PASSWORD, name: "Eve", email: "eve@example.org" };
  expect((await send("/api/auth/welcome", late)).status).toBe(404);
  const origin = `local:${userInfo().username}`;
  expect((await notedAccess(app))[0]).toMatchObject({ action: "access.user.created", actor: "cli", origin });
});

test("user add takes a password from standard input, and refuses a bad one and a known address", async () => {
  const { said } = await beside();
  const add = `user add ${ANA} --role operator --name Ana --password-stdin --json`;
  const bad = await said(add, "qwertyuiop12\n");
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.out)).toMatchObject({ code: "bad-input", error: expect.stringMatching(/common/) });
  const { code, out } = await said(add, `${PASSWORD}\n`);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ email: ANA, name: "Ana", role: "operator", has_password: true });
  expect(out).not.toContain(PASSWORD);
  expect((await signIn(ANA)).status).toBe(200);
  expect(await said(`user add ${ANA} --role admin`)).toMatchObject({
    code: 1,
    out: `${ANA} has an account already\n`,
  });
});

test("user list says who has come; user reset lets in again who lost the password, and ends the sessions", async () => {
  const { app, said } = await beside();
  await account(app, ANA, "admin");
  await userCreated(app, { email: BEN, name: "Ben", role: "viewer", titles: [] }, SETTER);
  const cookie = await sessionOf(ANA);
  const [lines, json] = await Promise.all([said("user list"), said("user list --json")]);
  expect(JSON.parse(json.out).users).toMatchObject([
    { email: BEN, has_password: false },
    { email: ANA, sessions: 1 },
  ]);
  expect(lines.out.split("\n")).toMatchObject([
    expect.stringMatching(/^ben@example\.org +viewer +- +invited until /),
    expect.stringMatching(/^ana@example\.org +admin +- +last signed in /),
    "",
  ]);
  const reset = JSON.parse((await said(`user reset ${ANA} --json`)).out);
  expect(await meOf({ cookie })).toMatchObject({ kind: "nobody" });
  const chosen = await send("/api/auth/welcome", { token: tokenOf(reset.link), password: PASSWORD });
  expect(chosen.status).toBe(200);
  expect(await said("user reset nobody@example.org")).toMatchObject({ code: 1 });
});

test("a key is printed once, alone, works at once, and ends by its name", async () => {
  const { app, said } = await beside();
  const { code, out } = await said("key create ci --scope ingest --expires 90d");
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^gl_[\w-]{43}\n$/) });
  const key = out.trim();
  expect(await meOf({ key })).toMatchObject({ actor: "key:ci", permissions: ["open", "ingest"] });
  const listed = await said("key list --json");
  expect(listed.out).not.toContain(key);
  const [shown] = JSON.parse(listed.out).keys;
  expect(shown).toMatchObject({ name: "ci", scope: "ingest", state: "active", created_by: "cli" });
  expect(Date.parse(shown.expires_at) - Date.parse(shown.created_at)).toBeGreaterThan(89 * 86_400_000);
  expect(await said("key revoke CI")).toMatchObject({ code: 0, out: "ci (ingest) is revoked\n" });
  expect(await meOf({ key })).toMatchObject({ kind: "nobody" });
  expect(await said("key revoke ci")).toMatchObject({ code: 1, out: 'the key "ci" is revoked already\n' });
  expect((await notedAccess(app)).map(({ action }) => action)).toEqual([
    "access.key.created",
    "access.key.revoked",
  ]);
});

test("a key also ends by its id, and the list says what it was", async () => {
  const { app, said } = await beside();
  const { id } = await keyCreated(app, { name: "ci", scope: "operate", expires_at: null }, SETTER);
  expect((await said(`key revoke ${id}`)).code).toBe(0);
  expect((await said("key list")).out).toMatch(
    /^GREENLIGHT_API_KEY is set.*\nci +operate +gl_\S+… +revoked +never expires +never used +\S+\n$/,
  );
});

test.each([
  ["user add ana@example.org", "--role is needed"],
  ["key create ci --scope read --role admin", "--role goes with user add"],
  ["user", '"user" is no command, or lacks something'],
])("%j is bad usage, and nothing is made", async (words, why) => {
  const { code, out, err } = await greenlight(folder(), words.split(" "));
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err.split("\n")[0]).toContain(why);
});

test("a terminal does not act on what is stored, and no stored text looks like a line of ours", async () => {
  const { app, said } = await beside();
  const evil = "\u001b[2J\u009b31m\u202egnp.exe\nserver    http://evil.example answers";
  await pushText(app, "article-costs", '{"timestamp":"2026-11-20T10:00:00Z","topic":"a","total_cost_usd":1}');
  await app.store.db.updateTable("source").set({ path: evil }).execute();
  const [plain, json, wrong] = await Promise.all([
    said("status"),
    said("status --json"),
    said("status \u001b[31mred"),
  ]);
  expect(plain.code).toBe(0);
  expect(plain.out).toContain("␛[2J⟨009B⟩31m⟨202E⟩gnp.exe␊server");
  expect(plain.out.split("\n").filter((line) => line.startsWith("server"))).toHaveLength(1);
  for (const { out } of [plain, json]) expect(out).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
  expect(JSON.parse(json.out).sources).toMatchObject([{ path: evil }]);
  expect(wrong.err.split("\n")[0]).toBe(
    '"status ␛[31mred" is no command, or lacks something, or has too much',
  );
});
