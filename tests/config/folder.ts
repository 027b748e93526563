import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { loadConfig } from "@/lib/server/config";
import { mistakeText } from "@/lib/server/config-mistake";

export const CONTRACT = readFileSync(
  fileURLToPath(new URL("../fixtures/config/contract.yaml", import.meta.url)),
  "utf8",
);

/** A folder of the running test, with greenlight.yaml in it where a text is given. */
export function folderWith(text?: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "greenlight-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (text !== undefined) writeFileSync(join(folder, "greenlight.yaml"), text);
  return folder;
}

export const load = (text?: string | Uint8Array, env: Record<string, string> = {}) =>
  loadConfig({ env, cwd: folderWith(text) });

export async function settingsOf(text?: string, env: Record<string, string> = {}) {
  const loaded = await load(text, env);
  if (!loaded.ok) throw new Error(loaded.mistakes.map(mistakeText).join("\n"));
  return loaded.settings;
}

export async function mistakesOf(
  text?: string | Uint8Array,
  env: Record<string, string> = {},
): Promise<string[]> {
  const loaded = await load(text, env);
  return loaded.ok ? [] : loaded.mistakes.map(mistakeText);
}
