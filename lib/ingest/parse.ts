import type { ArticleCostRecord, ExecutionRecord, Parsed } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { parseArticleCosts } from "./article-costs";
import { parseExecutionRoi } from "./execution-roi";
import { firstKeys } from "./first-keys";

/** The formats that can be read. To add one: a parser, its name here, its record and its line in `parserOf`. */
export const KINDS = ["execution-roi", "article-costs"] as const;

export type Kind = (typeof KINDS)[number];

interface RecordOf {
  "execution-roi": ExecutionRecord;
  "article-costs": ArticleCostRecord;
}

export type SourceRecord = RecordOf[Kind];

export interface Parser<R> {
  /** Total: whatever the text, it answers. `firstLine` is the number of the text's first line, where lines are read. */
  parse(text: string, zone: Zone, firstLine?: number): Parsed<R>;
  /** A document is read whole; lines can be read on from where one stopped. */
  shape: "document" | "lines";
  /** Whether a text whose first object has these keys looks like this format. */
  told(keys: ReadonlySet<string>): boolean;
}

export const parserOf: { readonly [K in Kind]: Parser<RecordOf[K]> } = {
  "execution-roi": { parse: parseExecutionRoi, shape: "document", told: (keys) => keys.has("executions") },
  "article-costs": {
    parse: parseArticleCosts,
    shape: "lines",
    told: (keys) => keys.has("topic") && keys.has("total_cost_usd"),
  },
};

/** The format of a text, told by the first of its keys; null where none fits. Its first 64 KiB are enough. */
export function kindOf(text: string): Kind | null {
  const keys = firstKeys(text);
  return KINDS.find((kind) => parserOf[kind].told(keys)) ?? null;
}
