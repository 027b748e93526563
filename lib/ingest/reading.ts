import type { z } from "zod";
import type { Malformed, Parsed, Rejection } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { foundMessage } from "./found";
import { type MomentReader, momentReader } from "./moments";
import { type Salvaged, salvaged } from "./salvage";

/** The most rejections that are listed; what comes after is counted in a notice. */
export const REJECTIONS_MAX = 10_000;

/** After so many rejections the rest of a document is not read: it is not this format, and each one costs time. */
export const REJECTIONS_STOP = 100_000;

const TIME = "an ISO 8601 time from 2000 to 2100";

/** One pass over one document: gathers what is left out and what is worth saying. It never outlives its parser. */
export class Reading {
  readonly #rejections: Rejection[] = [];
  #rejected = 0;
  #stopped = false;
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
    this.#rejected += 1;
    if (this.#rejected <= REJECTIONS_MAX) this.#rejections.push({ path, message: this.#place + message });
  }

  /** Whether so much was rejected that the rest is to be left out, which the answer then says. */
  stopped(): boolean {
    this.#stopped ||= this.#rejected >= REJECTIONS_STOP;
    return this.#stopped;
  }

  /** Each element with its path. Those beyond `max` are left out, with a rejection. */
  *elements(
    found: readonly unknown[],
    path: string,
    max: number,
  ): Generator<[element: unknown, path: string]> {
    for (let index = 0; index < Math.min(found.length, max) && !this.stopped(); index += 1)
      yield [found[index], `${path}[${index}]`];
    if (found.length > max) this.reject(`${path}[${max}]`, surplusMessage(found.length, max));
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
    const unlisted = this.#rejected - this.#rejections.length;
    if (unlisted > 0) notices.push(`${unlisted} more rejections are not listed`);
    if (this.#stopped) notices.push(`the document was left after ${REJECTIONS_STOP} rejections`);
    return { records, rejections: this.#rejections, notices, lastUpdatedMicros, malformed: null };
  }
}

export const surplusMessage = (found: number | string, max: number): string =>
  `found ${found}, allowed: at most ${max}; the rest is left out`;

export const malformedParsed = <R>(malformed: Malformed): Parsed<R> => ({
  records: [],
  rejections: [],
  notices: [],
  lastUpdatedMicros: null,
  malformed,
});
