// Run after each `npm install`: bash bin/node.sh bin/fill-lockfile.ts
// A registry mirror may lack packages of platforms it does not serve. npm then leaves them out of the lockfile,
// and `npm ci` refuses that lockfile on every platform.
import { readFileSync, writeFileSync } from "node:fs";

interface Locked {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, Locked>;
}

/** Optional dependencies of locked packages that have no entry of their own, as [parent's path, name, range]. */
export function holes({ packages }: Lockfile): [string, string, string][] {
  return Object.entries(packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lookups(parent, name).some((path) => path in packages))
      .map(([name, range]): [string, string, string] => [parent, name, range]),
  );
}

/** Fills every hole at the top level and returns the lockfile with its packages in npm's order. */
export function filled(lockfile: Lockfile): Lockfile {
  const packages = { ...lockfile.packages };
  for (const [parent, name, range] of holes(lockfile)) {
    const version = range.replace(/^[~^]/, "");
    if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(version))
      throw new Error(`${name}: "${range}" names no exact version`);
    const dev = packages[parent]?.dev ? { dev: true } : {};
    packages[`node_modules/${name}`] = { version, ...platform(name), ...dev, optional: true };
  }
  const byPath = ([a]: [string, Locked], [b]: [string, Locked]) => a.localeCompare(b, "en");
  return { ...lockfile, packages: Object.fromEntries(Object.entries(packages).sort(byPath)) };
}

/** Where Node looks for `name` from the package at `parent`, nearest first. */
function lookups(parent: string, name: string): string[] {
  const here = `${parent === "" ? "" : `${parent}/`}node_modules/${name}`;
  if (parent === "") return [here];
  return [here, ...lookups(parent.slice(0, Math.max(0, parent.lastIndexOf("/node_modules/"))), name)];
}

const OS = /\b(android|darwin|freebsd|linux|openharmony|win32)\b/;
const CPU = /\b(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|wasm32|x64)\b/;
const LIBC = { gnu: "glibc", musl: "musl" };

/** Such packages carry their platform in their name: @next/swc-linux-x64-gnu. */
function platform(name: string): Pick<Locked, "os" | "cpu" | "libc"> {
  const [os, cpu] = [OS.exec(name)?.[1], CPU.exec(name)?.[1]];
  const libc = os === "linux" ? /-(gnu|musl)(eabi\w*)?$/.exec(name)?.[1] : undefined;
  if (!cpu) throw new Error(`${name} does not say which platform it is for`);
  return {
    cpu: [cpu],
    ...(libc === "gnu" || libc === "musl" ? { libc: [LIBC[libc]] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}

if (import.meta.main) {
  const lockfile: Lockfile = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const missing = holes(lockfile);
  if (missing.length > 0)
    writeFileSync("package-lock.json", `${JSON.stringify(filled(lockfile), null, 2)}\n`);
  console.log(`${missing.length} entries added to package-lock.json`);
}
