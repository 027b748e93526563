import type { Phase, Release } from "./release";

/** How a release ended, or where it stands, in a few words. */
export function outcomeText({
  state,
  undone_by: by,
}: {
  state: Phase["name"];
  undone_by: Release["undoneBy"];
}): string {
  if (state === "rolled_back" && by !== null)
    return by.automatic
      ? `went back by itself${by.rule === null ? "" : `: ${by.rule}`}`
      : `rolled back by ${by.actor}`;
  return state.replaceAll("_", " ");
}
