import { GATES, type QualityPoint, type QualityReply } from "@/lib/contract/quality";
import { intervalOfFew } from "@/lib/domain/interval";
import { perOne } from "@/lib/domain/roi";
import { isoTime } from "./money";
import type { CheckFacts } from "./quality";

type Totals = Pick<QualityReply, keyof QualityPoint & keyof QualityReply> &
  Pick<QualityReply, "intervals" | "gates">;

/** The figures of a period from its sums. */
export function qualityTotals(facts: CheckFacts): Totals {
  const counts = gateCounts(facts);
  return {
    ...rates(facts),
    samples: samples(facts),
    intervals: each(shares(facts), ({ passed, total }) => intervalOfFew(passed, total)),
    gates: GATES.map((name) => {
      const { passed, total } = counts[name];
      return {
        name,
        passed,
        failed: total - passed,
        pass_rate: perOne(passed, total),
        interval: intervalOfFew(passed, total),
      };
    }),
  };
}

/** The figures of one bucket from its sums, with these sums, so that buckets add up. */
export function qualityPoint({ start_ms, ...facts }: CheckFacts & { start_ms: number }): QualityPoint {
  const counts = gateCounts(facts);
  return {
    time: isoTime(start_ms),
    ...rates(facts),
    samples: samples(facts),
    passed: each(counts, ({ passed }) => passed),
    failed: each(counts, ({ passed, total }) => total - passed),
    yield_passed: facts.yield_passed,
  };
}

const rates = (facts: CheckFacts) => ({
  ...each(shares(facts), ({ passed, total }) => perOne(passed, total)),
  editorial_score: {
    article_costs: perOne(facts.article_score_milli / 1000, facts.scored_articles),
    article_evals: perOne(facts.evaluation_score_milli / 1000, facts.evaluations),
  },
});

const samples = (facts: CheckFacts) => ({
  ...each(shares(facts), ({ total }) => total),
  gate_runs: facts.gate_runs,
  editorial_score: { article_costs: facts.scored_articles, article_evals: facts.evaluations },
});

interface Share {
  passed: number;
  total: number;
}

/** Of each rate, how many passed of how many. */
const shares = (facts: CheckFacts) => ({
  gate_pass_rate: share(facts.gates_passed, facts.gates_passed + facts.gates_failed),
  first_pass_yield: share(facts.yield_passed, facts.yield_known),
  chart_embedding_rate: share(facts.charts_embedded, facts.charts_known),
  validator_pass_rate: share(facts.validator_passed, facts.validated),
  draft_validation_rate: share(facts.drafts_valid, facts.drafts_known),
});

function gateCounts(facts: CheckFacts): Record<(typeof GATES)[number], Share> {
  const rate = shares(facts);
  return {
    editor: rate.gate_pass_rate,
    draft_validation: rate.draft_validation_rate,
    chart_embedding: rate.chart_embedding_rate,
    visual_qa: share(facts.visual_passed, facts.visual_checked),
    publication_validator: rate.validator_pass_rate,
  };
}

const share = (passed: number, total: number): Share => ({ passed, total });

/** The same made of every field. */
const each = <K extends string, B>(of: Record<K, Share>, make: (one: Share) => B) =>
  Object.fromEntries(Object.entries<Share>(of).map(([name, one]) => [name, make(one)])) as Record<K, B>;
