import type { Db } from "@/db/schema";
import type { Environment } from "@/lib/domain/environment";
import { weightOf } from "@/lib/domain/traffic";

/** A share of the work that an environment was given, and when the balancer had shown it. */
export interface Share {
  atMs: number;
  weight: number;
}

/** The shares that a release gave its environment, oldest first: until it went back. None before its start. */
export async function sharesOf(db: Db, releaseId: string, environment: Environment): Promise<Share[]> {
  const release = db.selectFrom("release").select("started_epoch").where("id", "=", releaseId);
  const since = (await release.executeTakeFirst())?.started_epoch ?? null;
  if (since === null) return [];
  const changes = await db
    .selectFrom("traffic_change")
    .select(["kind", "to_green", "finished_ms"])
    .where("epoch", ">", since)
    .where("state", "=", "confirmed")
    .orderBy("epoch")
    .limit(500)
    .execute();
  const back = changes.findIndex(({ kind }) => kind === "rollback");
  return changes
    .slice(0, back === -1 ? undefined : back)
    .map(({ to_green, finished_ms }) => ({ atMs: finished_ms ?? 0, weight: weightOf(environment, to_green) }))
    .filter(({ weight }) => weight > 0);
}
