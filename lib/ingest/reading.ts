import type { z } from "zod";
import type { Malformed, Parsed, Rejection } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { foundMessage } from "./found";
import { type MomentReader, momentReader } from "./moments";
import { type Salvaged, salvaged } from "./salvage";

/** The most rejections that are listed; what comes after is counted in a notice. */
export const REJECTIONS_MAX = 10_000;

const TIME = "an ISO 8601 time from 2000 to 2100";

/** One pass over one document: gathers what is left out and what is worth saying. It never outlives its parser. */
export class Reading {
  readonly #rejections: Rejection[] = [];
  #unlisted = 0;
  readonly #notices = new Map<string, number>();
  readonly #microsOf: MomentReader;
  #place = "";

  constructor(zone: Zone) {
    this.#microsOf = momentReader(zone);
  }

  /** From now on every rejection begins with this line of the text (from 1). */
  atLine(line: number): void {
    this.#place = `line ${line}: `;
  }

  reject(path: string, message: string): void {
    if (this.#rejections.length < REJECTIONS_MAX)
      this.#rejections.push({ path, message: this.#place + message });
    else this.#unlisted += 1;
  }

  /** Says something about the document once, with how often it was met. `text` is one of ours, never from outside. */
  note(text: string, times = 1): void {
    if (times > 0) this.#notices.set(text, (this.#notices.get(text) ?? 0) + times);
  }

  noteNonFinite(times: number): void {
    this.note("NaN or Infinity was read as not given", times);
  }

  salvage<S extends z.ZodType>(schema: S, found: unknown, path: string): Salvaged<z.output<S>> {
    const left = salvaged(schema, found, path);
    for (const { rejection } of left.drops) this.reject(rejection.path, rejection.message);
    return left;
  }

  /** Microseconds of UTC. Null where nothing is given, and, with a rejection, where it is no time. */
  micros(text: string | null | undefined, path: string): number | null {
    if (text === null || text === undefined) return null;
    const micros = this.#microsOf(text);
    if (micros === null) this.reject(path, foundMessage(text, TIME));
    return micros;
  }

  /** As `micros`, in whole milliseconds (rounded down). */
  ms(text: string | null | undefined, path: string): number | null {
    const micros = this.micros(text, path);
    return micros === null ? null : Math.floor(micros / 1000);
  }

  parsed<R>(records: R[], lastUpdatedMicros: number | null = null): Parsed<R> {
    const notices = [...this.#notices].map(([text, times]) =>
      times === 1 ? `${text} (once)` : `${text} (${times} times)`,
    );
    if (this.#unlisted > 0) notices.push(`${this.#unlisted} more rejections are not listed`);
    return { records, rejections: this.#rejections, notices, lastUpdatedMicros, malformed: null };
  }
}

export const malformedParsed = <R>(malformed: Malformed): Parsed<R> => ({
  records: [],
  rejections: [],
  notices: [],
  lastUpdatedMicros: null,
  malformed,
});
