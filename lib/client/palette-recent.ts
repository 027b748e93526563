/** A place that was gone to from the palette. */
export interface Place {
  name: string;
  path: string;
}

const KEPT = 5;
const KEY = "greenlight-recent";

/** The newest first, each once. */
export const withPlace = (places: readonly Place[], place: Place): Place[] =>
  [place, ...places.filter(({ path }) => path !== place.path)].slice(0, KEPT);

/** What is kept, as far as it is places of this site; whatever else stands there is as if it were not. */
export function placesFrom(text: string | null): Place[] {
  if (text === null) return [];
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) ? kept.filter(isPlace).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

const isPlace = (kept: unknown): kept is Place =>
  typeof kept === "object" &&
  kept !== null &&
  "name" in kept &&
  typeof kept.name === "string" &&
  "path" in kept &&
  typeof kept.path === "string" &&
  /^\/(?![/\\])/.test(kept.path);

/** Of this tab, and gone with it: topics are not for whoever sits down here next. */
export function recentPlaces(): Place[] {
  try {
    return placesFrom(sessionStorage.getItem(KEY));
  } catch {
    return [];
  }
}

export function keepPlace(place: Place): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(withPlace(recentPlaces(), place)));
  } catch {
    // A browser that keeps nothing has no recent places.
  }
}

/** For who signs out. */
export function forgetPlaces(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
