import type { Article } from "@/lib/contract/articles";

/** Why a figure of an article is not known, in a few words that say what would tell it. */

export const NO_TOPIC = "Article without a topic";

export const NO_WORDS = "no source gives words or characters";

export const NO_TIME = "neither wall_seconds nor durations of calls";

export const NO_GATES = "no source tells its gates";

export const NO_VALIDATOR = "publication_validator_passed is not recorded";

export const NO_SCORE = "editorial_score is not recorded";

export const NO_HUMAN_VALUE = "no human hours are recorded, and no benchmark is set";

/** Of a ratio of human to agent cost. */
export function noRoi({
  human_cost_usd,
  cost_known,
}: Pick<Article, "human_cost_usd" | "cost_known">): string {
  if (human_cost_usd === null) return NO_HUMAN_VALUE;
  return cost_known ? "the agents’ cost is 0" : "part of the cost is not known";
}
