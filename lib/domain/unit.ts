import type { CostOrigin } from "./price";

/** A call as stored: its cost is settled. */
export interface StoredCall {
  agent: string;
  model: string;
  provider: string;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  costNano: number;
  costOrigin: CostOrigin;
}

export interface StoredExecution {
  atMs: number;
  environment: string;
  isArticle: boolean;
  humanNano: number | null;
  humanMicroHours: number | null;
  words: number | null;
  seconds: number | null;
  costNano: number;
  costKnown: boolean;
  calls: readonly StoredCall[];
}

export interface StoredLine {
  parts: readonly { agent: string; model: string; provider: string; costNano: number }[];
  costNano: number;
  seconds: number | null;
  words: number | null;
  characters: number | null;
  editorialScore: number | null;
  validatorPassed: boolean | null;
}

/** What is counted once: an execution, or an article with its line and every execution that belongs to it. */
export interface Unit {
  atMs: number;
  environment: string;
  isArticle: boolean;
  line: StoredLine | null;
  executions: readonly StoredExecution[];
}

/** The figures of a unit as one; null where a part that is needed is unknown. */
export interface Totals {
  costNano: number;
  costKnown: boolean;
  humanNano: number | null;
  humanMicroHours: number | null;
  tokens: number | null;
  words: number | null;
  wordsEstimated: boolean;
  seconds: number | null;
}

/** How many characters, on average, make a word where only characters are known. */
const CHARACTERS_PER_WORD = 6;

export function totals({ line, executions }: Unit): Totals {
  const calls = executions.flatMap((execution) => execution.calls);
  const words = line?.words ?? sumKnown(executions.map((execution) => execution.words));
  const estimate = line?.characters == null ? null : Math.round(line.characters / CHARACTERS_PER_WORD);
  return {
    costNano: line?.costNano ?? sum(executions.map((execution) => execution.costNano)),
    costKnown: line !== null || executions.every((execution) => execution.costKnown),
    humanNano: sumKnown(executions.map((execution) => execution.humanNano)),
    humanMicroHours: sumKnown(executions.map((execution) => execution.humanMicroHours)),
    tokens: calls.length === 0 ? null : sumAll(calls.map(tokensOf)),
    words: words ?? estimate,
    wordsEstimated: words === null && estimate !== null,
    seconds: line?.seconds ?? sumKnown(executions.map((execution) => execution.seconds)),
  };
}

/** What a call reported in all; half a report (a total without its parts) counts as none. */
export const tokensOf = ({ inputTokens, outputTokens, totalTokens }: StoredCall): number | null =>
  inputTokens === null || outputTokens === null ? null : (totalTokens ?? inputTokens + outputTokens);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The sum of the known ones; null where none is known. */
const sumKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
};

/** The sum of all; null where any is unknown. */
const sumAll = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? sum(known) : null;
};
