import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/domain/access";
import nextConfig from "@/next.config.mjs";

const filesUnder = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => `${root}/${name}`);

const app = filesUnder("app");
const text = (file: string) => readFileSync(file, "utf8");

/** Answers whatever is asked below /api and is no route; it reads nothing. */
const CATCH_ALL = "app/api/[...rest]/route.ts";
const routes = app.filter((file) => file.endsWith("/route.ts") && file !== CATCH_ALL);
const pages = app.filter((file) => file.endsWith("/page.tsx"));

/** What makes a route of contracts, each with the gate before it. */
const MADE =
  /^export const \{ GET, POST, PUT, PATCH, DELETE \} = (answer|answerWith|document|stream|command|commandTelling|together)\(/gm;
const WITHIN = /\b(?:answer|answerWith|document|stream|command|commandTelling)\(\s*(\w+)/g;

/** The names a file takes from contracts, each with the file it comes from. */
const contractsOf = (source: string): Map<string, string> =>
  new Map(
    [...source.matchAll(/import \{([^}]+)\} from "@\/(lib\/contract\/[\w-]+)";/g)].flatMap(
      ([, names, from]) => names!.split(",").map((name) => [name.trim(), `${from}.ts`] as const),
    ),
  );

describe("every route", () => {
  test.for(routes)("%s is made of contracts that say who may, and of nothing else", async (file) => {
    const source = text(file);
    expect(source.match(/^export /gm)).toHaveLength(1);
    expect(source.match(MADE)).toHaveLength(1);
    const contracts = contractsOf(source);
    const used = [...source.matchAll(WITHIN)].map(([, name]) => name!);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) {
      const module = await import(/* @vite-ignore */ resolve(contracts.get(name) ?? "no such contract"));
      expect(PERMISSIONS, name).toContain(module[name].permission);
    }
  });

  test("was looked at, and stands where no page is", () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter((file) => file.includes("("))).toEqual([]);
  });
});

describe("every page", () => {
  test("asks who visits, unless it is for who is not signed in", () => {
    const shut = pages.filter((file) => !file.startsWith("app/(access)/"));
    expect(shut.length).toBeGreaterThan(12);
    expect(shut.filter((file) => !file.startsWith("app/(pages)/"))).toEqual([]);
    expect(shut.filter((file) => !/\bawait visitor\(/.test(text(file)))).toEqual([]);
  });

  test("has the application from the one who let it in, and so has the frame around it", () => {
    const framed = app.filter((file) => file.startsWith("app/(pages)/") && file.endsWith(".tsx"));
    expect(framed.filter((file) => text(file).includes('"@/lib/server/app"'))).toEqual([]);
    expect(text("app/(pages)/layout.tsx")).toContain("await visitor()");
  });

  test("for who is not signed in is one of two", () => {
    expect(pages.filter((file) => file.startsWith("app/(access)/")).sort()).toEqual([
      "app/(access)/sign-in/page.tsx",
      "app/(access)/welcome/page.tsx",
    ]);
  });
});

/** Doors that others were broken into by; none of them is needed here. */
const BANNED: readonly (readonly [what: string, RegExp])[] = [
  ["server actions", /["']use server["']/],
  ["raw HTML", /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write/],
  ["Next's image optimizer", /["']next\/(legacy\/)?image["']/],
  ["scripts around the policy", /["']next\/script["']/],
  ["caches of Next, which know no visitor", /["']use cache|unstable_cache|["']next\/cache["']/],
  ["code from text", /\beval\(|new Function\(|\bsetTimeout\(\s*["'`]|["']node:vm["']/],
  [
    "a shell",
    /\bshell:\s*(true|["'`])|\bimport \{[^}]*\bexec(Sync)?\b[^}]*\} from ["'](node:)?child_process["']/,
  ],
  ["programs run in passing", /["']child_process["']/],
  ["a nonce that was not made for this answer", /\bnonce=/],
];

describe("nothing that runs", () => {
  const sources = ["app", "components", "lib", "db", "bin"]
    .flatMap(filesUnder)
    .concat("instrumentation.ts", "next.config.mjs")
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file));

  test.for(BANNED)("uses %s", ([, banned]) => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.filter((file) => banned.test(text(file)))).toEqual([]);
  });

  test("goes before Next's routes, or rewrites them", () => {
    for (const name of ["proxy", "middleware"])
      for (const file of [`${name}.ts`, `${name}.js`, `src/${name}.ts`, `app/${name}.ts`])
        expect(existsSync(file), file).toBe(false);
    expect(
      Object.keys(nextConfig).filter((name) => /rewrites|redirects|headers|experimental|i18n/.test(name)),
    ).toEqual([]);
  });

  test("shows how it is built, or takes pictures from elsewhere", () => {
    expect(nextConfig).toMatchObject({
      poweredByHeader: false,
      productionBrowserSourceMaps: false,
      images: { unoptimized: true },
    });
  });
});

test("the patterns find what they ban", () => {
  const examples = [
    '"use server";',
    "<p dangerouslySetInnerHTML={x} />",
    'import Image from "next/image";',
    'import Script from "next/script";',
    "'use cache'",
    'eval("1")',
    'import { spawn, exec } from "node:child_process";',
    'require("child_process")',
    "<script nonce={x} />",
  ];
  expect(examples.map((example) => BANNED.findIndex(([, banned]) => banned.test(example)))).toEqual(
    examples.map((_, at) => at),
  );
});

test("laws are played by the one seed of all tests", () => {
  const direct = filesUnder("tests").filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      file !== "tests/support/laws.ts" &&
      /^import .* from "fast-check"/m.test(text(file)),
  );
  expect(direct).toEqual([]);
});
