import { drawsOf, shuffled } from "./random";

const SUBJECTS = [
  "AI coding assistants",
  "flaky tests",
  "technical debt",
  "open-source maintenance",
  "four-day weeks",
  "remote onboarding",
  "cloud egress fees",
  "code review",
  "synthetic test data",
  "self-healing tests",
  "legacy mainframes",
  "developer surveys",
  "continuous deployment",
  "chip export controls",
  "the programmer shortage",
  "software audits",
  "usage-based pricing",
  "data-centre power",
  "the gig economy",
  "carbon markets",
];

/** Each reads well with a singular and with a plural. */
const ANGLES: readonly ((subject: string) => string)[] = [
  (subject) => `The hidden price of ${subject}`,
  (subject) => `The economics of ${subject}`,
  (subject) => `Who pays for ${subject}?`,
  (subject) => `The trouble with ${subject}`,
  (subject) => `The case for ${subject}`,
  (subject) => `The case against ${subject}`,
  (subject) => `Putting a number on ${subject}`,
  (subject) => `The limits of ${subject}`,
  (subject) => `How firms learned to live with ${subject}`,
  (subject) => `Lessons from a decade of ${subject}`,
  (subject) => `The productivity puzzle of ${subject}`,
  (subject) => `A balance-sheet for ${subject}`,
];

export const HEADLINES: readonly string[] = SUBJECTS.flatMap((subject) =>
  ANGLES.map((angle) => angle(subject)),
);

/** Articles of a day never get that far. */
export const SPARE_HEADLINES_FROM = 60;

/**
 * The headlines of one day since 1970, in order; no two alike.
 * Even and odd days draw from different halves, so that the same headline never comes twice within a day's length
 * and an article's two records cannot be taken for those of another.
 */
export function headlinesOfDay(seed: number, day: number): string[] {
  const half = HEADLINES.filter((_, index) => index % 2 === Math.abs(day % 2));
  return shuffled(drawsOf(seed, day, 1), half);
}
