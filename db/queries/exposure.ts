import type { Db } from "@/db/schema";
import type { Environment } from "@/lib/domain/environment";
import { weightOf } from "@/lib/domain/traffic";

/**
 * Since when an environment has had a share of the traffic without a break; null where it has none. `beforeEpoch`: as it
 * was before that change; null: as it is.
 */
export async function sharedSinceMs(
  db: Db,
  environment: Environment,
  beforeEpoch: number | null,
): Promise<number | null> {
  const changes = await db
    .selectFrom("traffic_change")
    .select(["to_green", "finished_ms"])
    .where("state", "=", "confirmed")
    .$if(beforeEpoch !== null, (query) => query.where("epoch", "<", beforeEpoch ?? 0))
    .orderBy("epoch", "desc")
    .limit(500)
    .execute();
  let sinceMs: number | null = null;
  for (const { to_green, finished_ms } of changes) {
    if (weightOf(environment, to_green) === 0) break;
    sinceMs = finished_ms;
  }
  return sinceMs;
}

/** What an environment made since a moment: how many articles, for how much, and its first error. */
export async function madeSince(
  db: Db,
  environment: Environment,
  sinceMs: number,
): Promise<{ articles: number; costNano: number; firstErrorMs: number | null }> {
  const lines = await db
    .selectFrom("article_cost")
    .select(({ fn }) => [
      fn.countAll<number>().as("count"),
      fn.sum<number | null>("cost_nano").as("cost_nano"),
    ])
    .where("article_environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .executeTakeFirstOrThrow();
  const lone = await db
    .selectFrom("execution")
    .select(({ fn }) => [
      fn.countAll<number>().as("count"),
      fn.sum<number | null>("cost_nano").as("cost_nano"),
    ])
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .where("environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .executeTakeFirstOrThrow();
  const error = await db
    .selectFrom("error_event")
    .select(({ fn }) => fn.min("at_ms").as("at_ms"))
    .where("environment", "=", environment)
    .where("counted", "=", 1)
    .where("at_ms", ">=", sinceMs)
    .executeTakeFirst();
  return {
    articles: lines.count + lone.count,
    costNano: (lines.cost_nano ?? 0) + (lone.cost_nano ?? 0),
    firstErrorMs: error?.at_ms ?? null,
  };
}
