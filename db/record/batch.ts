import type { ArticleCostPartRow, ArticleCostRow, CallRow, ExecutionRow } from "@/db/schema";

export type NewCall = Omit<CallRow, "execution_id" | "seq">;

/** An execution that is priced and attributed, with the age of the document that holds it. */
export interface NewExecution {
  row: Omit<ExecutionRow, "id" | "line_id">;
  calls: readonly NewCall[];
  /** UTC microseconds; -1 where the document does not say. */
  updatedMicros: number;
}

export interface NewLine {
  row: Omit<ArticleCostRow, "id" | "article_at_ms" | "article_environment">;
  parts: readonly Omit<ArticleCostPartRow, "article_cost_id" | "seq">[];
}

/** A record with the id under which it is now stored. */
export interface Added<R> {
  id: number;
  record: R;
}

export interface Batch {
  executions: readonly NewExecution[];
  lines: readonly NewLine[];
}

/** How many records were new, changed what was known, or said nothing new. */
export interface Recorded {
  accepted: number;
  updated: number;
  duplicates: number;
}
