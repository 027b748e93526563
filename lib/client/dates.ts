import { addDays, two } from "@/lib/domain/dates";

/** Dates and times in words of the browser alone; those that the server writes, too, are the domain's. */

/** The Monday of the week of a day key. */
export const mondayOf = (key: string): string =>
  addDays(key, -((new Date(`${key}T00:00:00Z`).getUTCDay() + 6) % 7));

/** How long ago, in words that do not tick faster than one can read: `0.4 s`, `12 s`, `3 min`, `2 h`, `5 d`. */
export function age(ms: number): string {
  const second = Math.max(0, ms) / 1000;
  if (second < 10) return `${second.toFixed(1)} s`;
  if (second < 60) return `${Math.floor(second)} s`;
  if (second < 3600) return `${Math.floor(second / 60)} min`;
  if (second < 172_800) return `${Math.floor(second / 3600)} h`;
  return `${Math.floor(second / 86_400)} d`;
}

const SPANS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** How long something has lasted, in its two largest units: `12 s`, `3 min`, `3 h 12 min`, `5 d 4 h`. */
export function lasting(ms: number): string {
  const second = Math.floor(Math.max(0, ms) / 1000);
  const at = SPANS.findIndex(([size]) => second >= size);
  const [size, unit] = SPANS[at] ?? [1, "s"];
  const [less, lesser] = SPANS[at + 1] ?? [1, "s"];
  const rest = Math.floor((second % size) / less);
  return size <= 60 || rest === 0
    ? `${Math.floor(second / size)} ${unit}`
    : `${Math.floor(second / size)} ${unit} ${rest} ${lesser}`;
}

/** What is left of a time, ticking: `9:58`. */
export function countdown(ms: number): string {
  const second = Math.ceil(Math.max(0, ms) / 1000);
  return `${Math.floor(second / 60)}:${two(second % 60)}`;
}
