import { z } from "zod";

/** What `greenlight backup FILE --json` prints, and the server that ran it reads. */
export const backupMade = z.object({
  file: z.string(),
  bytes: z.int(),
  rows: z.int(),
  hash: z.string(),
  seconds: z.number(),
  head: z.object({ id: z.int(), hash: z.string() }),
});

export type BackupMade = z.output<typeof backupMade>;
