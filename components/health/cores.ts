import { fixed, UNKNOWN } from "@/lib/domain/format";

/** `1.42 cores`, with a space that does not break. */
export const cores = (value: number | null): string =>
  value === null ? UNKNOWN : `${fixed(value, value < 10 ? 2 : 1)}\u00a0${value === 1 ? "core" : "cores"}`;
