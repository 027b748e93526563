/** Additive figures of model calls. Every field is an integer and sums without loss. */
export interface UsageFacts {
  calls: number;
  /** Calls whose tokens are known; the three token sums cover these only. */
  token_calls: number;
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  cost_nano: number;
  /** Calls, and their dollars, whose cost came from the price table and not from the record. */
  estimated_calls: number;
  estimated_nano: number;
  /** Calls of models without a price: they count 0 dollars. */
  unpriced_calls: number;
}

/** Additive figures of runs and articles. A run is an execution, or an article with all that belongs to it. */
export interface RunFacts {
  executions: number;
  articles: number;
  runs: number;
  human_nano: number;
  human_micro_hours: number;
  /** Runs that have both a human value and a known cost: what the ROI multiplier covers. */
  roi_runs: number;
  roi_human_nano: number;
  roi_cost_nano: number;
  /** Sum of per-run multipliers in thousandths, over the ROI runs that cost something. */
  ratio_runs: number;
  ratio_milli: number;
  /** ROI articles whose publication result is known, and the human value of those that passed. */
  published_known: number;
  published_human_nano: number;
  article_cost_nano: number;
  token_articles: number;
  article_tokens: number;
  /** Articles whose words and cost are both known; words from characters count as estimated. */
  word_articles: number;
  estimated_word_articles: number;
  words: number;
  word_cost_nano: number;
  validated: number;
  validator_passed: number;
}

export const NO_USAGE: Readonly<UsageFacts> = {
  calls: 0,
  token_calls: 0,
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  cost_nano: 0,
  estimated_calls: 0,
  estimated_nano: 0,
  unpriced_calls: 0,
};

export const NO_RUNS: Readonly<RunFacts> = {
  executions: 0,
  articles: 0,
  runs: 0,
  human_nano: 0,
  human_micro_hours: 0,
  roi_runs: 0,
  roi_human_nano: 0,
  roi_cost_nano: 0,
  ratio_runs: 0,
  ratio_milli: 0,
  published_known: 0,
  published_human_nano: 0,
  article_cost_nano: 0,
  token_articles: 0,
  article_tokens: 0,
  word_articles: 0,
  estimated_word_articles: 0,
  words: 0,
  word_cost_nano: 0,
  validated: 0,
  validator_passed: 0,
};

export const USAGE_FIELDS = Object.keys(NO_USAGE) as readonly (keyof UsageFacts)[];
export const RUN_FIELDS = Object.keys(NO_RUNS) as readonly (keyof RunFacts)[];

/** Additive figures of what was checked. Scores are in thousandths of a percent point. */
export interface QualityFacts {
  /** Runs whose editor told both how many gates passed and how many failed. */
  gate_runs: number;
  gates_passed: number;
  gates_failed: number;
  /** Runs of which it is known whether everything passed at the first try, and those in which it did. */
  yield_known: number;
  yield_passed: number;
  charts_known: number;
  charts_embedded: number;
  drafts_known: number;
  drafts_valid: number;
  /** Charts that visual QA looked at, and those that passed. */
  visual_checked: number;
  visual_passed: number;
  scored_articles: number;
  article_score_milli: number;
  evaluations: number;
  evaluation_score_milli: number;
}

export const NO_QUALITY: Readonly<QualityFacts> = {
  gate_runs: 0,
  gates_passed: 0,
  gates_failed: 0,
  yield_known: 0,
  yield_passed: 0,
  charts_known: 0,
  charts_embedded: 0,
  drafts_known: 0,
  drafts_valid: 0,
  visual_checked: 0,
  visual_passed: 0,
  scored_articles: 0,
  article_score_milli: 0,
  evaluations: 0,
  evaluation_score_milli: 0,
};

export const QUALITY_FIELDS = Object.keys(NO_QUALITY) as readonly (keyof QualityFacts)[];
