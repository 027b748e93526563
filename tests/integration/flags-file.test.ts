import { mkdir, readdir, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Identity } from "@/lib/domain/access";
import { flagsFile, flagsFileOf } from "@/lib/server/flags/file";
import { flagSwitched, flagsOf } from "@/lib/server/flags/flags";
import { testApp } from "@/tests/support/app";

const WHO = { actor: "ada", address: "127.0.0.1" } as Identity;

async function withFile(config = "flags: { file: flags.json, defaults: { fast: false } }") {
  const { app, folder } = await testApp({ config: [config] });
  const path = join(folder, "flags.json");
  const keep = () => flagsFile(app).keep();
  const said = async () => JSON.parse(await readFile(path, "utf8"));
  const put = (name: string, enabled: boolean) =>
    flagSwitched(app, { params: { name }, body: { enabled, reason: "so" }, who: WHO });
  const edits = async () =>
    (await app.store.db.selectFrom("event").select(["action", "before", "after"]).execute()).filter(
      ({ action }) => action === "flags.file.restored",
    );
  return { app, folder, path, keep, said, put, edits };
}

const ALL = { flow: true, rag: true, telemetry: true, fast: false };

test("is written at the start, whole, and with each switch", async () => {
  const { keep, said, put, folder, app } = await withFile();
  await keep();
  expect(await said()).toEqual(ALL);
  await put("rag", false);
  expect(await said()).toEqual({ ...ALL, rag: false });
  expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect((await flagsOf(app)).file).toMatchObject({ error: null });
});

test("keeps fields that are no flags, and is not written where it says the same", async () => {
  const { keep, said, path } = await withFile();
  await writeFile(path, JSON.stringify({ note: "ours", rag: false }));
  await keep();
  expect(await said()).toEqual({ note: "ours", ...ALL });
  const before = await stat(path, { bigint: true });
  await keep();
  expect((await stat(path, { bigint: true })).ino).toBe(before.ino);
});

test.each(["{", "[]", "null", '"rag"', ""])("replaces what is no object: %s", async (text) => {
  const { keep, said, path } = await withFile();
  await writeFile(path, text);
  await keep();
  expect(await said()).toEqual(ALL);
});

test("an edit by hand is put back, and noted with what it said; one that is gone is written again", async () => {
  const { keep, said, path, edits } = await withFile();
  await keep();
  await writeFile(path, JSON.stringify({ ...ALL, rag: false }));
  await keep();
  expect(await said()).toEqual(ALL);
  expect(await edits()).toMatchObject([
    { before: JSON.stringify({ ...ALL, rag: false }), after: JSON.stringify(ALL) },
  ]);
  await unlink(path);
  await keep();
  expect([await said(), (await edits()).length]).toEqual([ALL, 1]);
});

test("a switch that has not reached the file yet is no edit", async () => {
  const { keep, put, said, edits, path, app } = await withFile();
  await keep();
  const before = await readFile(path, "utf8");
  await put("rag", false);
  await writeFile(path, before);
  await app.store.db.updateTable("flag").set({ enabled: 1 }).execute();
  await keep();
  expect([await said(), await edits()]).toEqual([ALL, []]);
});

test("what keeps it from being written is shown, and no switch fails of it", async () => {
  const { app, keep, put, path } = await withFile();
  await mkdir(path);
  await keep();
  expect((await flagsOf(app)).file).toEqual({
    path,
    error: expect.stringMatching(/^cannot be (read|written) \(E/),
  });
  expect(await put("rag", false)).toMatchObject({ enabled: false });
});

test("the demo has a file of its own, and settings without one have none", async () => {
  const { app } = await testApp({ env: { GREENLIGHT_DEMO: "1" } });
  expect(flagsFileOf(app)).toBe(join(app.databaseFile, "..", "flags.json"));
  const { app: plain } = await testApp();
  await flagsFile(plain).keep();
  expect(await flagsOf(plain)).toMatchObject({ file: null });
});
