import { sampled } from "@/lib/client/format";
import type { Figures } from "@/lib/contract/summary";
import { count, counted, money, multiplier, percent } from "@/lib/domain/format";

/** What stands under a tile's figure: what it stands on, and what is missing from it. */

export const ROI_TARGET = 100;

export function spendNotes({ unpriced_models, estimated_cost_usd, samples }: Figures): string[] {
  const notes: string[] = [];
  if (unpriced_models.length > 0) notes.push(`no price: ${named(unpriced_models)}`);
  if (samples.estimated_calls > 0) notes.push(`${money(estimated_cost_usd)} at list prices`);
  return notes;
}

export function tokenNotes({ tokens, llm_calls, samples }: Figures): string[] {
  const notes: string[] = [];
  if (tokens.total !== null && tokens.input !== null && tokens.total > 0)
    notes.push(`${percent(tokens.input / tokens.total, 0)} input`);
  const silent = unreported(llm_calls, samples.tokens);
  if (silent !== null) notes.push(silent);
  return notes;
}

/** `not reported for 2 of 28 calls`; null where every call told its tokens. */
export const unreported = (calls: number, reported: number): string | null =>
  reported < calls ? `not reported for ${count(calls - reported)} of ${counted(calls, "call")}` : null;

export function costPerArticleNotes(figures: Figures): string[] {
  const { articles, loaded_cost_per_article_usd: loaded } = figures;
  return articles === 0 ? ["no article in this period"] : [`loaded ${money(loaded)}`, sampled(articles)];
}

export function roiNotes({ roi_multiplier, mean_roi_multiplier, samples }: Figures): string[] {
  if (roi_multiplier === null) return [`target ${ROI_TARGET}×`, "no run has a human value and a known cost"];
  const sign = roi_multiplier >= ROI_TARGET ? "✓ above" : "▼ below";
  return [
    `${sign} target ${ROI_TARGET}×`,
    `${count(samples.roi_multiplier)} of ${counted(samples.runs, "run")}`,
    `mean of runs ${multiplier(mean_roi_multiplier)}`,
  ];
}

const named = (models: readonly string[]): string =>
  models.length <= 2 ? models.join(", ") : `${models.slice(0, 2).join(", ")} and ${models.length - 2} more`;
