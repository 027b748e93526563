import type { Environment } from "@/lib/domain/environment";
import type { Model } from "./story";

/** In what the two environments differ. */
interface Traits {
  version: string;
  /** Null: the writer of its time. */
  writer: Model | null;
  /** How many times the writer's tokens and the time of an article are those of the usual writer. */
  writerTokens: number;
  pace: number;
  /** How many articles of a hundred pass all five gates, and how many at least four. */
  gates: { allFive: number; atLeastFour: number };
  validated: number;
  ragMedianMs: number;
  ragSpread: number;
  /** The part of the jobs of a busy time that fail for good. */
  failing: number;
}

/**
 * Green is the release that somebody would try: a smaller writer, which costs a third less for an article, needs more
 * revisions and so more time, and passes fewer gates; and a style memory that answers later.
 */
export const TRAITS: Readonly<Record<Environment, Traits>> = {
  blue: {
    version: "sprint-14",
    writer: null,
    writerTokens: 1,
    pace: 1,
    gates: { allFive: 0.58, atLeastFour: 0.88 },
    validated: 0.96,
    ragMedianMs: 165,
    ragSpread: 0.16,
    failing: 0.02,
  },
  green: {
    version: "sprint-15",
    writer: "claude-haiku-4-5",
    writerTokens: 1.5,
    pace: 1.15,
    gates: { allFive: 0.36, atLeastFour: 0.74 },
    validated: 0.93,
    ragMedianMs: 265,
    ragSpread: 0.22,
    failing: 0.05,
  },
};
