import type { Figures } from "@/lib/contract/summary";

/** Whether a run, an article or a call falls into a period. */
export const ran = ({ executions, articles, llm_calls }: Figures): boolean =>
  executions + articles + llm_calls > 0;

/** Whether anything was recorded in a period: what ran, what was checked, what failed, how long RAG took. */
export const recorded = (figures: Figures): boolean =>
  ran(figures) ||
  figures.samples.checks + figures.samples.error_rate + figures.failed_jobs + figures.samples.rag_latency_ms >
    0;
