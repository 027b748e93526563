import type { RunFacts, UsageFacts } from "./facts";
import { binOf } from "./histogram";
import type { CostOrigin } from "./price";

/** A call as stored: its cost is settled. */
export interface StoredCall {
  agent: string;
  model: string;
  provider: string;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  costNano: number;
  costOrigin: CostOrigin;
}

export interface StoredExecution {
  atMs: number;
  environment: string;
  isArticle: boolean;
  humanNano: number | null;
  humanMicroHours: number | null;
  words: number | null;
  seconds: number | null;
  costNano: number;
  costKnown: boolean;
  calls: readonly StoredCall[];
}

export interface StoredLine {
  parts: readonly { agent: string; model: string; provider: string; costNano: number }[];
  costNano: number;
  seconds: number | null;
  words: number | null;
  characters: number | null;
  validatorPassed: boolean | null;
}

/** What is counted once: an execution, or an article with its line and every execution that belongs to it. */
export interface Unit {
  atMs: number;
  environment: string;
  isArticle: boolean;
  line: StoredLine | null;
  executions: readonly StoredExecution[];
}

/** Where the figures of units go. Both take the moment, so that the receiver decides on the bucket. */
export interface Sink {
  usage(atMs: number, key: UsageKey, facts: Partial<UsageFacts>): void;
  runs(atMs: number, environment: string, facts: Partial<RunFacts>): void;
  articleTime(atMs: number, environment: string, bin: number): void;
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
}

const NO_MODEL = { provider: "unknown", model: "unknown", agent: "unknown" };

const keyOf = (environment: string, { provider, model, agent }: Omit<UsageKey, "environment">): UsageKey => ({
  environment,
  provider,
  model,
  agent,
});

/** What a call reported in all; half a report (a total without its parts) counts as none. */
const tokensOf = ({ inputTokens, outputTokens, totalTokens }: StoredCall): number | null =>
  inputTokens === null || outputTokens === null ? null : (totalTokens ?? inputTokens + outputTokens);

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

/** The figures of a unit as one; null where a part that is needed is unknown. */
export interface Totals {
  costNano: number;
  costKnown: boolean;
  humanNano: number | null;
  humanMicroHours: number | null;
  tokens: number | null;
  words: number | null;
  wordsEstimated: boolean;
  seconds: number | null;
}

/** How many characters, on average, make a word where only characters are known. */
const CHARACTERS_PER_WORD = 6;

export function totals({ line, executions }: Unit): Totals {
  const calls = executions.flatMap((execution) => execution.calls);
  const words = line?.words ?? sumKnown(executions.map((execution) => execution.words));
  const estimate = line?.characters == null ? null : Math.round(line.characters / CHARACTERS_PER_WORD);
  return {
    costNano: line?.costNano ?? sum(executions.map((execution) => execution.costNano)),
    costKnown: line !== null || executions.every((execution) => execution.costKnown),
    humanNano: sumKnown(executions.map((execution) => execution.humanNano)),
    humanMicroHours: sumKnown(executions.map((execution) => execution.humanMicroHours)),
    tokens: calls.length === 0 ? null : sumAll(calls.map(tokensOf)),
    words: words ?? estimate,
    wordsEstimated: words === null && estimate !== null,
    seconds: line?.seconds ?? sumKnown(executions.map((execution) => execution.seconds)),
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

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The sum of the known ones; null where none is known. */
const sumKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
};

/** The sum of all; null where any is unknown. */
const sumAll = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? sum(known) : null;
};
