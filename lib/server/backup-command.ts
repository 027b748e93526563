import { backUp } from "@/db/backup";
import type { BackupMade } from "./backup-made";
import type { Outcome } from "./commands";

/** `greenlight backup FILE`: the database as it is now, beside a server that writes on. */
export async function backup(databaseFile: string, file: string): Promise<Outcome> {
  const startMs = performance.now();
  try {
    const { bytes, rows, hash, head } = await backUp(databaseFile, file);
    const seconds = Math.round(performance.now() - startMs) / 1000;
    return {
      done: true,
      value: { file, bytes, rows, hash, seconds, head } satisfies BackupMade,
      lines: [
        `${file}: ${bytes} bytes, ${rows} rows, in ${seconds} s; proved equal to the database`,
        `content ${hash}`,
        `event log up to row ${head.id}, ${head.hash}`,
      ],
    };
  } catch (error) {
    return refusal(error);
  }
}

/** Why nothing was made or put back. */
export function refusal(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  return { done: false, value: { error: message }, lines: [message] };
}
