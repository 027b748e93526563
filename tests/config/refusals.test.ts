import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "@/lib/server/config";
import { folderWith, mistakesOf } from "./folder";

test("a bomb of aliases is refused", async () => {
  const levels = [..."bcdefghi"].map(
    (level, at) => `${level}: &${level} [${Array(9).fill(`*${"abcdefghi"[at]}`)}]`,
  );
  const mistakes = await mistakesOf(`a: &a [x]\n${levels.join("\n")}`);
  expect(mistakes[0]).toContain("Excessive alias count");
});

test.each([
  ["many keys", Array.from({ length: 60_000 }, (_, key) => `key-${key}: 1`).join("\n")],
  ["deep brackets", "[".repeat(100_000)],
  ["explicit keys", `${"? ".repeat(2000)}\n`.repeat(200)],
  ["itself", "environments: &a { blue: *a }"],
])("a text made to hang or overflow the reader is refused soon: %s", async (_, text) => {
  expect(await mistakesOf(text)).not.toEqual([]);
});

test.each([
  ["2 MiB", "#".repeat(2 * 1024 * 1024), "it is larger than 1 MiB"],
  ["no UTF-8", new Uint8Array([0x61, 0xff, 0xfe]), "it is not UTF-8 text"],
])("a file of %s is refused", async (_, bytes, reason) => {
  expect(await mistakesOf(bytes)).toEqual([`greenlight.yaml: ${reason}`]);
});

test("a folder and a missing file are told apart", async () => {
  const cwd = folderWith();
  mkdirSync(join(cwd, "conf"));
  const reasonOf = async (name: string) => {
    const loaded = await loadConfig({ env: { GREENLIGHT_CONFIG: name }, cwd });
    return loaded.ok ? null : loaded.mistakes[0]?.message;
  };
  expect(await reasonOf("conf")).toBe("it is a folder; name the file in it");
  expect(await reasonOf("none.yaml")).toBe("there is no such file");
});
