import { count, counted, money } from "./format";

/** What of the summary's figures says what they do not know. */
export interface Gaps {
  articles: number;
  unpriced_models: readonly string[];
  estimated_cost_usd: number;
  error_rate: number | null;
  gate_pass_rate: number | null;
  samples: { runs: number; roi_multiplier: number; unpriced_calls: number; estimated_calls: number };
  /** Articles that belong to neither environment. */
  nowhere: number;
}

const NAMED_MAX = 3;

/** What the figures leave out, a sentence each; none where nothing is missing. */
export function leftOut(gaps: Gaps): string[] {
  const { samples, unpriced_models: models, nowhere } = gaps;
  const without = samples.runs - samples.roi_multiplier;
  return [
    models.length > 0 &&
      `${counted(samples.unpriced_calls, "call")} of ${named(models)} ${has(samples.unpriced_calls)} no known price: what is spent is at least that.`,
    samples.estimated_calls > 0 &&
      `${money(gaps.estimated_cost_usd)} of the spend is at list prices, because the records do not say.`,
    without > 0 &&
      `${count(without)} of ${counted(samples.runs, "run")} ${has(without)} no human value or no known cost: the ROI does not count ${without === 1 ? "it" : "them"}.`,
    gaps.articles > 0 && gaps.gate_pass_rate === null && "Nothing tells of gates: the quality is not known.",
    gaps.articles > 0 &&
      gaps.error_rate === null &&
      "Nothing tells of errors: how many jobs failed is not known.",
    nowhere > 0 &&
      `${counted(nowhere, "article")} ${nowhere === 1 ? "belongs" : "belong"} to neither blue nor green, and ${nowhere === 1 ? "counts" : "count"} in no comparison of both.`,
  ].filter((line) => line !== false);
}

const has = (number: number): string => (number === 1 ? "has" : "have");

const named = (models: readonly string[]): string =>
  models.length <= NAMED_MAX
    ? models.join(", ")
    : `${models.slice(0, NAMED_MAX).join(", ")} and ${count(models.length - NAMED_MAX)} more`;
