import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Who may import whom, the most particular folder first. docs/architecture.md prints this table. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "lib/domain": [],
  "lib/contract": ["lib/domain"],
  "lib/ingest": ["lib/contract", "lib/domain"],
  "lib/drivers": ["lib/contract", "lib/domain"],
  "lib/demo": ["lib/domain"],
  "lib/client": ["lib/contract", "lib/domain"],
  "lib/server": ["db", "db/queries", "lib/ingest", "lib/drivers", "lib/contract", "lib/domain"],
  "lib/workers": ["lib/server", "lib/demo", "lib/drivers", "lib/contract", "lib/domain"],
  "db/queries": ["db", "lib/contract", "lib/domain"],
  db: ["lib/contract", "lib/domain"],
  components: ["lib/client", "lib/contract", "lib/domain"],
  "app routes": ["lib/server", "db/queries", "lib/contract", "lib/domain"],
  app: ["components", "lib/client", "lib/server", "lib/contract", "lib/domain"],
};

/** Packages that only some floors may know. */
const KNOWN_TO: [RegExp, (home: string) => boolean][] = [
  [/^(kysely|better-sqlite3)$/, (home) => home.startsWith("db")],
  [/^(better-auth|rate-limiter-flexible|@zxcvbn-ts)(\/|$)/, (home) => home === "lib/server"],
  [/^node:/, (home) => !/^(lib\/(domain|contract|client)|components)$/.test(home)],
  [/^(react|next)(\/|$)/, (home) => !/^(lib\/(domain|contract|ingest|drivers|demo)|db)/.test(home)],
];

const ROOTS = ["app", "components", "lib", "db", "bin", "bench", "tests"];
const isSource = (path: string) => /\.(ts|tsx|mjs|css|sh)$/.test(path) && !path.startsWith("tests/fixtures/");
const sources = ROOTS.filter((root) => existsSync(root))
  .flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => `${root}/${name}`),
  )
  .filter(isSource);
const housed = sources.filter((path) => /^(app|components|lib|db)\/.*\.tsx?$/.test(path));

function homeOf(path: string): string {
  if (path.startsWith("app/") && /\/route\.ts$/.test(path)) return "app routes";
  return Object.keys(MAY_IMPORT).find((home) => path.startsWith(`${home}/`)) ?? path;
}

const importsOf = (file: string) =>
  [...readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => name!);

function allowed(home: string, name: string): boolean {
  if (name.startsWith("../")) return false;
  if (name.startsWith("./")) return true;
  if (name.startsWith("@/")) return [home, ...(MAY_IMPORT[home] ?? [])].includes(homeOf(name.slice(2)));
  return KNOWN_TO.every(([packages, knows]) => !packages.test(name) || knows(home));
}

describe("the house", () => {
  test("was looked at", () => {
    expect(sources.length).toBeGreaterThan(15);
    for (const floor of ["lib/domain", "lib/contract", "lib/server", "db", "app"]) {
      if (existsSync(floor))
        expect(
          housed.filter((path) => path.startsWith(`${floor}/`)),
          floor,
        ).not.toEqual([]);
    }
    if (housed.length > 20) expect(housed.flatMap(importsOf).length).toBeGreaterThan(housed.length);
  });

  test("has a floor for every file", () => {
    expect(housed.filter((path) => !(homeOf(path) in MAY_IMPORT))).toEqual([]);
  });

  test.for(housed)("%s imports only what its floor may", (file) => {
    expect(importsOf(file).filter((name) => !allowed(homeOf(file), name))).toEqual([]);
  });

  test("has no file longer than 300 lines", () => {
    const lines = (path: string) => readFileSync(path, "utf8").split("\n").length - 1;
    expect(sources.filter((path) => lines(path) > 300)).toEqual([]);
  });

  test("has no drawer for everything, and no barrel", () => {
    const drawer = /(^|\/)(utils?|helpers?|misc|common)(\/|\.[^/]*$)/;
    const barrel = (path: string) =>
      /\/index\.tsx?$/.test(path) && /^export .* from "/m.test(readFileSync(path, "utf8"));
    expect(sources.filter((path) => drawer.test(path) || barrel(path))).toEqual([]);
  });

  test("has no server action, no raw HTML and no way around the type checker", () => {
    const banned = /["']use server["']|dangerouslySetInnerHTML|@ts-(ignore|nocheck)|biome-ignore-all/;
    expect(housed.filter((path) => banned.test(readFileSync(path, "utf8")))).toEqual([]);
  });

  test("has route files of under 15 lines", () => {
    const routes = housed.filter((path) => homeOf(path) === "app routes");
    expect(routes.filter((path) => readFileSync(path, "utf8").trimEnd().split("\n").length >= 15)).toEqual(
      [],
    );
  });
});

describe("the linter", () => {
  const { rules } = JSON.parse(readFileSync("biome.json", "utf8")).linter;

  test("refuses import cycles, any and barrels", () => {
    expect(rules.suspicious).toMatchObject({ noImportCycles: "error", noExplicitAny: "error" });
    expect(rules.performance).toMatchObject({ noBarrelFile: "error" });
  });
});

describe("the table", () => {
  test.each([
    ["app/api/usage/route.ts", "@/db/queries/usage", true],
    ["app/api/usage/route.ts", "@/components/tile", false],
    ["app/page.tsx", "@/db/queries/usage", false],
    ["components/tile.tsx", "@/lib/server/context", false],
    ["lib/domain/money.ts", "@/lib/contract/usage", false],
    ["lib/domain/money.ts", "node:fs", false],
    ["lib/server/ingest.ts", "@/db/open", true],
    ["lib/server/ingest.ts", "kysely", false],
    ["db/queries/usage.ts", "../open", false],
  ])("%s imports %s: %s", (file, name, answer) => {
    expect(allowed(homeOf(file), name)).toBe(answer);
  });
});
