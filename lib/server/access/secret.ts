import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A shorter one was cut off, or written by hand: the library would sign with a secret that everybody knows. */
const LENGTH_MIN = 24;

/**
 * What sessions are signed with: GREENLIGHT_SECRET, else 256 random bits kept beside the database for its owner alone.
 * Of two processes that begin at once both get what the first wrote. Where the file is lost there is a new one, and
 * everybody has to sign in again.
 *
 * @throws Error in words for whoever starts the server: the file cannot be read, or is no secret
 */
export function secretOf({ secret, dataDir }: { secret: string | null; dataDir: string }): string {
  if (secret !== null) return secret;
  const file = join(dataDir, "secret");
  const kept = keptIn(file);
  if (kept !== null) return kept;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return keptIn(file) ?? unusable(file, "it is gone again");
}

function keptIn(file: string): string | null {
  try {
    const secret = readFileSync(file, "utf8").trim();
    if (secret.length < LENGTH_MIN) return unusable(file, `it has ${secret.length} characters`);
    chmodSync(file, 0o600);
    return secret;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return error.code === "ENOENT" ? null : unusable(file, String(error.code));
  }
}

function unusable(file: string, why: string): never {
  throw new Error(
    `${file}, with which sessions are signed, cannot be used: ${why}. Give it back to the user of this process, ` +
      "set GREENLIGHT_SECRET, or remove it: then everybody has to sign in again",
  );
}
