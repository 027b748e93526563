import type { NanoUsd } from "./money";

/** One call of a model, as a source reported it. Null means that the source did not say, or said something that cannot be. */
export interface CallRecord {
  /** UTC milliseconds; null where the source gives calls no time of their own. */
  atMs: number | null;
  agent: string;
  model: string;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  /** Parts of `inputTokens` that are priced at rates of their own. */
  cacheReadTokens: number;
  cacheWriteTokens: number;
  costNanoUsd: NanoUsd | null;
  seconds: number | null;
  stage: string | null;
}

/** One run of an agent (or of the whole pipeline), with its calls. Identity: `executionId` and `startText`. */
export interface ExecutionRecord {
  kind: "execution";
  executionId: string;
  /** The raw text of `start_time` (or of `timestamp`), because execution ids alone collide in real data. */
  startText: string;
  atMs: number;
  /** When the run ended; what an article-costs line of the same topic is compared with. */
  endMs: number;
  /** Null in the schema shape, in which every execution is an article. */
  agent: string | null;
  topic: string | null;
  humanHours: number | null;
  humanCostNanoUsd: NanoUsd | null;
  words: number | null;
  /** Seconds of work; null where unknown (a v1.0 record's start and end are microseconds apart). */
  seconds: number | null;
  /** The record's own total, which counts only where it lists no calls. */
  totalCostNanoUsd: NanoUsd | null;
  calls: CallRecord[];
}

/** The dollars of one part of an article. */
export interface CostPart {
  agent: string;
  model: string;
  costNanoUsd: NanoUsd;
}

/** One finished article of `agent_sdk_costs.jsonl`. Identity: `timestampText` and `topic`. */
export interface ArticleCostRecord {
  kind: "article-cost";
  timestampText: string;
  atMs: number;
  topic: string;
  parts: CostPart[];
  seconds: number | null;
  words: number | null;
  characters: number | null;
  editorialScore: number | null;
  gatesPassed: number | null;
  validatorPassed: boolean | null;
}

/** A part of a document that did not land: where it stands, what was found and what is allowed. */
export interface Rejection {
  path: string;
  message: string;
}

/** What a parser made of a document. `malformed` means that it is not the format at all, and says where. */
export interface Parsed<R> {
  records: R[];
  rejections: Rejection[];
  notices: string[];
  /** When the document says it was last updated, in UTC microseconds; null sorts before every other. */
  lastUpdatedMicros: number | null;
  malformed: Malformed | null;
}

/** Why a document could not be read at all. Positions count from 1; `offset` from 0, in characters. */
export interface Malformed {
  message: string;
  line: number;
  column: number;
  offset: number;
}

/** Topics that differ in case or in outer space are one topic. */
export const topicKey = (topic: string): string => topic.trim().normalize("NFC").toLowerCase();
