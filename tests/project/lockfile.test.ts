import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { filled, holes, type Lockfile } from "@/bin/fill-lockfile";

const lockfile: Lockfile = JSON.parse(readFileSync("package-lock.json", "utf8"));
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

/** Older ones have known holes that matter here; docs/decisions says which. */
const FLOORS = {
  next: "16.4.6",
  react: "19.3.0",
  "react-dom": "19.3.0",
  "better-auth": "1.7.25",
  "better-sqlite3": "13.0.0",
};

const atLeast = (found: string, floor: string) => found.localeCompare(floor, "en", { numeric: true }) >= 0;

test("every optional package of every platform is locked, so that npm ci works on all of them", () => {
  expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100);
  expect(holes(lockfile)).toEqual([]);
});

test("the lockfile names no registry, so that it installs from any", () => {
  expect(Object.entries(lockfile.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test("every version in package.json is exact and is the locked one", () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(lockfile.packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

test.each(Object.entries(FLOORS))("%s is at least %s wherever it is locked", (name, floor) => {
  const copies = Object.entries(lockfile.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  expect(copies.length).toBeGreaterThan(0);
  for (const [path, { version = "" }] of copies) expect(atLeast(version, floor), path).toBe(true);
});

test("the bundled SQLite is one that cannot corrupt a WAL database", () => {
  const db = new Database(":memory:");
  const version = db.prepare("select sqlite_version()").pluck().get();
  db.close();
  expect(atLeast(String(version), "3.51.3")).toBe(true);
});

test("a hole is filled with its exact version and the platform its name tells", () => {
  const parent = {
    version: "1.0.0",
    dev: true,
    optionalDependencies: { "@a/b-linux-arm-gnueabihf": "^1.2.3" },
  };
  const { packages } = filled({ packages: { "node_modules/parent": parent } });
  expect(packages["node_modules/@a/b-linux-arm-gnueabihf"]).toEqual({
    version: "1.2.3",
    cpu: ["arm"],
    libc: ["glibc"],
    os: ["linux"],
    dev: true,
    optional: true,
  });
});

test("a nested copy counts as an entry", () => {
  const packages = {
    "node_modules/a": { optionalDependencies: { b: "1.0.0" } },
    "node_modules/a/node_modules/b": { version: "1.0.0" },
  };
  expect(holes({ packages })).toEqual([]);
});
