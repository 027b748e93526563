import { basename } from "node:path";
import { restore as putBack } from "@/db/restore";
import { refusal } from "./backup-command";
import type { Outcome } from "./commands";

/** `greenlight restore FILE`: a backup in the place of the database, while nobody has that open. */
export async function restore(databaseFile: string, file: string, nowMs: number): Promise<Outcome> {
  try {
    const event = {
      atMs: nowMs,
      actor: "cli",
      origin: "cli",
      action: "backup.restored",
      subject: basename(file),
    };
    const { rows, hash, aside } = await putBack(file, databaseFile, event);
    return {
      done: true,
      value: { file, database: databaseFile, rows, hash, aside },
      lines: [
        `${databaseFile}: restored from ${file}, ${rows} rows, content ${hash}`,
        aside === null ? "there was no database before" : `the database before is kept as ${aside}`,
        "keys and people are as they were then: revoke anew what was revoked since",
      ],
    };
  } catch (error) {
    return refusal(error);
  }
}
