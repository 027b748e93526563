import type { Db } from "@/db/schema";

/** Reads one row, whatever it is. @throws where the database cannot be read. */
export async function answersReads(db: Db): Promise<void> {
  await db.selectFrom("meta").select("key").limit(1).execute();
}
