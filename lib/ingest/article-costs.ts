import type { ArticleCostRecord, Parsed } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { articleCost } from "./article-cost";
import { dirtyJson } from "./dirty-json";
import { RECORDS_MAX } from "./figures";
import { malformedParsed, Reading, surplusMessage } from "./reading";
import { textLines } from "./text-lines";

/**
 * Reads `agent_sdk_costs.jsonl`: one finished article per line. Also takes one JSON object, or an array of them.
 *
 * `firstLine` is the number of the text's first line in its file (from 1), for a file that is read on from the middle.
 * Never throws: a line that does not fit is rejected and the next one read. Malformed means that no line was JSON.
 */
export function parseArticleCosts(text: string, zone: Zone, firstLine = 1): Parsed<ArticleCostRecord> {
  const reading = new Reading(zone);
  const whole = dirtyJson(text);
  if ("malformed" in whole) {
    const articles = fromLines(text, firstLine, reading);
    return articles === null ? malformedParsed(whole.malformed) : reading.parsed(articles);
  }
  reading.noteNonFinite(whole.nonFinite);
  const articles = Array.isArray(whole.value)
    ? fromArray(whole.value, reading)
    : [articleAtLine(whole.value, firstLine + blankLines(text), reading)];
  return reading.parsed(articles.filter((article) => article !== null));
}

type Found = ArticleCostRecord | null;

function fromArray(elements: readonly unknown[], reading: Reading): Found[] {
  const articles: Found[] = [];
  for (const [element, path] of reading.elements(elements, "", RECORDS_MAX))
    articles.push(articleCost(element, path, reading));
  return articles;
}

/** Reads each line by itself. Null where there are lines, but none is JSON. */
function fromLines(text: string, firstLine: number, reading: Reading): ArticleCostRecord[] | null {
  const articles: ArticleCostRecord[] = [];
  let lines = 0;
  let jsonLines = 0;
  for (const { text: lineText, index } of textLines(text)) {
    if (reading.stopped()) break;
    const line = firstLine + index;
    reading.atLine(line);
    if (lines === RECORDS_MAX) {
      reading.reject(`[${line - 1}]`, surplusMessage("more lines", RECORDS_MAX));
      break;
    }
    lines += 1;
    const json = dirtyJson(lineText);
    if ("malformed" in json) {
      reading.reject(
        `[${line - 1}]`,
        `not JSON at column ${json.malformed.column}: ${json.malformed.message}`,
      );
      continue;
    }
    jsonLines += 1;
    reading.noteNonFinite(json.nonFinite);
    const article = articleAtLine(json.value, line, reading);
    if (article !== null) articles.push(article);
  }
  return lines > 0 && jsonLines === 0 ? null : articles;
}

function articleAtLine(found: unknown, line: number, reading: Reading): Found {
  reading.atLine(line);
  return articleCost(found, `[${line - 1}]`, reading);
}

/** How many lines stand before the first that holds something. */
function blankLines(text: string): number {
  return textLines(text).next().value?.index ?? 0;
}
