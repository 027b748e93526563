import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firstAdministrator } from "@/lib/server/access/first-admin";
import { secretOf } from "@/lib/server/access/secret";
import { BadSettings } from "@/lib/server/app";
import { ADMIN, ADMIN_ENV } from "@/tests/support/access";
import { account, notedAccess, signIn } from "@/tests/support/account";
import { testApp } from "@/tests/support/app";
import { folder } from "@/tests/support/folder";
import { routed } from "@/tests/support/routes";

const started = async (env: Record<string, string>) => routed((await testApp({ env })).app);

test("the environment's administrator is made at the first start, once, and can sign in", async () => {
  const app = await started({ ...ADMIN_ENV, GREENLIGHT_ADMIN_EMAIL: "Ana@Example.org" });
  for (let start = 0; start < 3; start += 1) expect(await firstAdministrator(app)).toBeNull();
  expect((await signIn(ADMIN.email, ADMIN.password)).status).toBe(200);
  expect((await notedAccess(app)).slice(0, -1)).toMatchObject([
    { action: "access.user.created", actor: "system", origin: "environment", subject: ADMIN.email },
  ]);
});

test("with an administrator the environment's changes nothing: no account, no password", async () => {
  const app = await started(ADMIN_ENV);
  await account(app, ADMIN.email, "admin");
  await account(app, "ben@example.org", "admin");
  const before = await app.store.db.selectFrom("account").selectAll().execute();
  expect(await firstAdministrator(app)).toBeNull();
  expect(await app.store.db.selectFrom("account").selectAll().execute()).toEqual(before);
});

test("an account of another role is not made an administrator's: the start ends, and says so", async () => {
  const app = await started(ADMIN_ENV);
  await account(app, ADMIN.email, "operator");
  await expect(firstAdministrator(app)).rejects.toThrow(BadSettings);
  await expect(firstAdministrator(app)).rejects.toThrow(/ana@example\.org has an account already/);
});

test("an administrator who lost the password, and whose link has expired, gets the environment's", async () => {
  const app = await started(ADMIN_ENV);
  await account(app, ADMIN.email, "admin");
  await app.store.db.updateTable("account").set({ password: null }).execute();
  expect(await firstAdministrator(app)).toBeNull();
  expect((await signIn(ADMIN.email, ADMIN.password)).status).toBe(200);
});

test("a password that is common ends the start, without being shown", async () => {
  const app = await started({ ...ADMIN_ENV, GREENLIGHT_ADMIN_PASSWORD: "qwertyuiop123" });
  const failed = await firstAdministrator(app).catch((error: Error) => error);
  expect(failed).toBeInstanceOf(BadSettings);
  expect(String(failed)).toMatch(/GREENLIGHT_ADMIN_PASSWORD: .*common/);
  expect(String(failed)).not.toContain("qwerty");
});

test("without an administrator it starts for this machine alone", async () => {
  for (const host of ["0.0.0.0", "192.0.2.1", "::", "greenlight.example"]) {
    const app = await started({ HOST: host });
    await expect(firstAdministrator(app), host).rejects.toThrow(/user add EMAIL --role admin/);
    await account(app, "ben@example.org", "admin");
    expect(await firstAdministrator(app)).toBeNull();
  }
});

test("an administrator who is closed out, or was only invited long ago, is none", async () => {
  const app = await started({});
  const id = await account(app, "ben@example.org", "admin");
  await app.store.db.updateTable("account").set({ password: null }).where("userId", "=", id).execute();
  expect(await firstAdministrator(app)).toMatch(/\/welcome\?token=/);
});

test("what has expired is taken away at a start", async () => {
  const { app, clock } = await testApp({ env: ADMIN_ENV, nowMs: Date.now() });
  routed(app);
  await firstAdministrator(app);
  await signIn(ADMIN.email, ADMIN.password);
  clock.nowMs += 8 * 86_400_000;
  await firstAdministrator(app);
  expect(await app.store.db.selectFrom("session").selectAll().execute()).toEqual([]);
});

test("the secret of sessions is made once, for its owner alone, and for all who start together", async () => {
  const dataDir = join(folder(), "data");
  const secret = secretOf({ secret: null, dataDir });
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(secretOf({ secret: null, dataDir })).toBe(secret);
  expect((await stat(join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  await rm(join(dataDir, "secret"));
  expect(secretOf({ secret: null, dataDir })).not.toBe(secret);
  expect(secretOf({ secret: "of-the-environment-itself", dataDir })).toBe("of-the-environment-itself");
});

test("a secret that others may read is shut again", async () => {
  const dataDir = folder();
  await writeFile(join(dataDir, "secret"), `${"s".repeat(40)}\n`, { mode: 0o644 });
  expect(secretOf({ secret: null, dataDir })).toBe("s".repeat(40));
  expect((await stat(join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
});

test("a secret that cannot be read, or is none, ends the start with what to do, and stays as it is", async () => {
  const { app, folder: place } = await testApp();
  const file = join(place, "data", "secret");
  await writeFile(file, "short\n");
  await expect(firstAdministrator(app)).rejects.toThrow(/data\/secret.*5 characters.*GREENLIGHT_SECRET/);
  expect(await readFile(file, "utf8")).toBe("short\n");
  await rm(file);
  await mkdir(file);
  await expect(firstAdministrator(app)).rejects.toThrow(/EISDIR/);
});
