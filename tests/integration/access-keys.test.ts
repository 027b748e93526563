import { hash } from "node:crypto";
import { expect, test, vi } from "vitest";
import { SCOPES, type Scope } from "@/lib/domain/access";
import { keyCreated, revoke, writeKeyUses } from "@/lib/server/access/keys";
import type { App } from "@/lib/server/app";
import { TEST_KEY } from "@/tests/support/access";
import { account, get, meOf, notedAccess, SETTER, send, sessionOf } from "@/tests/support/account";
import { testApp } from "@/tests/support/app";
import { problemOf, routed, routedApp } from "@/tests/support/routes";
import { heldWriteLock } from "@/tests/support/write-lock";

const create = (body: object, cookie?: string) =>
  send("/api/keys", body, cookie === undefined ? { key: TEST_KEY } : { cookie });

const end = (id: string) =>
  send(`/api/keys/${id}/revoke`, {}, { key: TEST_KEY }, { template: "/api/keys/{id}/revoke" });

const made = async (body: object) => (await create({ name: "ci", scope: "read", ...body })).json();

const listed = async () => (await (await get("/api/keys", { key: TEST_KEY })).json()).keys;

const makeKey = (app: App, name: string) =>
  keyCreated(app, { name, scope: "read", expires_at: null }, SETTER);

const ALLOWS: Record<Scope, string[]> = {
  ingest: ["open", "ingest"],
  read: ["open", "read"],
  operate: ["open", "read", "operate"],
  admin: ["open", "read", "ingest", "operate", "admin"],
};

test.each(SCOPES)("a key for %s may do that, under its name, and nothing more", async (scope) => {
  await routedApp();
  const { key } = await made({ scope });
  expect(await meOf({ key })).toEqual({
    kind: "key",
    actor: "key:ci",
    permissions: ALLOWS[scope],
    titles: [],
    person: null,
  });
});

test("a key is told once: kept as its hash, listed by how it begins", async () => {
  const app = await routedApp();
  await account(app, "ana@example.org", "admin");
  const response = await create({ name: "ci", scope: "ingest" }, await sessionOf("ana@example.org"));
  const { key, ...shown } = await response.json();
  expect(key).toMatch(/^gl_[\w-]{43}$/);
  expect(await listed()).toEqual([shown]);
  expect(shown).toMatchObject({
    name: "ci",
    scope: "ingest",
    state: "active",
    hint: key.slice(0, 9),
    created_by: "ana@example.org",
    expires_at: null,
    last_used_at: null,
  });
  const row = await app.store.db.selectFrom("api_key").selectAll().executeTakeFirstOrThrow();
  expect(row.hash).toBe(hash("sha256", key));
  expect(JSON.stringify([row, await notedAccess(app)])).not.toContain(key);
  expect((await notedAccess(app)).at(-1)).toMatchObject({
    action: "access.key.created",
    actor: "ana@example.org",
    subject: "ci",
    after: JSON.stringify({ id: shown.id, scope: "ingest", expires_at: null }),
  });
});

test("a key that is revoked is none from the next request on, and cannot be revoked twice", async () => {
  const app = await routedApp();
  const { id, key } = await made({ scope: "admin" });
  expect((await get("/api/keys", { key })).status).toBe(200);
  expect((await (await end(id)).json()).keys).toMatchObject([{ id, state: "revoked" }]);
  const replayed = await get("/api/keys", { key });
  expect(replayed.status).toBe(401);
  expect((await problemOf(replayed)).detail).toMatch(/revoked/);
  expect((await end(id)).status).toBe(409);
  expect((await end("none")).status).toBe(404);
  expect((await notedAccess(app)).filter(({ action }) => action === "access.key.revoked")).toMatchObject([
    {
      actor: "key:bootstrap",
      subject: "ci",
      before: JSON.stringify({ id, scope: "admin", expires_at: null }),
    },
  ]);
});

