/**
 * Errors of one job, grouped into failed jobs, so that three retries are not three failures.
 *
 * @source docs/maths.md#error-rate
 */

/** How long after the error that opens a failed job others belong to it, where no error names the job. */
const NAMELESS_MS = 60_000;
/** The same where the job is named; also how far from its errors an article of the same topic is the job's. */
export const JOB_MS = 86_400_000;

/** `jobKey` is the empty string where no job is named. */
export const windowMsOf = (jobKey: string): number => (jobKey === "" ? NAMELESS_MS : JOB_MS);

/** Whether an error opens a failed job, where the one that opened the last was at `openMs` (null: there was none). */
export const opensJob = (atMs: number, openMs: number | null, jobKey: string): boolean =>
  openMs === null || atMs > openMs + windowMsOf(jobKey);

/** A named job with errors: `lastMs` is the last of those within a day of the first. */
export interface FailingJob {
  environment: string;
  topicKey: string;
  openedMs: number;
  lastMs: number;
}

/** An article that was finished. It counts at `atMs`, which may be when it began. */
export interface FinishedArticle {
  id: string;
  environment: string;
  topicKey: string;
  finishedMs: number;
  atMs: number;
}

/** A failed job, at the moment and in the environment in which it counts. */
export interface FailedJob {
  atMs: number;
  environment: string;
  /** The article that it left all the same, which is a finished job already. */
  articleId: string | null;
}

/**
 * The failed one among named jobs with errors. An article of the job after its last error takes the failure back. One
 * that was finished before that error stands, but is bad: the failure counts where the article does, and once.
 */
export function failedJobs(jobs: readonly FailingJob[], articles: readonly FinishedArticle[]): FailedJob[] {
  const ofTopic = Map.groupBy(articles, (article) => article.topicKey);
  const failed = jobs.flatMap((job) => fate(job, ofTopic.get(job.topicKey) ?? []));
  const bad = new Map(failed.filter((job) => job.articleId !== null).map((job) => [job.articleId, job]));
  return [...failed.filter((job) => job.articleId === null), ...bad.values()];
}

function fate(job: FailingJob, articles: readonly FinishedArticle[]): FailedJob[] {
  const { environment, openedMs, lastMs } = job;
  const mine = articles.filter(
    (article) => article.environment === environment || article.environment === "" || environment === "",
  );
  if (mine.some(({ finishedMs }) => finishedMs >= lastMs && finishedMs <= openedMs + JOB_MS)) return [];
  const standing = mine
    .filter((article) => environment === "" || article.environment === environment)
    .filter(({ finishedMs }) => finishedMs >= openedMs - JOB_MS && finishedMs < lastMs)
    .filter(({ finishedMs, atMs }) => atMs >= finishedMs - JOB_MS)
    .sort((a, b) => b.finishedMs - a.finishedMs || (a.id < b.id ? -1 : 1))[0];
  return standing === undefined
    ? [{ atMs: openedMs, environment, articleId: null }]
    : [{ atMs: standing.atMs, environment: standing.environment, articleId: standing.id }];
}
