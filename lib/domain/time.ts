/** A bucket of the reporting zone. Weeks and months are the browser's grouping of days. */
export type Bucket = "hour" | "day";

/** An IANA zone name that this runtime knows, such as `Europe/London`. */
export type Zone = string;

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
const QUARTER_MS = 900_000;
const HAS_OFFSET = /(?:[zZ]|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)$/;
const ISO_DATE_TIME =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:[zZ]|[+-]\d{2}(?::?\d{2})?)?)?$/;

export const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/**
 * Reads an ISO 8601 time, in microseconds of UTC; null where it is none or lies outside 2000 to 2100.
 *
 * A time without an offset is read in `zone`: of a wall time that occurs twice the first is meant,
 * one that does not exist is moved forward. A bare date is its first moment.
 */
export function instantMicros(text: string, zone: Zone): number | null {
  const trimmed = text.trim();
  if (!ISO_DATE_TIME.test(trimmed)) return null;
  try {
    const micros =
      trimmed.length > 10 && HAS_OFFSET.test(trimmed.slice(10))
        ? offsetMicros(trimmed)
        : wallMicros(trimmed, zone);
    return micros >= EARLIEST_MS * 1000 && micros < LATEST_MS * 1000 ? micros : null;
  } catch {
    return null;
  }
}

/** As `instantMicros`, in whole milliseconds (rounded down). */
export function instantMs(text: string, zone: Zone): number | null {
  const micros = instantMicros(text, zone);
  return micros === null ? null : Math.floor(micros / 1000);
}

function offsetMicros(text: string): number {
  return Number(Temporal.Instant.from(text.replace(/\s(?=[zZ+-])/, "")).epochNanoseconds / 1000n);
}

function wallMicros(text: string, zone: Zone): number {
  const zoned = Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation: "compatible" });
  return Number(zoned.epochNanoseconds / 1000n);
}

/** Buckets of one zone. Offsets change on quarter hours only, so a quarter has one hour and one day. */
export class Calendar {
  readonly zone: Zone;
  readonly #hours = new Map<number, number>();
  readonly #days = new Map<number, number>();

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /** The start of the bucket that holds `atMs`, in UTC milliseconds. */
  floorMs(atMs: number, bucket: Bucket): number {
    const known = bucket === "hour" ? this.#hours : this.#days;
    const quarter = Math.floor(atMs / QUARTER_MS);
    const hit = known.get(quarter);
    if (hit !== undefined) return hit;
    const zoned = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS).toZonedDateTimeISO(this.zone);
    const start = (
      bucket === "day" ? zoned.startOfDay() : zoned.round({ smallestUnit: "hour", roundingMode: "floor" })
    ).epochMilliseconds;
    if (known.size > 50_000) known.clear();
    known.set(quarter, start);
    return start;
  }

  /** The start of the bucket after the one that holds `atMs`. */
  nextMs(atMs: number, bucket: Bucket): number {
    const zoned = Temporal.Instant.fromEpochMilliseconds(this.floorMs(atMs, bucket)).toZonedDateTimeISO(
      this.zone,
    );
    if (bucket === "day") return zoned.add({ days: 1 }).startOfDay().epochMilliseconds;
    // In a zone that shifts by half an hour a bucket can be longer than an hour.
    for (let next = zoned.epochMilliseconds + QUARTER_MS; ; next += QUARTER_MS) {
      const start = this.floorMs(next, bucket);
      if (start > zoned.epochMilliseconds) return start;
    }
  }

  /** The smallest bucket boundary that is not before `atMs`. */
  ceilMs(atMs: number, bucket: Bucket): number {
    return this.floorMs(atMs, bucket) === atMs ? atMs : this.nextMs(atMs, bucket);
  }

  /** The moment that many calendar days earlier, at the same wall time. */
  daysBeforeMs(atMs: number, days: number): number {
    return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(this.zone).subtract({ days })
      .epochMilliseconds;
  }

  /** How many calendar days lie between two moments, rounded up. */
  daysBetween(fromMs: number, toMs: number): number {
    const from = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(this.zone);
    const to = Temporal.Instant.fromEpochMilliseconds(toMs).toZonedDateTimeISO(this.zone);
    return Math.ceil(from.until(to, { largestUnit: "day" }).total({ unit: "day", relativeTo: from }));
  }
}
