import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { template } from "@/lib/contract/checklist-template";
import { checkConfig } from "@/lib/server/config";
import { blocksOf } from "@/tests/support/doc-blocks";
import { folderWith, mistakesOf } from "./folder";

const page = readFileSync("docs/configuration.md", "utf8");

describe("the examples of docs/configuration.md", () => {
  const examples = blocksOf(page, "yaml");
  const settings = examples.filter(({ text }) => !text.startsWith("items:"));

  test.each(settings)("$name can be taken as it is", async ({ text }) => {
    expect(await mistakesOf(text)).toEqual([]);
  });

  test("can be taken together, in one file", async () => {
    expect(settings.length).toBeGreaterThan(5);
    expect(await mistakesOf(settings.map(({ text }) => text).join("\n"))).toEqual([]);
  });

  test("a list of a release is one", () => {
    const lists = examples.filter(({ text }) => text.startsWith("items:"));
    expect(lists).toHaveLength(1);
    for (const { text } of lists) expect(template.safeParse(parse(text)).error).toBeUndefined();
  });

  test("a mistake is told in the words that the page shows", async () => {
    const shown =
      blocksOf(page, "")
        .find(({ text }) => text.startsWith("greenlight.yaml:"))
        ?.text.trim() ?? "";
    const source = "  - kind: log\n    path: a\n";
    const text = `${"# notes\n".repeat(6)}sources:\n${source}${source}${source.replace("log", "exection-roi")}`;
    const told = await checkConfig(join(folderWith(text), "greenlight.yaml"));
    const [begin = "", end = ""] = shown.split(", …");
    expect(told.text).toContain(begin);
    expect(told.text).toContain(end);
  });
});
