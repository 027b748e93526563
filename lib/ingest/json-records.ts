import type { Parsed } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { dirtyJson } from "./dirty-json";
import { RECORDS_MAX } from "./figures";
import { malformedParsed, Reading, surplusMessage } from "./reading";
import { textLines } from "./text-lines";

/** Gives the records that one JSON value holds; what does not fit is rejected by its path. */
export type ValueReader<R> = (found: unknown, path: string, reading: Reading) => readonly R[];

export interface JsonText {
  text: string;
  zone: Zone;
  /** The number of the text's first line in its file (from 1), for a file that is read on from the middle. */
  firstLine: number;
  /** What paths say of a text that is one value alone: that it is a line, `[0].topic`, or nothing, `topic`. */
  alone: "line" | "document";
}

/**
 * Reads one JSON object, an array of them, or one a line.
 *
 * Never throws: a line that does not fit is rejected and the next one read. Malformed means that no line was JSON.
 */
export function jsonRecords<R>(
  { text, zone, firstLine, alone }: JsonText,
  readOne: ValueReader<R>,
): Parsed<R> {
  const reading = new Reading(zone);
  const whole = dirtyJson(text);
  if ("malformed" in whole) {
    const records = fromLines(text, firstLine, reading, readOne);
    return records === null ? malformedParsed(whole.malformed) : reading.parsed(records);
  }
  reading.noteNonFinite(whole.nonFinite);
  if (Array.isArray(whole.value)) return reading.parsed(fromArray(whole.value, reading, readOne));
  if (alone === "document" && firstLine === 1) return reading.parsed([...readOne(whole.value, "", reading)]);
  const line = firstLine + blankLines(text);
  return reading.parsed([...atLine(whole.value, line, reading, readOne)]);
}

function fromArray<R>(elements: readonly unknown[], reading: Reading, readOne: ValueReader<R>): R[] {
  const records: R[] = [];
  for (const [element, path] of reading.elements(elements, "", RECORDS_MAX))
    for (const record of readOne(element, path, reading)) records.push(record);
  return records;
}

/** Reads each line by itself. Null where there are lines, but none is JSON. */
function fromLines<R>(
  text: string,
  firstLine: number,
  reading: Reading,
  readOne: ValueReader<R>,
): R[] | null {
  const records: R[] = [];
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
    for (const record of atLine(json.value, line, reading, readOne)) records.push(record);
  }
  return lines > 0 && jsonLines === 0 ? null : records;
}

function atLine<R>(found: unknown, line: number, reading: Reading, readOne: ValueReader<R>): readonly R[] {
  reading.atLine(line);
  return readOne(found, `[${line - 1}]`, reading);
}

/** How many lines stand before the first that holds something. */
function blankLines(text: string): number {
  return textLines(text).next().value?.index ?? 0;
}
