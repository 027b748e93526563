import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { KINDS } from "@/lib/ingest/parse";

const text = (path: string): string => readFileSync(path, "utf8");
/** A page whose tables may be padded. */
const tables = (page: string): string => text(page).replaceAll(/ +/g, " ");
const under = (root: string, pattern: RegExp): string[] =>
  existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: "utf8" })
        .map((name) => join(root, name))
        .filter((path) => pattern.test(path))
    : [];

const PAGES = ["README.md", "CONTRIBUTING.md", ...under("docs", /\.md$/)].sort();
const SOURCES = ["app", "bin", "components", "db", "lib", "tests"].flatMap((root) =>
  under(root, /\.(ts|tsx|css|sh)$/),
);

/** The anchors that a page's titles have on a forge. */
const anchorsOf = (page: string): string[] =>
  [...text(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );

/** Why a link of a page leads nowhere; null where it leads somewhere. */
function broken(page: string, link: string): string | null {
  const [path = "", anchor] = link.split("#");
  if (path.startsWith("/")) return isPage(path) ? null : `${link}: the interface has no such page`;
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(target)) return `${link}: there is no ${target}`;
  if (anchor === undefined || anchorsOf(target).includes(anchor)) return null;
  return `${link}: ${target} has no title for #${anchor}`;
}

/** Documents lead to pages of the interface by their addresses in it. */
const isPage = (path: string) => existsSync(join("app/(pages)", path, "page.tsx"));

const isRelative = (link: string) => !/^(?:[a-z]+:|\/\/)/i.test(link);
const linksOf = (page: string): string[] =>
  [...text(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, markdown, html]) => markdown ?? html ?? "")
    .filter(isRelative);

test("there are pages to look at", () => {
  expect(PAGES.length).toBeGreaterThan(20);
  expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(30);
});

test.each(PAGES)("the links of %s lead somewhere", (page) => {
  expect(linksOf(page).flatMap((link) => broken(page, link) ?? [])).toEqual([]);
});

test("pages that the code names exist, with their titles", () => {
  const named = SOURCES.flatMap((source) =>
    [...text(source).matchAll(/\bdocs\/[\w./-]+\.md(?:#[\w-]+)?/g)].map(([link]) => ({ source, link })),
  );
  expect(named.length).toBeGreaterThan(4);
  expect(
    named.flatMap(({ source, link }) => {
      const why = broken("README.md", link);
      return why === null ? [] : `${source}: ${why}`;
    }),
  ).toEqual([]);
});

test("commands that the pages name are those of package.json", () => {
  const { scripts } = JSON.parse(text("package.json"));
  const named = PAGES.flatMap((page) =>
    [...text(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
  );
  expect(named).toContain("up");
  expect(named.filter((name) => !(name! in scripts))).toEqual([]);
});

test("the picture is made by a script that is there", () => {
  expect(existsSync("bin/screenshot.ts")).toBe(true);
  expect(text("bin/screenshot.ts")).toContain("docs/images/overview.png");
});

describe("docs/api.md", () => {
  const page = tables("docs/api.md");

  test.each(ENDPOINTS)("names $method $path with its permission", ({ method, path, permission }) => {
    expect(page).toContain(`| \`${method} ${path}\` | ${permission} |`);
  });

  test("names no endpoint that is not there", () => {
    const rows = [...page.matchAll(/^\| `([A-Z]+ \/[^`]*)`/gm)].map(([, row]) => row);
    expect(rows.filter((row) => !ENDPOINTS.some(({ method, path }) => row === `${method} ${path}`))).toEqual(
      [],
    );
  });
});

test.each(KINDS)("docs/formats.md has a chapter on %s", (kind) => {
  expect(anchorsOf("docs/formats.md")).toContain(kind);
});

describe("docs/architecture.md", () => {
  const table = /const MAY_IMPORT[^{]*\{(.*?)\n\};/s.exec(text("tests/architecture.test.ts"))?.[1] ?? "";
  const floors = [...table.matchAll(/^ {2}"?([\w/ ]+)"?: \[(.*)\],$/gm)].map(([, floor = "", list = ""]) => ({
    floor,
    imports: [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name),
  }));
  const printed = new Map(
    [...tables("docs/architecture.md").matchAll(/^\| `([\w/]+)`( routes)? \| ([^|]*) \|/gm)].map(
      ([, floor = "", routes = "", list = ""]) => [
        floor + routes,
        [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
      ],
    ),
  );

  test("prints every floor", () => {
    expect(floors.length).toBeGreaterThan(10);
    expect([...printed.keys()].sort()).toEqual(floors.map(({ floor }) => floor).sort());
  });

  test.each(floors)("prints what $floor may import", ({ floor, imports }) => {
    expect(printed.get(floor)?.sort()).toEqual(imports.sort());
  });
});

describe("docs/decisions", () => {
  const records = under("docs/decisions", /\d{4}-[\w-]+\.md$/).sort();

  test("are numbered without a gap, and all listed", () => {
    const numbers = records.map((path) => Number(/(\d{4})-[\w-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const listed = linksOf("docs/decisions/README.md").map((link) => join("docs/decisions", link));
    expect(listed.sort()).toEqual(records);
  });

  test.each(records)("%s says what would change our mind", (record) => {
    for (const part of ["Context", "Decision", "Consequences", "What would change our mind"])
      expect(text(record)).toContain(`**${part}.**`);
  });
});
