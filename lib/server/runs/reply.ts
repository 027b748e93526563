import { isoTime } from "@/db/queries/money";
import { runBodyOf, runRows } from "@/db/queries/release-runs";
import { releaseOf } from "@/db/queries/releases";
import type { ReleaseRunRow } from "@/db/schema-governance";
import type { ReleaseRun, RunsReply } from "@/lib/contract/release-runs";
import { isTestable, runWords, totalsOf } from "@/lib/domain/test-run";
import type { App } from "@/lib/server/app";
import { knownRelease } from "@/lib/server/releases/known";
import { writerOf } from "./writers";

const LISTED_MAX = 20;

/** Validations and smoke tests of a release. @throws Problem not-found */
export async function runsOf(app: App, releaseId: string): Promise<RunsReply> {
  const { db } = app.store;
  const release = releaseOf(await knownRelease(db, releaseId));
  const writer = writerOf(app);
  const rows = await runRows(db, releaseId, LISTED_MAX);
  return {
    smoke: writer === null ? null : { by: writer.by, topics: [...writer.topics] },
    possible: isTestable(release),
    runs: rows.map((row) => shown(row, row === rows.find(({ kind }) => kind === row.kind))),
  };
}

/** What writers said is long, and wanted of the newest run only. */
function shown(row: ReleaseRunRow, newest: boolean): ReleaseRun {
  const body = runBodyOf(row);
  const { passed, of, costUsd, costKnown, seconds } = totalsOf(body.articles);
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    started_by: row.actor,
    started_at: isoTime(row.started_ms),
    finished_at: isoOrNull(row.finished_ms),
    cancelled_by: body.cancelledBy,
    said: runWords(body),
    checks: body.checks.map(({ item, text, state, said, atMs, tookMs }) => ({
      ...{ item, text, state, said },
      at: isoOrNull(atMs),
      ms: tookMs,
    })),
    articles: body.articles.map((one) => ({
      topic: one.topic,
      state: one.state,
      started_at: isoOrNull(one.startedMs),
      seconds: one.seconds,
      cost_usd: one.costUsd,
      article: one.article,
      output: newest ? one.output : null,
      said: one.said,
    })),
    totals: row.kind === "smoke" ? { passed, of, cost_usd: costUsd, cost_known: costKnown, seconds } : null,
  };
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
