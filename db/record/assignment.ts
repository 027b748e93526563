import type { Tx } from "@/db/schema";
import type { Environment } from "@/lib/domain/environment";

interface Assignment {
  key: string;
  environment: Environment;
  atMs: number;
  epoch: number;
}

/** Records which environment a job was given; once for each split, however often it asks. */
export async function recordAssignment(tx: Tx, { key, environment, atMs, epoch }: Assignment): Promise<void> {
  const known = await tx
    .selectFrom("assignment")
    .select("epoch")
    .where("job_key", "=", key)
    .where("epoch", "=", epoch)
    .executeTakeFirst();
  if (known !== undefined) return;
  await tx
    .insertInto("assignment")
    .values({ job_key: key, at_ms: atMs, environment, epoch })
    .onConflict((conflict) => conflict.columns(["job_key", "at_ms"]).doNothing())
    .execute();
}

/** Of a job that no split has given to anybody: it never counts among those that one gave. */
const BY_NO_SPLIT = -1;

/** Records that somebody has given a job to an environment, whatever the split says. The last word counts. */
export async function recordGiven(
  tx: Tx,
  { key, environment, atMs }: Omit<Assignment, "epoch">,
): Promise<void> {
  const given = { environment, epoch: BY_NO_SPLIT };
  await tx
    .insertInto("assignment")
    .values({ job_key: key, at_ms: atMs, ...given })
    .onConflict((conflict) => conflict.columns(["job_key", "at_ms"]).doUpdateSet(given))
    .execute();
}
