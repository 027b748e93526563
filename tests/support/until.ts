import { vi } from "vitest";

/**
 * What a check gives once it throws no more, with the one patience of all tests: far more than a slow machine needs,
 * so that only what never comes fails.
 */
export const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 60_000 });
