import { instantMicros, type Zone } from "@/lib/domain/time";

/** Reads a time as `instantMicros` does: microseconds of UTC, or null. */
export type MomentReader = (text: string) => number | null;

const WITH_SECONDS = /^(\d{4}-\d\d-\d\d[T ]\d\d:)([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)?$/;
const QUARTERS_MAX = 10_000;

/**
 * `instantMicros` for the many times of one document, much faster where they share quarters of an hour:
 * offsets change on quarter hours only, so a quarter is looked up once, and the minutes and seconds into it are added.
 */
export function momentReader(zone: Zone): MomentReader {
  const quarters = new Map<string, number | null>();
  return (text) => {
    const match = WITH_SECONDS.exec(text);
    if (match === null) return instantMicros(text, zone);
    const [, hourText = "", minuteText = "", secondText = "", fraction = "", offset = ""] = match;
    const minute = Number(minuteText);
    const quarterMinute = minute - (minute % 15);
    const key = `${hourText}${quarterMinute < 10 ? "00" : quarterMinute}${offset}`;
    let quarter = quarters.get(key);
    if (quarter === undefined) {
      quarter = instantMicros(key, zone);
      if (quarters.size >= QUARTERS_MAX) quarters.clear();
      quarters.set(key, quarter);
    }
    if (quarter === null) return null;
    const seconds = (minute - quarterMinute) * 60 + Number(secondText);
    return quarter + seconds * 1_000_000 + Number(fraction.padEnd(6, "0"));
  };
}