test("a key ends at its moment, not one millisecond later", async () => {
  const { app, clock } = await testApp();
  routed(app);
  const untilMs = clock.nowMs + 1000;
  const { key } = await made({ expires_at: new Date(untilMs).toISOString() });
  clock.nowMs = untilMs - 1;
  expect((await get("/api/me", { key })).status).toBe(200);
  expect(await meOf({ key })).toMatchObject({ actor: "key:ci" });
  clock.nowMs = untilMs;
  expect((await get("/api/sources", { key })).status).toBe(401);
  expect(await listed()).toMatchObject([{ state: "expired" }]);
});

test("a key that ends now or before is not made", async () => {
  const { app, clock } = await testApp();
  routed(app);
  for (const atMs of [clock.nowMs, clock.nowMs - 1])
    expect(
      (await create({ name: "x", scope: "read", expires_at: new Date(atMs).toISOString() })).status,
    ).toBe(400);
});

test.each([
  { name: "" },
  { name: "two\nlines" },
  { name: "=cmd" },
  { name: "x".repeat(81) },
  { name: "\u202egnp" },
  { name: "Bootstrap" },
  { scope: "root" },
  { expires_at: "tomorrow" },
])("400: %j", async (wrong) => {
  await routedApp();
  expect((await create({ name: "ci", scope: "read", ...wrong })).status).toBe(400);
});

test("two keys that are active never share a name in the log; one that has ended leaves it free", async () => {
  await routedApp();
  const { id } = await made({});
  const second = await create({ name: "CI", scope: "admin" });
  expect(second.status).toBe(409);
  expect((await problemOf(second)).detail).toContain('"CI"');
  await end(id);
  expect((await create({ name: "CI", scope: "read" })).status).toBe(200);
});

test("of two who revoke one key at the same moment, one did it", async () => {
  const app = await routedApp();
  const { id } = await makeKey(app, "ci");
  const outcomes = await Promise.allSettled([revoke(app, id, SETTER), revoke(app, id, SETTER)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await notedAccess(app)).filter(({ action }) => action === "access.key.revoked")).toHaveLength(1);
});

test("the last use of a key is shown at once, and written down later", async () => {
  const { app, clock } = await testApp();
  routed(app);
  const { key } = await makeKey(app, "ci");
  const stored = async () =>
    (await app.store.db.selectFrom("api_key").select("last_used_ms").executeTakeFirstOrThrow()).last_used_ms;
  clock.nowMs += 5000;
  await get("/api/me", { key });
  expect(await listed()).toMatchObject([{ last_used_at: new Date(clock.nowMs).toISOString() }]);
  expect(await stored()).toBeNull();
  await writeKeyUses(app);
  expect(await stored()).toBe(clock.nowMs);
});

test("the last use waits for a store that is locked, while the key goes on working", async () => {
  const { app, clock } = await testApp();
  routed(app);
  const { key } = await makeKey(app, "ci");
  await get("/api/me", { key });
  const release = heldWriteLock(app.databaseFile);
  vi.useFakeTimers();
  const writing = expect(writeKeyUses(app)).rejects.toMatchObject({ code: "storage-unavailable" });
  await vi.advanceTimersByTimeAsync(6000);
  await writing;
  vi.useRealTimers();
  clock.nowMs += 60_000;
  expect(await meOf({ key })).toMatchObject({ actor: "key:ci" });
  release();
  await writeKeyUses(app);
  const row = await app.store.db.selectFrom("api_key").select("last_used_ms").executeTakeFirstOrThrow();
  expect(row.last_used_ms).toBe(clock.nowMs);
});

test("a key that is none says so, also beside a session that holds", async () => {
  const app = await routedApp();
  await account(app, "ana@example.org", "admin");
  const cookie = await sessionOf("ana@example.org");
  for (const key of ["gl_", `${TEST_KEY}x`, TEST_KEY.toUpperCase(), "x".repeat(300), "a b"])
    expect((await get("/api/sources", { key, cookie })).status, key).toBe(401);
  expect((await get("/api/sources", { cookie })).status).toBe(200);
});
