import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { build } from "esbuild";

/** Below it, so that a program there finds the packages that are left out of it. */
const FOLDER = "node_modules/.cache/greenlight-tests";

/** With parts of their own beside their code. */
const LEFT_OUT = ["better-sqlite3", "pino", "prom-client", "nodemailer"];

/** Of packages written for `require`. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

const made = new Map<string, Promise<string>>();

/**
 * A program of ours as one file for Node, so that what starts it again and again does not load a thousand modules each
 * time: a start takes a quarter of what it takes with `tsx`. @returns its path
 */
export function compiled(program: string): Promise<string> {
  const known = made.get(program);
  if (known !== undefined) return known;
  const making = make(program);
  made.set(program, making);
  return making;
}

async function make(program: string): Promise<string> {
  const file = resolve(FOLDER, `${basename(program, ".ts")}.mjs`);
  const { outputFiles } = await build({
    entryPoints: [program],
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node26",
    external: LEFT_OUT,
    banner: { js: REQUIRE },
    logLevel: "error",
  });
  await mkdir(FOLDER, { recursive: true });
  // Whole at once: tests of another process may make the same, or be starting it.
  const own = `${file}.${process.pid}`;
  for (const { contents } of outputFiles) await writeFile(own, contents);
  await rename(own, file);
  return file;
}
