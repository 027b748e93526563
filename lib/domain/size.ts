const UNIT_BYTES = { kB: 1e3, MB: 1e6, GB: 1e9 } as const;
const SIZE = /^(\d+(?:\.\d+)?) ?(kB|MB|GB)$/;

/** Whether the text is a size as settings write it: `1.5 GB`. */
export const isSize = (text: string): boolean => SIZE.test(text);

/**
 * A size such as `1.5 GB` in bytes. Units are decimal.
 *
 * @throws RangeError on any other text; schemas refuse it first, by `isSize`.
 */
export function sizeBytes(text: string): number {
  const [, count, unit] = SIZE.exec(text) ?? [];
  if (count === undefined || (unit !== "kB" && unit !== "MB" && unit !== "GB"))
    throw new RangeError(`not a size: ${text}`);
  return Math.round(Number(count) * UNIT_BYTES[unit]);
}
