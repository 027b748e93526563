import { articleById } from "@/db/queries/article";
import { type ArticleMark, articleMark, articleSince } from "@/db/queries/smoke-articles";
import { recordGiven } from "@/db/record/assignment";
import type { ArticleDetail } from "@/lib/contract/articles";
import type { Environment } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import { topicKey } from "@/lib/domain/record";
import type { Release } from "@/lib/domain/release";
import { type ArticlePart, articlesOn } from "@/lib/domain/test-run";
import type { SmokeJob, Written } from "@/lib/drivers/smoke-job";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import type { Run, Work } from "./run";
import { type Writer, writerOf } from "./writers";

/** A watched file is read within a second; what a pipeline pushes may take a little. */
const ARTICLE_WAIT_MS = 30_000;
/** Where the writer has said the cost itself the article is wanted for its link only. */
const LINK_WAIT_MS = 5000;
const LOOK_EVERY_MS = 250;

/** Articles one after the other, by whoever writes them. @throws Problem impossible-now: nobody does */
export function smokeWork(app: App, release: Release): Work {
  const writer = writerOf(app);
  if (writer === null)
    throw new Problem("impossible-now", "smoke tests are not set up: give `smoke` in greenlight.yaml");
  return {
    body: articlesOn(writer.topics),
    act: async (run, signal) => {
      for (const [index, topic] of writer.topics.entries()) {
        if (signal.aborted) return;
        const { environment, version } = release.plan;
        await tested(run, writer, { run: run.id, number: index + 1, topic, environment, version }, signal);
      }
    },
  };
}

async function tested(run: Run, writer: Writer, job: SmokeJob, signal: AbortSignal): Promise<void> {
  const { app, pace } = run;
  const index = job.number - 1;
  const mark = await articleMark(app.store.db);
  await given(app, job);
  await run.article(index, { state: "running", startedMs: app.nowMs() });
  const sinceMs = pace.clockMs();
  const written = await writer.write(job, signal);
  if (signal.aborted) return;
  const seconds = written.seconds ?? (pace.clockMs() - sinceMs) / 1000;
  const { output, costUsd } = written;
  const told = { output, seconds, costUsd };
  if (!written.ok) return run.article(index, { ...told, state: "failed", said: written.error ?? "" });
  await run.article(index, { ...told, said: "written; waits for its article" });
  const article = await arrived(run, job, mark, costUsd === null ? ARTICLE_WAIT_MS : LINK_WAIT_MS, signal);
  if (signal.aborted) return;
  await run.article(index, { ...told, ...judged(article, written, job.environment) });
}

/** Its records count for the environment under release, although that has no share yet. Records may say whole seconds. */
const given = (app: App, { topic, environment }: SmokeJob): Promise<void> => {
  const atMs = Math.floor(app.nowMs() / 1000) * 1000;
  return inTransaction(app, (tx) => recordGiven(tx, { key: topicKey(topic), environment, atMs }));
};

async function arrived(
  { app, pace }: Run,
  { topic }: SmokeJob,
  mark: ArticleMark,
  waitMs: number,
  signal: AbortSignal,
): Promise<ArticleDetail | null> {
  const untilMs = pace.clockMs() + waitMs;
  for (;;) {
    const id = await articleSince(app.store.db, topicKey(topic), mark);
    if (id !== null) return articleById(app.store.db, id);
    if (signal.aborted || pace.clockMs() >= untilMs) return null;
    await pace.sleep(LOOK_EVERY_MS, signal);
  }
}

type Judged = Pick<ArticlePart, "state" | "said" | "article" | "costUsd">;

/** Well ended without an article proves nothing, unless its writer itself says what it cost. */
function judged(article: ArticleDetail | null, { costUsd }: Written, environment: Environment): Judged {
  if (article === null) {
    const said = `no article arrived within ${(costUsd === null ? ARTICLE_WAIT_MS : LINK_WAIT_MS) / 1000} s`;
    return costUsd === null
      ? { state: "failed", said: `it ended well, but ${said}`, article: null, costUsd }
      : { state: "passed", said: `${said}; the cost is what its writer says`, article: null, costUsd };
  }
  const found = { article: article.id, costUsd: costUsd ?? (article.cost_known ? article.cost_usd : null) };
  if (article.environment !== null && article.environment !== environment)
    return { ...found, state: "failed", said: `its article was made by ${article.environment}` };
  const said = article.environment === null ? "its records name no environment" : "";
  return { ...found, state: "passed", said };
}
