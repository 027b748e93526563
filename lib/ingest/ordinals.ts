/**
 * Counts what is alike within one document: 0 for the first of its words, 1 for the second.
 * See docs/decisions/0028-alike-records-by-ordinal.md.
 */
export function ordinals(): (words: string) => number {
  const seen = new Map<string, number>();
  return (words) => {
    const before = seen.get(words) ?? 0;
    seen.set(words, before + 1);
    return before;
  };
}
