import { errorsTold, namedFailures } from "@/db/queries/failed-jobs";
import type { Db } from "@/db/schema";
import { JOB_MS } from "@/lib/domain/failed-job";

/** A stretch of time in one environment; the empty string: what belongs to none. Both ends belong to it. */
export interface Stretch {
  environment: string;
  sinceMs: number;
  untilMs: number;
}

/** A job at its end. `id` tells it from others, whatever becomes of it. */
export interface EndedJob {
  id: string;
  endMs: number;
  bad: boolean;
}

/**
 * The newest jobs that ended in a stretch, in order of their end: articles, good ones and bad ones, and failed jobs that
 * made none. Null where nothing tells of errors: that none failed is then not known. No source reports calls and errors
 * together, so calls never take the place of jobs.
 *
 * @source docs/maths.md#error-rate
 */
export async function endedJobs(db: Db, stretch: Stretch, limit: number): Promise<EndedJob[] | null> {
  if (!(await errorsTold(db))) return null;
  const { environment, sinceMs, untilMs } = stretch;
  // A bad article counts when it was begun, which may be before the stretch in which it ended.
  const failed = await namedFailures(db, { environment, fromMs: sinceMs - JOB_MS, toMs: untilMs + 1 });
  const bad = new Set(failed.flatMap(({ articleId }) => articleId ?? []));
  const named = failed
    .filter(({ articleId, atMs }) => articleId === null && atMs >= sinceMs)
    .map(({ atMs }) => ({ id: `named ${atMs}`, endMs: atMs, bad: true }));
  const articles = [...(await ofLines(db, stretch, limit)), ...(await ofLone(db, stretch, limit))];
  return [
    ...articles.map((article) => ({ ...article, bad: bad.has(article.id) })),
    ...named,
    ...(await nameless(db, stretch, limit)),
  ]
    .sort((a, b) => a.endMs - b.endMs || (a.id < b.id ? -1 : 1))
    .slice(-limit);
}

/** An article counts when it was begun, by which it is found; it ends when it is there. */
function ofLines(db: Db, { environment, sinceMs, untilMs }: Stretch, limit: number) {
  return db
    .selectFrom("article_cost")
    .select(["identity as id", "at_ms as endMs"])
    .where("article_at_ms", ">=", sinceMs - JOB_MS)
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .where("article_environment", environment === "" ? "is" : "=", environment || null)
    .orderBy("article_at_ms", "desc")
    .limit(limit)
    .execute();
}

function ofLone(db: Db, { environment, sinceMs, untilMs }: Stretch, limit: number) {
  return db
    .selectFrom("execution")
    .select(["identity as id", "end_ms as endMs"])
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .where("at_ms", ">=", sinceMs - JOB_MS)
    .where("end_ms", ">=", sinceMs)
    .where("end_ms", "<=", untilMs)
    .where("environment", environment === "" ? "is" : "=", environment || null)
    .orderBy("at_ms", "desc")
    .limit(limit)
    .execute();
}

async function nameless(db: Db, { environment, sinceMs, untilMs }: Stretch, limit: number) {
  const rows = await db
    .selectFrom("error_event")
    .select("at_ms")
    .where("environment", "=", environment)
    .where("job_key", "=", "")
    .where(({ eb }) => eb("opens", "=", eb.lit(1)))
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .orderBy("at_ms", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ at_ms }) => ({ id: `nameless ${at_ms}`, endMs: at_ms, bad: true }));
}
