import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { builtServer, ownFolder } from "@/tests/support/built-server";
import { greenlight as run } from "@/tests/support/greenlight";
import { ask } from "@/tests/support/http";
import { run as execution, roi } from "@/tests/support/roi";

test("backed up while it serves, refused a restore while it serves, and restored while it is stopped", async () => {
  const folder = await ownFolder();
  const server = await builtServer({ folder });
  const push = (...names: string[]) =>
    ask(`${server.url}/api/ingest/execution-roi`, { body: roi(...names.map((name) => execution(name))) });
  const executions = async () => (await ask(`${server.url}/api/summary?range=all`)).body.executions;
  expect(await push("one", "two")).toMatchObject({ status: 200 });
  expect((await run(folder, ["backup", "copy.db"])).code).toBe(0);
  expect(await push("three")).toMatchObject({ status: 200 });

  const refused = await run(folder, ["restore", "copy.db"]);
  expect(refused.code).toBe(1);
  expect(refused.out).toContain(
    `the server with process id ${server.pid} has the database open, on port ${server.port} since 20`,
  );
  expect(await executions()).toBe(3);

  expect(await server.stop()).toBe(0);
  expect((await run(folder, ["restore", "copy.db"])).code).toBe(0);
  await server.restart();
  expect(await executions()).toBe(2);
  const { body } = await ask(`${server.url}/api/audit?range=all&action=backup`);
  expect(body.events).toMatchObject([{ action: "backup.restored", actor: "cli", subject: "copy.db" }]);
  expect((await run(folder, ["audit", "verify"])).code).toBe(0);
});

test("a second server on the same data is refused by the name of the first, which serves on", async () => {
  const folder = await ownFolder();
  const server = await builtServer({ folder });
  const second = spawn(process.execPath, ["--disable-proto=delete", "bin/serve.ts"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      GREENLIGHT_DATA_DIR: join(folder, "data"),
      GREENLIGHT_CONFIG: join(folder, "greenlight.yaml"),
      PORT: "0",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  second.stderr.on("data", (piece: Buffer) => {
    told += piece.toString();
  });
  const [code] = await once(second, "close");
  expect(code).toBe(1);
  expect(told).toContain(
    `Greenlight cannot start: the server with process id ${server.pid} has the database open, on port ${server.port} since 20`,
  );
  expect(await ask(`${server.url}/readyz`)).toMatchObject({ status: 200 });
  await server.kill9();
  await server.restart();
  expect(await ask(`${server.url}/readyz`)).toMatchObject({ status: 200 });
});

test("makes scheduled backups by itself, and reads its database once", async () => {
  const folder = await ownFolder();
  const server = await builtServer({ folder, config: ["backup: { every: 1h, keep: 3 }"] });
  const settings = async () => (await ask(`${server.url}/api/settings`)).body;
  await vi.waitFor(
    async () => {
      const { backups, database } = await settings();
      expect(backups).toMatchObject({ kept: 1, keep: 3, every_s: 3600, failure: null });
      expect(database.check).toMatchObject({ problems: [] });
    },
    { timeout: 60_000, interval: 250 },
  );
  const kept = join(folder, "data", "backups");
  const [name = "", ...more] = readdirSync(kept);
  expect({ name, more }).toEqual({ name: expect.stringMatching(/^greenlight-\d{8}T\d{6}Z\.db$/), more: [] });
  expect([kept, join(kept, name)].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual([
    "700",
    "600",
  ]);
  const copy = new Database(join(kept, name), { readonly: true });
  expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
  copy.close();
  const { body } = await ask(`${server.url}/api/audit?range=all&action=backup`);
  expect(body.events).toMatchObject([{ action: "backup.made", actor: "system", subject: name }]);
  expect(await server.stop()).toBe(0);
  expect(server.log()).not.toMatch(/Error|failed/);
});
