/** Dates in the reporting zone, in words of our own: the names in Intl differ between server and browser. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const DAY_MS = 86_400_000;

/** A wall clock's reading. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const readers = new Map<string, Intl.DateTimeFormat>();

function reader(zone: string): Intl.DateTimeFormat {
  const known = readers.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  readers.set(zone, made);
  return made;
}

/** What the clocks of a zone show at a moment. */
export function wall(at: string | number, zone: string): Wall {
  const read = new Map(
    reader(zone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => read.get(name) ?? 0;
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

export const two = (value: number): string => String(value).padStart(2, "0");

/** `2026-11-23`, the name of a day in a zone; sorts as text. */
export const dayKey = (at: string | number, zone: string): string => {
  const { year, month, day } = wall(at, zone);
  return `${year}-${two(month)}-${two(day)}`;
};

/** Calendar days after a day key; negative for before. */
export const addDays = (key: string, days: number): string =>
  new Date(Date.parse(`${key}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const partsOf = (key: string): [number, string, number] => [
  Number(key.slice(8, 10)),
  MONTHS[Number(key.slice(5, 7)) - 1] ?? "",
  Number(key.slice(0, 4)),
];

/** `24 Oct` of a day key. */
export const dayShort = (key: string): string => partsOf(key).slice(0, 2).join(" ");

/** `Sat 24 Oct 2026` of a day key. */
export const dayLong = (key: string): string =>
  `${DAYS[new Date(`${key}T00:00:00Z`).getUTCDay()] ?? ""} ${partsOf(key).join(" ")}`;

/** `Oct 2026` of a day key. */
export const monthLong = (key: string): string => partsOf(key).slice(1).join(" ");

export const clock = (at: string | number, zone: string): string => {
  const { hour, minute } = wall(at, zone);
  return `${two(hour)}:${two(minute)}`;
};

export const clockExact = (at: string | number, zone: string): string =>
  `${clock(at, zone)}:${two(wall(at, zone).second)}`;

/** `23 Nov 2026, 14:02`. */
export const moment = (at: string | number, zone: string): string =>
  `${partsOf(dayKey(at, zone)).join(" ")}, ${clock(at, zone)}`;

/** To the second, with the zone, for titles. */
export const momentExact = (at: string | number, zone: string): string =>
  `${dayLong(dayKey(at, zone))}, ${clockExact(at, zone)} ${zone}`;

/** The days of a period whose end is not included: `24 Oct – 23 Nov 2026`; with hours where it is short. */
export function period(from: string, to: string, zone: string): string {
  const hours = Date.parse(to) - Date.parse(from) <= 3 * DAY_MS;
  const [first, last] = [dayKey(from, zone), dayKey(Date.parse(to) - 1, zone)];
  if (hours && !(startsDay(from, zone) && startsDay(to, zone)))
    return first === dayKey(to, zone)
      ? `${moment(from, zone)} – ${clock(to, zone)}`
      : `${dayShort(first)} ${clock(from, zone)} – ${moment(to, zone)}`;
  if (first === last) return partsOf(first).join(" ");
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  return `${sameYear ? dayShort(first) : partsOf(first).join(" ")} – ${partsOf(last).join(" ")}`;
}

const startsDay = (at: string, zone: string): boolean => clockExact(at, zone) === "00:00:00";
