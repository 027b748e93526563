const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(\d{1,6})([smh])$/;

/** Whether the text is a length of time as settings write it: `15s`, `5m`, `24h`. */
export const isDuration = (text: string): boolean => DURATION.test(text);

/**
 * A length of time such as `15s`, `5m` or `24h`, in milliseconds.
 *
 * @throws RangeError on any other text; schemas refuse it first, by `isDuration`.
 */
export function durationMs(text: string): number {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || (unit !== "s" && unit !== "m" && unit !== "h")) {
    throw new RangeError(`not a duration: ${text}`);
  }
  return Number(count) * UNIT_MS[unit];
}
