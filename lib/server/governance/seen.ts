import { isoTime } from "@/db/queries/money";
import { releaseOf } from "@/db/queries/releases";
import type { ReleaseRow } from "@/db/schema-releases";
import type { Seen } from "@/lib/contract/sign-offs";
import type { SummaryReply } from "@/lib/contract/summary";
import type { Environment } from "@/lib/domain/environment";
import { backupOf } from "@/lib/domain/release-rollback";
import { SIGNED_FIGURES, type SignedFigure } from "@/lib/domain/signed-figures";
import { RUN_KINDS } from "@/lib/domain/test-run";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { runsOf } from "@/lib/server/runs/reply";
import { checklistOf } from "./checklist";
import { sealOf } from "./seal";

/** How a release stands now, for who is asked to sign it: what it has shown so far beside what has the work. */
export async function figuresOf(app: App, row: ReleaseRow): Promise<{ seen: Seen; seal: string }> {
  const nowMs = app.nowMs();
  const { environment } = row;
  const control = backupOf(releaseOf(row));
  const { environments } = app.settings();
  const here = await summaryOf(app, {
    environment,
    from: isoTime(row.created_ms),
    to: isoTime(Math.max(nowMs, row.created_ms + 1)),
  });
  const there = await summaryOf(app, { environment: control, range: "7d" });
  const lists = await checklistOf(app, row.id);
  const { runs } = await runsOf(app, row.id);
  const seen: Seen = {
    release: row.id,
    plan_hash: row.plan_hash,
    at: isoTime(nowMs),
    candidate: placed(environment, row.version, here),
    control: placed(control, environments[control].version, there),
    checklist: { done: lists.done, total: lists.total },
    runs: RUN_KINDS.flatMap((kind) => {
      const newest = runs.find((run) => run.kind === kind);
      if (newest === undefined) return [];
      return [{ kind, state: newest.state, said: newest.said, at: newest.finished_at ?? newest.started_at }];
    }),
    figures: SIGNED_FIGURES.map((figure) => ({
      figure,
      candidate: FIGURES[figure](here),
      control: FIGURES[figure](there),
    })),
  };
  return { seen, seal: sealOf(app, seen) };
}

const placed = (environment: Environment, version: string | null, { from, to }: SummaryReply) => ({
  environment,
  version,
  from,
  to,
});

/** One figure of the summary with the samples that it stands on. */
const FIGURES: Record<SignedFigure, (summary: SummaryReply) => { value: number | null; n: number }> = {
  articles: ({ articles }) => ({ value: articles, n: articles }),
  cost_per_article_usd: ({ cost_per_article_usd: value, samples }) => ({
    value,
    n: samples.cost_per_article_usd,
  }),
  roi_multiplier: ({ roi_multiplier: value, samples }) => ({ value, n: samples.roi_multiplier }),
  gate_pass_rate: ({ gate_pass_rate: value, samples }) => ({ value, n: samples.gate_pass_rate }),
  error_rate: ({ error_rate: value, samples }) => ({ value, n: samples.error_rate }),
  article_time_s: ({ article_time_s, samples }) => ({ value: article_time_s.p50, n: samples.article_time_s }),
  rag_latency_p95_ms: ({ rag_latency_ms, samples }) => ({
    value: rag_latency_ms.p95,
    n: samples.rag_latency_ms,
  }),
};
