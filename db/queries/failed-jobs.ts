import { sql } from "kysely";
import { inChunks } from "@/db/chunks";
import type { Db } from "@/db/schema";
import {
  type FailedJob,
  type FailingJob,
  type FinishedArticle,
  failedJobs,
  JOB_MS,
} from "@/lib/domain/failed-job";
import { perOne } from "@/lib/domain/roi";
import type { Calendar } from "@/lib/domain/time";
import { runRows, type Slice } from "./rollups";
import { failureRows } from "./signal-rollups";

/** How far from its article a job may have failed: a day, and how long the article took to make. */
const BEFORE_MS = JOB_MS + 3_600_000;
const AFTER_MS = 2 * JOB_MS;

/** Jobs that failed, and those of them that made no article: articles and these are the jobs that finished. */
export interface Failures {
  failed: number;
  articleless: number;
  /** Whether anything tells of errors at all: without a log nothing says that no job failed. */
  told: boolean;
}

/** Failed jobs of a slice. Those without a name are a rollup; those that are named are few, and looked up. */
export async function failures(db: Db, slice: Slice): Promise<Failures> {
  const { nameless } = await failureRows(db, slice)
    .select(sql<number>`coalesce(sum(failed), 0)`.as("nameless"))
    .executeTakeFirstOrThrow();
  return withNamed(nameless, await namedFailures(db, slice), await errorsTold(db));
}

/** Whether a log or reported errors were ever read. */
export async function errorsTold(db: Db): Promise<boolean> {
  const source = await db
    .selectFrom("source")
    .select("kind")
    .where("kind", "in", ["log", "errors"])
    .where("last_read_ms", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return source !== undefined;
}

const withNamed = (nameless: number, named: readonly FailedJob[], told: boolean): Failures => ({
  told,
  failed: nameless + named.length,
  articleless: nameless + named.filter(({ articleId }) => articleId === null).length,
});

/** The jobs of each bucket in which one ended, oldest first. */
export async function jobSeries(db: Db, slice: Slice, calendar: Calendar) {
  const nameless = await failureRows(db, slice)
    .select(({ fn }) => ["start_ms", fn.sum<number>("failed").as("failed")])
    .groupBy("start_ms")
    .execute();
  const articles = await runRows(db, slice)
    .select(({ fn }) => ["start_ms", fn.sum<number>("articles").as("articles")])
    .groupBy("start_ms")
    .execute();
  const namelessOf = new Map(nameless.map((row) => [row.start_ms, row.failed]));
  const articlesOf = new Map(articles.map((row) => [row.start_ms, row.articles]));
  const namedOf = Map.groupBy(await namedFailures(db, slice), ({ atMs }) =>
    calendar.floorMs(atMs, slice.bucket),
  );
  const told = await errorsTold(db);
  return [...new Set([...namelessOf.keys(), ...articlesOf.keys(), ...namedOf.keys()])]
    .sort((a, b) => a - b)
    .map((startMs) => {
      const jobs = withNamed(namelessOf.get(startMs) ?? 0, namedOf.get(startMs) ?? [], told);
      return { startMs, ...rated(jobs, articlesOf.get(startMs) ?? 0) };
    })
    .filter(({ finished_jobs }) => finished_jobs > 0);
}

/** Failed jobs of finished ones, as a ratio of sums; unknown where nothing tells of errors. */
export function rated({ failed, articleless, told }: Failures, articles: number) {
  const finished = articles + articleless;
  const error_rate = told ? perOne(failed, finished) : null;
  return { failed_jobs: failed, finished_jobs: finished, error_rate };
}

/** The failed among jobs that are named, in the period in which they count; `environment` undefined: of all. */
export async function namedFailures(
  db: Db,
  { fromMs, toMs, environment }: Pick<Slice, "fromMs" | "toMs" | "environment">,
): Promise<FailedJob[]> {
  const jobs = await failingJobs(db, fromMs - BEFORE_MS, toMs + AFTER_MS);
  return failedJobs(jobs, await articlesOfJobs(db, jobs)).filter(
    (job) =>
      job.atMs >= fromMs && job.atMs < toMs && (environment === undefined || job.environment === environment),
  );
}

/** Named jobs whose first error lies in a period. */
async function failingJobs(db: Db, fromMs: number, toMs: number): Promise<FailingJob[]> {
  const rows = await db
    .selectFrom("error_event as opening")
    .where(({ eb }) => eb("opening.opens", "=", eb.lit(1)))
    .where("opening.job_key", "<>", sql.lit(""))
    .where("opening.at_ms", ">=", fromMs)
    .where("opening.at_ms", "<", toMs)
    .select(({ eb, selectFrom }) => [
      "opening.environment",
      "opening.job_key",
      "opening.at_ms",
      selectFrom("error_event as later")
        .select(({ fn }) => fn.max("later.at_ms").as("last"))
        .whereRef("later.environment", "=", "opening.environment")
        .whereRef("later.job_key", "=", "opening.job_key")
        .where("later.counted", "=", eb.lit(1))
        .whereRef("later.at_ms", ">=", "opening.at_ms")
        .where("later.at_ms", "<=", eb("opening.at_ms", "+", JOB_MS))
        .as("last_ms"),
    ])
    .execute();
  return rows.map((row) => ({
    environment: row.environment,
    topicKey: row.job_key,
    openedMs: row.at_ms,
    lastMs: row.last_ms ?? row.at_ms,
  }));
}

/** Articles of these jobs' topics that were finished within a day of their errors. */
async function articlesOfJobs(db: Db, jobs: readonly FailingJob[]): Promise<FinishedArticle[]> {
  if (jobs.length === 0) return [];
  const topics = [...new Set(jobs.map(({ topicKey }) => topicKey))];
  const opened = jobs.map(({ openedMs }) => openedMs);
  const fromMs = opened.reduce((first, atMs) => Math.min(first, atMs)) - JOB_MS;
  const toMs = opened.reduce((last, atMs) => Math.max(last, atMs)) + JOB_MS;
  const lines = await inChunks(topics, (piece) =>
    db
      .selectFrom("article_cost")
      .select(["identity", "topic_key", "at_ms", "article_at_ms", "article_environment"])
      .where("topic_key", "in", piece)
      .where("at_ms", ">=", fromMs)
      .where("at_ms", "<=", toMs)
      .execute(),
  );
  const lone = await inChunks(topics, (piece) =>
    db
      .selectFrom("execution")
      .select(["identity", "topic_key", "end_ms", "at_ms", "environment"])
      .where("topic_key", "in", piece)
      .where("end_ms", ">=", fromMs)
      .where("end_ms", "<=", toMs)
      .where("is_article", "=", 1)
      .where("line_id", "is", null)
      .execute(),
  );
  return [
    ...lines.map((row) => ({
      id: row.identity,
      environment: row.article_environment ?? "",
      topicKey: row.topic_key,
      finishedMs: row.at_ms,
      atMs: row.article_at_ms,
    })),
    ...lone.map((row) => ({
      id: row.identity,
      environment: row.environment ?? "",
      topicKey: row.topic_key ?? "",
      finishedMs: row.end_ms,
      atMs: row.at_ms,
    })),
  ];
}
