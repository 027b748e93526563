import { compact } from "@/lib/client/format";
import type { Said } from "@/lib/client/traffic-words";
import type { Comparison } from "@/lib/contract/compare";
import { change, count, fixed, money, multiplier, percent, points, seconds } from "@/lib/domain/format";

interface Metric {
  name: string;
  /** What one sample is. */
  sample: string;
  value: (figure: number | null) => string;
}

export const METRICS: Record<Comparison["metric"], Metric> = {
  cost_per_article_usd: { name: "Cost per article", sample: "articles", value: money },
  roi_multiplier: { name: "ROI multiplier", sample: "articles", value: multiplier },
  tokens_per_article: { name: "Tokens per article", sample: "articles", value: compact },
  cost_per_word_usd: { name: "Cost per word", sample: "articles", value: money },
  article_time_s: { name: "Time per article, median", sample: "articles", value: seconds },
  gate_pass_rate: { name: "Gate pass rate", sample: "gates", value: percent },
  chart_embedding_rate: { name: "Charts embedded", sample: "runs", value: percent },
  validator_pass_rate: { name: "Validator passed", sample: "articles", value: percent },
  error_rate: { name: "Error rate", sample: "jobs", value: percent },
  rag_slow_rate: { name: "RAG over 500 ms", sample: "answers", value: percent },
};

/** `n = 7`, or of a rate `31 of 35`: what a figure stands on. */
export const basisOf = ({ n, k }: Comparison["blue"]): string =>
  k === null || n === 0 ? `n = ${count(n)}` : `${count(k)} of ${count(n)}`;

/** `(74 … 96 %)` of a rate: between what it lies, 19 times of 20. */
export const boundsOf = ({ interval }: Comparison["blue"]): string =>
  interval === null ? "" : `(${fixed(interval.low * 100, 0)} … ${percent(interval.high, 0)})`;

export const isRate = ({ blue, green }: Comparison): boolean => blue.k !== null || green.k !== null;

/** `−11 % (−51 … +62)`: candidate against control, in percent or (of a rate) in points. */
export function effectOf(row: Comparison): string | null {
  const { effect, interval } = row;
  if (effect === null) return null;
  const word = (value: number) => (isRate(row) ? points(value, 0) : change(value, 1)) ?? "";
  const bare = (value: number) => word(value).replace(/\u00a0(?:%|pt)$/, "");
  return interval === null
    ? word(effect)
    : `${word(effect)} (${bare(interval.low)} … ${bare(interval.high)})`;
}

const VERDICTS: Record<Comparison["verdict"], Said> = {
  better: { sign: "✓", words: "better", tone: "calm" },
  same: { sign: "=", words: "same", tone: "calm" },
  worse: { sign: "▲", words: "worse", tone: "bad" },
  not_enough_evidence: { sign: "○", words: "not enough evidence", tone: "calm" },
  no_data: { sign: "–", words: "no data", tone: "calm" },
};

export const verdictOf = ({ verdict }: Pick<Comparison, "verdict">): Said => VERDICTS[verdict];
