import type { Parsed } from "@/lib/domain/record";
import type { ErrorRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { RECORDS_MAX } from "./figures";
import { type Entry, errorOf, type Header } from "./log-entry";
import { ordinals } from "./ordinals";
import { plain } from "./plain-text";
import { Reading, surplusMessage } from "./reading";

const LEVELS = "DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL|NOTSET|TRACE|SUCCESS";
const TIME = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?";
/** `2026-01-09 11:00:00,123 - name - LEVEL - `; the name may be missing, so that no message passes for one. */
const TIMED = new RegExp(
  `^\\[?(${TIME})\\]?[ \\t]{1,8}-[ \\t]{1,8}(?:(?!(?:${LEVELS})[ \\t]{1,20}-)((?:(?![ \\t]-[ \\t]).){1,300})[ \\t]{1,20}-[ \\t]{1,8})?(${LEVELS})[ \\t]{1,20}-(?:[ \\t]|$)`,
);
/** `LEVEL:name:` */
const UNTIMED = new RegExp(`^(${LEVELS}):([^:\\s]{1,300}):`);
/** Whatever begins with a time belongs to no entry before it. */
const BEGINS_WITH_TIME = /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;

const FAILED = new Set(["ERROR", "CRITICAL", "FATAL"]);
const HEADER_MAX = 1000;
/** What an entry can have beyond its header, in characters; more of it is not read. */
const MORE_MAX = 256 * 1024;
const SNIFFED_LINES = 20;
const NO_LOG = "found no line of a log, allowed: `time - name - LEVEL - message`, `LEVEL:name:message`";

/**
 * Reads lines of Python's logging. An error is a line of level ERROR or CRITICAL with those after it that begin no entry,
 * such as its traceback; entries of other levels are passed over. Texts are without secrets and control characters.
 *
 * `firstLine` is the number of the text's first line in its file (from 1), for a file that is read on from the middle.
 * Never throws. A text without any entry is rejected as a whole.
 */
export function parseLog(text: string, zone: Zone, firstLine = 1): Parsed<ErrorRecord> {
  const entries = new Entries(zone);
  for (const { line, number } of linesOf(text, firstLine)) entries.read(line, number);
  return entries.parsed(firstLine === 1);
}

/** One pass over the lines of one text. */
class Entries {
  readonly #reading: Reading;
  readonly #found: ErrorRecord[] = [];
  readonly #ordinalOf = ordinals();
  #open: Open | null = null;
  /** Whether what comes now belongs to no entry at all. */
  #astray = true;
  #entries = 0;
  #strays = 0;
  #surplus = 0;

  constructor(zone: Zone) {
    this.#reading = new Reading(zone);
  }

  read(line: string, number: number): void {
    const header = headerOf(line);
    if (header !== null) {
      this.#close();
      this.#entries += 1;
      this.#astray = false;
      if (FAILED.has(header.level)) this.#open = { header, more: [], length: 0, line: number };
    } else if (BEGINS_WITH_TIME.test(line)) {
      this.#close();
      this.#astray = true;
      this.#strays += 1;
    } else if (this.#open !== null) {
      append(this.#open, line);
    } else if (this.#astray && line.trim() !== "") {
      this.#strays += 1;
    }
  }

  parsed(fromStart: boolean): Parsed<ErrorRecord> {
    this.#close();
    const found = this.#found.length + this.#surplus;
    if (this.#surplus > 0) this.#reading.reject("", surplusMessage(found, RECORDS_MAX));
    if (fromStart && this.#entries === 0 && this.#strays > 0) this.#reading.reject("", NO_LOG);
    else this.#reading.note("a line that belongs to no log entry was left out", this.#strays);
    return this.#reading.parsed(this.#found);
  }

  #close(): void {
    if (this.#open === null) return;
    if (this.#found.length < RECORDS_MAX)
      this.#found.push(errorOf(entryOf(this.#open, this.#reading), this.#ordinalOf));
    else this.#surplus += 1;
    this.#open = null;
  }
}

function append(open: Open, line: string): void {
  if (open.length >= MORE_MAX) return;
  const kept = line.slice(0, MORE_MAX - open.length);
  open.more.push(kept);
  open.length += kept.length + 1;
}

/** Whether one of the first lines of a text begins an entry of a log. */
export function looksLikeLog(text: string): boolean {
  let seen = 0;
  for (const { line } of linesOf(text, 1)) {
    if (line.trim() === "") continue;
    if (headerOf(line) !== null) return true;
    seen += 1;
    if (seen >= SNIFFED_LINES) return false;
  }
  return false;
}

/** Whether what stood before a line is over with it. */
export const endsEntry = (line: string): boolean => BEGINS_WITH_TIME.test(line) || headerOf(line) !== null;

interface Open {
  header: Header;
  more: string[];
  /** Of all of `more`. */
  length: number;
  line: number;
}

/** A time that is none is rejected; its error counts when it arrives. */
function entryOf({ header, more, line }: Open, reading: Reading): Entry {
  reading.atLine(line);
  const timeText = header.timeText?.replace(",", ".");
  return { header, more: more.join("\n"), line, atMs: reading.ms(timeText, `[${line - 1}]`) };
}

function headerOf(line: string): Header | null {
  const start = line.slice(0, HEADER_MAX);
  const escaped = start.includes("\u001b");
  if (!escaped && !/^[[\dA-Z\ufeff]/.test(start)) return null;
  // Colours stand around levels and names; what they leave is as long as its own message.
  const text = escaped || start.startsWith("\ufeff") ? plain(line.slice(0, MORE_MAX)) : line;
  const timed = TIMED.exec(text);
  if (timed !== null) {
    const [whole, timeText = "", logger, level = ""] = timed;
    return { timeText, logger: logger?.trim() || null, level, message: text.slice(whole.length, MORE_MAX) };
  }
  const untimed = UNTIMED.exec(text);
  if (untimed === null) return null;
  const [whole, level = "", logger = ""] = untimed;
  return { timeText: null, logger, level, message: text.slice(whole.length, MORE_MAX) };
}

function* linesOf(text: string, firstLine: number): Generator<{ line: string; number: number }> {
  let number = firstLine;
  for (let start = 0; start < text.length; number += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    yield { line: text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end), number };
    start = end + 1;
  }
}
