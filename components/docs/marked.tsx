/** A text with the words that were found in it marked. */
export const Marked = ({ text, words }: { text: string; words: readonly string[] }) =>
  parts(text, words).map(({ at, said, hit }) =>
    hit ? (
      <mark key={at} className="rounded-[3px] bg-accent-soft px-0.5 font-strong text-ink">
        {said}
      </mark>
    ) : (
      said
    ),
  );

interface Part {
  at: number;
  said: string;
  hit: boolean;
}

function parts(text: string, words: readonly string[]): Part[] {
  if (words.length === 0) return [{ at: 0, said: text, hit: false }];
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map((word) => RegExp.escape(word));
  const found = new RegExp(`(${longestFirst.join("|")})`, "gi");
  let at = 0;
  return text.split(found).map((said, index) => {
    const part = { at, said, hit: index % 2 === 1 };
    at += said.length;
    return part;
  });
}
