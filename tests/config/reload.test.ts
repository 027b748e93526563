import { renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openConfig } from "@/lib/server/config-file";
import { mistakeText } from "@/lib/server/config-mistake";
import { folderWith } from "./folder";

async function opened(text?: string) {
  const cwd = folderWith(text);
  const clock = { ms: 1000 };
  const opening = await openConfig({ env: {}, cwd }, () => clock.ms);
  if (!opening.ok) throw new Error("did not open");
  const file = join(cwd, "greenlight.yaml");
  const { config } = opening;
  return {
    config,
    clock,
    file,
    write: (next: string) => writeFileSync(file, next),
    look: async () => (await config.reloadIfChanged()).kind,
    faults: () => config.mistakes.map(mistakeText),
  };
}

test("a file that does not change is not applied again", async () => {
  const { look } = await opened("metrics: public");
  expect([await look(), await look()]).toEqual(["unchanged", "unchanged"]);
});

test("an edit is in force at the next look", async () => {
  const { config, look, write } = await opened("metrics: public");
  write("metrics: keyed");
  expect(await look()).toBe("applied");
  expect(config.settings.metrics).toBe("keyed");
  expect(await look()).toBe("unchanged");
});

test("an edit of the same length and the same time stamp is seen", async () => {
  const { config, file, look, write } = await opened("timezone: UTC # a");
  utimesSync(file, 1, 1);
  await look();
  write("timezone: GMT # a");
  utimesSync(file, 1, 1);
  expect(await look()).toBe("applied");
  expect(config.settings.timezone).toBe("GMT");
});

test("a touched file changes nothing", async () => {
  const { file, look } = await opened("metrics: public");
  utimesSync(file, 5, 5);
  expect(await look()).toBe("unchanged");
});

test("a wrong edit keeps the last good settings, says so once, and is forgotten when it is put right", async () => {
  const { config, look, write, faults } = await opened("metrics: public");
  write("metrics: pubic");
  expect(await look()).toBe("broken");
  expect(await look()).toBe("unchanged");
  expect(config.settings.metrics).toBe("public");
  expect(faults()).toEqual([
    'greenlight.yaml:1:10 metrics: found "pubic", allowed: keyed, public; did you mean "public"?',
  ]);
  write("metrics: public");
  expect(await look()).toBe("applied");
  expect(faults()).toEqual([]);
});

test("a write caught halfway has two seconds to be finished", async () => {
  const { clock, config, look, write, faults } = await opened("metrics: public");
  write("access: { anonym");
  expect(await look()).toBe("unchanged");
  clock.ms += 1999;
  expect(await look()).toBe("unchanged");
  expect(faults()).toEqual([]);
  write("access: { anonymous: viewer }");
  expect(await look()).toBe("applied");
  expect(config.settings.access.anonymous).toBe("viewer");
});

test.each([
  ["no YAML", (file: string) => writeFileSync(file, "sources: ["), "greenlight.yaml:1:11 "],
  ["empty", (file: string) => truncateSync(file), "greenlight.yaml: the file is empty"],
  ["gone", (file: string) => rmSync(file), "greenlight.yaml: the file is gone"],
])("a file that is %s for two seconds is broken, and comes back", async (_, spoil, fault) => {
  const { clock, config, file, look, write, faults } = await opened("metrics: public");
  spoil(file);
  expect(await look()).toBe("unchanged");
  clock.ms += 2000;
  expect(await look()).toBe("broken");
  expect(await look()).toBe("unchanged");
  expect(faults()[0]).toContain(fault);
  expect(config.settings.metrics).toBe("public");
  write("metrics: public");
  expect(await look()).toBe("applied");
  expect(faults()).toEqual([]);
});

test("a file that is replaced by renaming is applied without a gap", async () => {
  const { config, file, look } = await opened("metrics: public");
  writeFileSync(`${file}.new`, "metrics: keyed");
  renameSync(`${file}.new`, file);
  expect(await look()).toBe("applied");
  expect(config.settings.metrics).toBe("keyed");
});

test("a file that appears later is applied, and its absence before was no mistake", async () => {
  const { clock, config, look, write, faults } = await opened();
  clock.ms += 5000;
  expect(await look()).toBe("unchanged");
  expect(faults()).toEqual([]);
  write("metrics: public");
  expect(await look()).toBe("applied");
  expect(config.settings.file).toBe("greenlight.yaml");
});

test("a file that appears broken and goes away again leaves no mistake behind", async () => {
  const { clock, file, look, write, faults } = await opened();
  write("metrics: 3");
  expect(await look()).toBe("broken");
  rmSync(file);
  expect(await look()).toBe("unchanged");
  clock.ms += 2000;
  expect(await look()).toBe("applied");
  expect(faults()).toEqual([]);
});
