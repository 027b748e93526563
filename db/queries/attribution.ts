import { inChunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import type { Environment } from "@/lib/domain/environment";

/** For how long after it was assigned a job's records count for its environment. */
const ASSIGNED_MS = 86_400_000;

export interface Job {
  /** As `topicKey` makes it; null where a record names none. */
  key: string | null;
  atMs: number;
}

/** Which environment a job's record belongs to; null where nothing says, which is never guessed. */
export type Attribution = (job: Job) => Environment | null;

/** Reads what is needed to attribute these jobs: what they were assigned, and who had all the traffic at their time. */
export async function attributionOf(tx: Tx, jobs: readonly Job[]): Promise<Attribution> {
  const keys = [...new Set(jobs.flatMap(({ key }) => (key === null ? [] : [key])))];
  const assigned = await inChunks(keys, (piece) =>
    tx
      .selectFrom("assignment")
      .select(["job_key", "at_ms", "environment"])
      .where("job_key", "in", piece)
      .orderBy("at_ms", "desc")
      .execute(),
  );
  const byKey = Map.groupBy(assigned, ({ job_key }) => job_key);
  const splits = await tx
    .selectFrom("traffic_change")
    .select(["finished_ms", "to_green"])
    .where("state", "=", "confirmed")
    .orderBy("epoch", "desc")
    .execute();
  return ({ key, atMs }) => {
    const mine = key === null ? undefined : byKey.get(key);
    const last = mine?.find(({ at_ms }) => at_ms <= atMs && atMs - at_ms <= ASSIGNED_MS);
    if (last !== undefined) return last.environment;
    const split = splits.find(({ finished_ms }) => finished_ms !== null && finished_ms <= atMs);
    return split === undefined ? null : ownerOf(split.to_green);
  };
}

/** While traffic is split, nobody has all of it. */
const ownerOf = (green: number): Environment | null =>
  green === 0 ? "blue" : green === 100 ? "green" : null;
