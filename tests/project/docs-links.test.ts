import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_RULE_NAMES, runbookOf } from "@/lib/domain/default-rules";
import { filled, placesOf } from "@/lib/domain/docs-fill";
import { errorSection, heldSection, leadOf, pathOf } from "@/lib/domain/docs-links";
import { MESSAGE_PLACES, POST_MORTEM_PLACES } from "@/lib/domain/docs-places";
import { HELD_REASONS } from "@/lib/domain/release";
import { ERROR_CLASSES } from "@/lib/domain/signals";
import { sectionsOf } from "@/lib/server/docs/outline";
import { Shelf } from "@/lib/server/docs/shelf";

const documents = await new Shelf("docs").documents();
const text = (path: string) => readFileSync(path, "utf8");

/** Every address that the documents have in the interface. */
const ADDRESSES = new Set(
  documents.flatMap(({ name, sections }) => [
    pathOf(name),
    ...sections.filter(({ anchor }) => anchor !== "").map(({ anchor }) => `${pathOf(name)}#${anchor}`),
  ]),
);

test("the documents are there with their sections", () => {
  expect(documents.length).toBeGreaterThan(50);
  expect(ADDRESSES.size).toBeGreaterThan(200);
});

describe("there is a section for", () => {
  test.each(DEFAULT_RULE_NAMES)("the rule %s, of its own", (rule) => {
    expect(runbookOf(rule)).toBe(`/docs/runbook#${rule}`);
    expect(ADDRESSES).toContain(runbookOf(rule));
  });

  test("rules that somebody has added", () => {
    expect(ADDRESSES).toContain(runbookOf("mine"));
  });

  test.each(HELD_REASONS)("a release that is held for %s", (reason) => {
    expect(ADDRESSES).toContain(heldSection(reason));
  });

  test.each(ERROR_CLASSES)("errors of the class %s", (name) => {
    expect(ADDRESSES).toContain(errorSection(name));
  });

  test("whatever the code leads to", () => {
    const sources = ["app", "components", "lib"].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => `${root}/${name}`),
    );
    const named = sources
      .filter((path) => /\.tsx?$/.test(path))
      .flatMap((path) =>
        [...text(path).matchAll(/["`](\/docs\/[\w/-]+(?:#[\w-]+)?)["`?]|runbookSection\("([\w-]+)"\)/g)].map(
          ([, address, section]) => address ?? `/docs/runbook#${section}`,
        ),
      );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((address) => !ADDRESSES.has(address))).toEqual([]);
  });

  test("whatever a release tells of", () => {
    const words = text("lib/domain/notification-words.ts");
    const sections = [...words.matchAll(/runbook: "([\w-]+)"/g)].map(([, section]) => section);
    expect(sections.length).toBeGreaterThan(3);
    expect(sections.filter((section) => !ADDRESSES.has(`/docs/runbook#${section}`))).toEqual([]);
  });
});

describe("in the interface", () => {
  const links = documents.flatMap(({ name, text: markdown }) =>
    [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = ""]) => ({
      name,
      href,
      lead: leadOf(href, name),
    })),
  );
  /** From within a document. */
  const whole = (name: string, path: string) => (path.startsWith("#") ? `${pathOf(name)}${path}` : path);

  test("every link to a document leads to a page and a section that are there", () => {
    const pages = links.filter(({ lead }) => lead.kind === "page" && /^(#|\/docs\/)/.test(lead.path));
    expect(pages.length).toBeGreaterThan(100);
    expect(
      pages.filter(({ name, lead }) => lead.kind === "page" && !ADDRESSES.has(whole(name, lead.path))),
    ).toEqual([]);
  });

  test("what leads to neither is a file of the repository, or an address with its protocol", () => {
    const others = links.filter(({ lead }) => lead.kind !== "page");
    for (const { href, lead } of others)
      expect(
        lead.kind === "elsewhere" ? lead.url : text(lead.kind === "file" ? lead.path : ""),
        href,
      ).toBeTruthy();
  });
});

describe("what is filled in", () => {
  const PLACES: Record<string, readonly string[]> = {
    "post-mortem": POST_MORTEM_PLACES,
    "communication-plan": MESSAGE_PLACES,
  };
  const placesOfDocument = (name: string) =>
    placesOf(documents.find((one) => one.name === name)?.text ?? "").sort();

  test.each(Object.keys(PLACES))("%s has every place of its list, and no other", (name) => {
    expect(placesOfDocument(name)).toEqual([...PLACES[name]!].sort());
  });

  test("no other document has places", () => {
    const others = documents.filter(({ name }) => !(name in PLACES));
    expect(others.filter((document) => placesOf(withoutCode(document.text)).length > 0)).toEqual([]);
  });

  test("messages alone have places in the communication plan", () => {
    const plan = documents.find(({ name }) => name === "communication-plan")?.text ?? "";
    expect(placesOf(plan.replace(/^```message [^\n]+\n.*?^```$/gms, ""))).toEqual([]);
  });

  test("a place that is in no list is a mistake", () => {
    expect(() => filled("It is {{verison}}.", { version: "v1" })).toThrow('there is no figure "verison"');
    expect(() => filled("{{constructor}}", {})).toThrow(RangeError);
  });
});

/** Code of documents may hold braces of its own. */
const withoutCode = (markdown: string): string => markdown.replace(/```.*?```|`[^`]*`/gs, "");

test("titles have the same anchors as on a forge", () => {
  const sections = sectionsOf(
    "# A\n\n## `GET /api/x` & more\n\n## Twice\n\n## Twice\n\n### [Link](x.md) – *it*\n",
  );
  expect(sections.map(({ anchor }) => anchor)).toEqual([
    "",
    "get-apix--more",
    "twice",
    "twice-1",
    "link--it",
  ]);
});
