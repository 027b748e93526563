import type { QualityFacts } from "./facts";
import type { QualityRunRecord } from "./signals";

/** What a run says of its checks; null where it does not. */
export type RunChecks = Pick<
  QualityRunRecord,
  "gatesPassed" | "gatesFailed" | "draftValid" | "chartEmbedded" | "regenerations" | "charts" | "chartsPassed"
>;

/** What one run adds to the sums of quality. A check that it does not tell of adds nothing, neither passed nor failed. */
export function runFacts(run: RunChecks): Partial<QualityFacts> {
  const { gatesPassed, gatesFailed, draftValid, chartEmbedded, charts, chartsPassed } = run;
  const first = passedAtFirstTry(run);
  return {
    ...(gatesPassed === null || gatesFailed === null
      ? {}
      : { gate_runs: 1, gates_passed: gatesPassed, gates_failed: gatesFailed }),
    ...(first === null ? {} : { yield_known: 1, yield_passed: Number(first) }),
    ...(chartEmbedded === null ? {} : { charts_known: 1, charts_embedded: Number(chartEmbedded) }),
    ...(draftValid === null ? {} : { drafts_known: 1, drafts_valid: Number(draftValid) }),
    ...(charts === null || chartsPassed === null
      ? {}
      : { visual_checked: charts, visual_passed: chartsPassed }),
  };
}

/**
 * Whether everything passed and nothing had to be made again. Null where the run does not tell of gates, or not of
 * attempts: the other checks are missing where there was nothing to check, such as a chart.
 *
 * @source docs/maths.md#first-pass-yield
 */
export function passedAtFirstTry(run: RunChecks): boolean | null {
  if (run.gatesFailed === null || run.regenerations === null) return null;
  const made = run.gatesFailed === 0 && run.regenerations === 0;
  return made && run.draftValid !== false && run.chartEmbedded !== false && !chartsFailed(run);
}

/** Whether visual QA looked at charts that did not pass. */
export const chartsFailed = ({ charts, chartsPassed }: RunChecks): boolean =>
  charts !== null && chartsPassed !== null && chartsPassed < charts;

/** What one evaluation adds to the sums of quality. `scoreMilli` is in thousandths of a percent point. */
export const evaluationFacts = (scoreMilli: number): Partial<QualityFacts> => ({
  evaluations: 1,
  evaluation_score_milli: scoreMilli,
});
