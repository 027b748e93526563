/**
 * The one value of this name in the process, made at its first use. Next gives pages, route handlers and
 * instrumentation a copy of every module each, so a module variable would exist three times.
 */
export function remember<T>(name: string, make: () => T): T {
  const kept: Record<symbol, unknown> = globalThis as never;
  const key = Symbol.for(`greenlight.${name}`);
  kept[key] ??= make();
  return kept[key] as T;
}
