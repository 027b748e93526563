/** As it is compared: without case and marks. */
export const plain = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** How well a text answers what is typed: 0 it begins so, 1 with beginnings of its words, 2 within; null: not at all. */
export function rankOf(typed: string, text: string): 0 | 1 | 2 | null {
  const [wanted, whole] = [plain(typed), plain(text)];
  if (whole.startsWith(wanted)) return 0;
  const parts = wanted.split(/\s+/);
  const words = whole.split(/[^\p{L}\p{N}]+/u);
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 1;
  return parts.every((part) => whole.includes(part)) ? 2 : null;
}

/** What answers to what is typed, the best first and otherwise in its order. */
export const ranked = <Item>(items: readonly Item[], typed: string, textOf: (item: Item) => string): Item[] =>
  items
    .map((item) => ({ item, rank: rankOf(typed, textOf(item)) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ item }) => item);
