import type { ArticleCostRecord } from "@/lib/domain/record";
import { articleParts } from "./article-parts";
import { count, dollars, fields, flag, identity, percent, seconds, timeText, words } from "./figures";
import { foundMessage } from "./found";
import type { Reading } from "./reading";
import { isContainer } from "./salvage";

const Article = fields({
  timestamp: timeText,
  topic: identity,
  total_cost_usd: dollars.nullish(),
  wall_seconds: seconds.nullish(),
  article_words: words.nullish(),
  word_count: words.nullish(),
  article_chars: count.nullish(),
  editorial_score: percent.nullish(),
  gates_passed: count.nullish(),
  publication_validator_passed: flag.nullish(),
});

const STAGE_SECONDS = /^stage.*_seconds$/s;

/** One finished article; null, with a rejection, where it has no time, no topic or no dollars. */
export function articleCost(found: unknown, path: string, reading: Reading): ArticleCostRecord | null {
  const { value } = reading.salvage(Article, found, path);
  if (value === null || !isContainer(found)) return null;
  const atMs = reading.ms(value.timestamp, `${path}.timestamp`);
  if (atMs === null) return null;
  const parts = articleParts(found, value.total_cost_usd ?? null, path, reading);
  if (parts === null) {
    reading.reject(
      `${path}.total_cost_usd`,
      foundMessage(
        found.total_cost_usd,
        "dollars, in total or by part; without them the article is left out",
      ),
    );
    return null;
  }
  return {
    kind: "article-cost",
    timestampText: value.timestamp,
    atMs,
    topic: value.topic,
    parts,
    seconds: value.wall_seconds ?? stageSeconds(found, path, reading),
    words: value.article_words ?? value.word_count ?? null,
    characters: value.article_chars ?? null,
    editorialScore: value.editorial_score ?? null,
    gatesPassed: value.gates_passed ?? null,
    validatorPassed: value.publication_validator_passed ?? null,
  };
}

/** The sum of every `stage…_seconds`; null where there is none. */
function stageSeconds(
  line: Readonly<Record<string, unknown>>,
  path: string,
  reading: Reading,
): number | null {
  let sum: number | null = null;
  for (const key of Object.keys(line).filter((key) => STAGE_SECONDS.test(key))) {
    const stage = reading.salvage(seconds.nullish(), line[key], `${path}.${key}`).value ?? null;
    if (stage !== null) sum = (sum ?? 0) + stage;
  }
  return sum;
}
