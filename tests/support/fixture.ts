import { readFileSync } from "node:fs";

/** A real file of the pipeline, as text. */
export const fixture = (file: string): string =>
  readFileSync(new URL(`../fixtures/economist-agents/${file}`, import.meta.url), "utf8");
