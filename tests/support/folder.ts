import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder of the running test. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "greenlight-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
