import type { QualityFacts, RunFacts, UsageFacts } from "./facts";
import { binOf } from "./histogram";
import { type StoredCall, type Totals, tokensOf, totals, type Unit } from "./unit";

/** Where the figures of units go. All take the moment, so that the receiver decides on the bucket. */
export interface Sink {
  usage(atMs: number, key: UsageKey, facts: Partial<UsageFacts>): void;
  runs(atMs: number, environment: string, facts: Partial<RunFacts>): void;
  articleTime(atMs: number, environment: string, bin: number): void;
  quality(atMs: number, environment: string, facts: Partial<QualityFacts>): void;
}

export interface UsageKey {
  environment: string;
  provider: string;
  model: string;
  agent: string;
}

/**
 * Gives the sink everything that a unit adds to the rollups. The one place that says what counts where.
 *
 * Where a line is there, the dollars are the line's, under its models; tokens, calls and human hours are the
 * executions'. The dollars of a unit count at the unit's moment.
 */
export function contribute(unit: Unit, sink: Sink): void {
  for (const execution of unit.executions) {
    for (const call of execution.calls)
      sink.usage(execution.atMs, keyOf(execution.environment, call), callFacts(call, unit.line !== null));
    sink.runs(execution.atMs, execution.environment, { executions: 1 });
    if (unit.line === null && execution.calls.length === 0 && execution.costNano > 0) {
      sink.usage(execution.atMs, keyOf(execution.environment, NO_MODEL), { cost_nano: execution.costNano });
    }
  }
  for (const part of unit.line?.parts ?? [])
    sink.usage(unit.atMs, keyOf(unit.environment, part), { cost_nano: part.costNano });
  const summed = totals(unit);
  sink.runs(unit.atMs, unit.environment, {
    runs: 1,
    ...humanFacts(unit, summed),
    ...(unit.isArticle ? articleFacts(unit, summed) : {}),
  });
  if (unit.isArticle && summed.seconds !== null)
    sink.articleTime(unit.atMs, unit.environment, binOf(summed.seconds));
  const score = unit.line?.editorialScore ?? null;
  if (score !== null) {
    const facts = { scored_articles: 1, article_score_milli: Math.round(score * 1000) };
    sink.quality(unit.atMs, unit.environment, facts);
  }
}

const NO_MODEL = { provider: "unknown", model: "unknown", agent: "unknown" };

const keyOf = (environment: string, { provider, model, agent }: Omit<UsageKey, "environment">): UsageKey => ({
  environment,
  provider,
  model,
  agent,
});

function callFacts(call: StoredCall, dollarsElsewhere: boolean): Partial<UsageFacts> {
  const total = tokensOf(call);
  const estimated = call.costOrigin === "estimated" && !dollarsElsewhere;
  return {
    calls: 1,
    ...(total !== null
      ? {
          token_calls: 1,
          input_tokens: call.inputTokens ?? 0,
          output_tokens: call.outputTokens ?? 0,
          total_tokens: total,
        }
      : {}),
    cost_nano: dollarsElsewhere ? 0 : call.costNano,
    estimated_calls: estimated ? 1 : 0,
    estimated_nano: estimated ? call.costNano : 0,
    unpriced_calls: call.costOrigin === "unpriced" && !dollarsElsewhere ? 1 : 0,
  };
}

/** Keeps sums of ratios exact: one run cannot count for more than ten billion. */
const RATIO_MILLI_MAX = 10 ** 13;

function humanFacts(
  unit: Unit,
  { humanNano, humanMicroHours, costKnown, costNano }: Totals,
): Partial<RunFacts> {
  const human = { human_nano: humanNano ?? 0, human_micro_hours: humanMicroHours ?? 0 };
  if (humanNano === null || !costKnown) return human;
  const published = unit.line?.validatorPassed ?? null;
  return {
    ...human,
    roi_runs: 1,
    roi_human_nano: humanNano,
    roi_cost_nano: costNano,
    ratio_runs: costNano > 0 ? 1 : 0,
    ratio_milli: costNano > 0 ? Math.min(RATIO_MILLI_MAX, Math.round((humanNano / costNano) * 1000)) : 0,
    published_known: published === null ? 0 : 1,
    published_human_nano: published ? humanNano : 0,
  };
}

function articleFacts(
  unit: Unit,
  { costNano, costKnown, tokens, words, wordsEstimated }: Totals,
): Partial<RunFacts> {
  const worded = words !== null && words > 0 && costKnown;
  const validated = unit.line?.validatorPassed ?? null;
  return {
    articles: 1,
    article_cost_nano: costNano,
    token_articles: tokens === null ? 0 : 1,
    article_tokens: tokens ?? 0,
    word_articles: worded ? 1 : 0,
    estimated_word_articles: worded && wordsEstimated ? 1 : 0,
    words: worded ? words : 0,
    word_cost_nano: worded ? costNano : 0,
    validated: validated === null ? 0 : 1,
    validator_passed: validated ? 1 : 0,
  };
}
