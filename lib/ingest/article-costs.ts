import type { ArticleCostRecord, Parsed } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { articleCost } from "./article-cost";
import { jsonRecords } from "./json-records";

/**
 * Reads `agent_sdk_costs.jsonl`: one finished article per line. Also takes one JSON object, or an array of them.
 *
 * `firstLine` is the number of the text's first line in its file (from 1), for a file that is read on from the middle.
 * Never throws: a line that does not fit is rejected and the next one read. Malformed means that no line was JSON.
 */
export function parseArticleCosts(text: string, zone: Zone, firstLine = 1): Parsed<ArticleCostRecord> {
  return jsonRecords({ text, zone, firstLine, alone: "line" }, (found, path, reading) => {
    const article = articleCost(found, path, reading);
    return article === null ? [] : [article];
  });
}
