import { inChunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import type { Attribution, Job } from "@/lib/domain/assignment";
import type { Environment } from "@/lib/domain/environment";

/** For how long after it was assigned a job's records count for its environment. */
const ASSIGNED_MS = 86_400_000;

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
  const splits = await splitsOver(tx, jobs);
  return ({ key, atMs }) => {
    const mine = key === null ? undefined : byKey.get(key);
    const last = mine?.find(({ at_ms }) => at_ms <= atMs && atMs - at_ms <= ASSIGNED_MS);
    if (last !== undefined) return last.environment;
    const split = splits.find(({ finished_ms }) => finished_ms !== null && finished_ms <= atMs);
    return split === undefined ? null : ownerOf(split.to_green);
  };
}

/** The confirmed splits that jobs of this time can have seen, newest first. */
async function splitsOver(tx: Tx, jobs: readonly Job[]) {
  if (jobs.length === 0) return [];
  const firstMs = jobs.reduce((first, { atMs }) => Math.min(first, atMs), Number.POSITIVE_INFINITY);
  const lastMs = jobs.reduce((last, { atMs }) => Math.max(last, atMs), Number.NEGATIVE_INFINITY);
  const confirmed = tx
    .selectFrom("traffic_change")
    .select(["finished_ms", "to_green"])
    .where("state", "=", "confirmed")
    .orderBy("finished_ms", "desc")
    .orderBy("epoch", "desc");
  const during = confirmed.where("finished_ms", ">", firstMs).where("finished_ms", "<=", lastMs);
  return [
    ...(await during.execute()),
    ...(await confirmed.where("finished_ms", "<=", firstMs).limit(1).execute()),
  ];
}

/** While traffic is split, nobody has all of it. */
const ownerOf = (green: number): Environment | null =>
  green === 0 ? "blue" : green === 100 ? "green" : null;
