/** One line of the palette: a place to go to, or something to do. */
export interface Entry {
  /** Of its own in the list. */
  key: string;
  name: string;
  /** What tells it from others of its name. */
  hint: string | null;
  /** Why it may not be chosen by whoever looks; null where it may. */
  locked: string | null;
  act: { path: string } | { run: () => void };
}

export interface Section {
  title: string;
  entries: readonly Entry[];
}
