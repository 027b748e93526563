const TITLE_MAX = 80;

/** A name from outside, short enough for the title of a tab. */
export function titled(name: string): string {
  const characters = [...name];
  return characters.length <= TITLE_MAX ? name : `${characters.slice(0, TITLE_MAX - 1).join("")}…`;
}
