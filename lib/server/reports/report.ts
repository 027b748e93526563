import { isoTime } from "@/db/queries/money";
import { type Fired, firedCount, firedWithin, releasesWithin, rollbacksWithin } from "@/db/queries/report";
import { runSums } from "@/db/queries/rollups";
import type { RangeQuery } from "@/lib/contract/range";
import type { ReportReply } from "@/lib/contract/report";
import type { Figures } from "@/lib/contract/summary";
import type { RollbackReport } from "@/lib/contract/traffic";
import { headline, REPORT_METRICS, type ReportFigure, type ReportMetric } from "@/lib/domain/report";
import { leftOut } from "@/lib/domain/report-gaps";
import { ownUrl } from "@/lib/server/access/auth";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { asked } from "@/lib/server/question";
import { summaryOf as releaseSummary } from "@/lib/server/releases/reply";
import { VERSION } from "@/lib/server/version";
import { budgetOf } from "./budget";

/** A period on one page: the summary's figures, and what happened meanwhile. */
export async function reportOf(app: App, query: RangeQuery): Promise<ReportReply> {
  const { db } = app.store;
  const { previous, ...now } = await summaryOf(app, query);
  const { period } = await asked(app, query);
  const figures = REPORT_METRICS.map((metric) => figureOf(metric, now, previous));
  const nowhere = query.environment === undefined ? await runSums(db, { ...period, environment: "" }) : null;
  return {
    ...{ from: now.from, to: now.to, timezone: now.timezone },
    previous: { from: previous.from, to: previous.to },
    headline: headline(figures),
    figures,
    budget: await budgetOf(app),
    releases: (await releasesWithin(db, period)).map(releaseSummary).map((release) => ({
      ...{ id: release.id, version: release.version, environment: release.environment },
      ...{ state: release.state, time: release.entered_at, undone_by: release.undone_by },
    })),
    rollbacks: (await rollbacksWithin(db, period)).map(rollbackPart),
    incidents: (await firedWithin(db, period, ["critical", "high"])).map(incidentPart),
    alerts_fired: await firedCount(db, period),
    left_out: leftOut({ ...now, nowhere: nowhere?.articles ?? 0 }),
    made_at: isoTime(app.nowMs()),
    made_by: ownUrl(app.settings()),
    version: VERSION,
    demo: app.settings().demo !== null,
  };
}

const VALUES: Record<ReportMetric, (figures: Figures) => { value: number | null; n: number }> = {
  cost_usd: (f) => ({ value: f.cost_usd, n: f.llm_calls }),
  articles: (f) => ({ value: f.articles, n: f.articles }),
  cost_per_article_usd: (f) => ({ value: f.cost_per_article_usd, n: f.samples.cost_per_article_usd }),
  roi_multiplier: (f) => ({ value: f.roi_multiplier, n: f.samples.roi_multiplier }),
  human_cost_usd: (f) => ({ value: f.human_cost_usd, n: f.samples.runs }),
  gate_pass_rate: (f) => ({ value: f.gate_pass_rate, n: f.samples.gate_pass_rate }),
  error_rate: (f) => ({ value: f.error_rate, n: f.samples.error_rate }),
  article_time_s: (f) => ({ value: f.article_time_s.p50, n: f.samples.article_time_s }),
};

/** A model without a price makes what is spent a lower bound, and so what an article cost. */
function figureOf(metric: ReportMetric, now: Figures, previous: Figures): ReportFigure {
  const [{ value, n }, before] = [VALUES[metric](now), VALUES[metric](previous)];
  const priced = now.unpriced_models.length === 0;
  const complete = priced || (metric !== "cost_usd" && metric !== "cost_per_article_usd");
  return { metric, value, before: before.value, n, n_before: before.n, complete };
}

const rollbackPart = ({ id, started_at, from, to, actor, reason }: RollbackReport) => ({
  ...{ id, time: started_at, from: from.environment, to: to.environment, actor, reason },
});

const incidentPart = ({ rule, environment, severity, at_ms, resolved_ms, said }: Fired) => ({
  ...{ rule, environment: environment === "" ? null : environment, severity, said },
  time: isoTime(at_ms),
  resolved_at: resolved_ms === null ? null : isoTime(resolved_ms),
});
