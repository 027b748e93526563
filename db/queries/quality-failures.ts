import { sql } from "kysely";
import { checksOf } from "@/db/record/quality-runs";
import type { Db } from "@/db/schema";
import type { QualityFailure } from "@/lib/contract/quality";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { articleReasons, evaluationReasons, runReasons } from "@/lib/domain/failure-reasons";
import type { Period } from "@/lib/domain/range";
import { EVALUATION_PERCENT_MIN } from "@/lib/domain/targets";
import { isoTime } from "./money";

const SHOWN_MAX = 100;

interface Question extends Period {
  environment?: string | undefined;
}

type Found = QualityFailure & { atMs: number };

/** What failed in a period and why, newest first: runs, articles refused publication and low evaluations. */
export async function qualityFailures(db: Db, question: Question): Promise<QualityFailure[]> {
  const found = [
    ...(await failedRuns(db, question)),
    ...(await refusedArticles(db, question)),
    ...(await lowEvaluations(db, question)),
  ];
  return found
    .sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1))
    .slice(0, SHOWN_MAX)
    .map(({ atMs: _, ...failure }) => failure);
}

async function failedRuns(db: Db, { fromMs, toMs, environment }: Question): Promise<Found[]> {
  const runs = db
    .selectFrom("quality_run")
    .selectAll()
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs)
    .where(({ eb, or, ref }) =>
      or([
        eb("gates_failed", ">", 0),
        eb("draft_valid", "=", 0),
        eb("chart_embedded", "=", 0),
        eb("charts_passed", "<", ref("charts")),
      ]),
    );
  const rows = await (environment === undefined ? runs : runs.where("environment", "=", environment))
    .orderBy("at_ms", "desc")
    .orderBy("id", "desc")
    .limit(SHOWN_MAX)
    .execute();
  return rows.map((row) => ({
    kind: "run",
    ...shown(row.identity, row.at_ms, row.environment),
    title: row.timestamp_text,
    reasons: runReasons(checksOf(row), JSON.parse(row.details)),
  }));
}

async function refusedArticles(db: Db, { fromMs, toMs, environment }: Question): Promise<Found[]> {
  const lines = db
    .selectFrom("article_cost")
    .select(["identity", "article_at_ms", "article_environment", "topic", "editorial_score"])
    // In the text of the statement: only so is the index of refused articles taken.
    .where("validator_passed", "=", sql.lit(0))
    .where("article_at_ms", ">=", fromMs)
    .where("article_at_ms", "<", toMs);
  const rows = await (environment === undefined
    ? lines
    : lines.where("article_environment", "=", environment)
  )
    .orderBy("article_at_ms", "desc")
    .orderBy("id", "desc")
    .limit(SHOWN_MAX)
    .execute();
  return rows.map((row) => ({
    kind: "article",
    ...shown(row.identity, row.article_at_ms, row.article_environment),
    title: row.topic,
    reasons: articleReasons(row.editorial_score),
  }));
}

async function lowEvaluations(db: Db, { fromMs, toMs, environment }: Question): Promise<Found[]> {
  const evaluations = db
    .selectFrom("evaluation")
    .selectAll()
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs)
    .where("score_milli", "<", EVALUATION_PERCENT_MIN * 1000);
  const rows = await (environment === undefined
    ? evaluations
    : evaluations.where("environment", "=", environment)
  )
    .orderBy("at_ms", "desc")
    .orderBy("id", "desc")
    .limit(SHOWN_MAX)
    .execute();
  return rows.map((row) => ({
    kind: "evaluation",
    ...shown(row.identity, row.at_ms, row.environment),
    title: row.filename,
    reasons: evaluationReasons(row.score_milli / 1000, JSON.parse(row.details)),
  }));
}

const shown = (id: string, atMs: number, environment: string | null) => ({
  id,
  atMs,
  time: isoTime(atMs),
  environment: ENVIRONMENTS.find((name) => name === environment) ?? null,
});
