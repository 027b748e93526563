import type { Figures } from "@/lib/contract/summary";

/** Whether anything happened in a period. */
export const recorded = ({ executions, articles, llm_calls }: Figures): boolean =>
  executions + articles + llm_calls > 0;
