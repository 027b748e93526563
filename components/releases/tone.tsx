import type { Said } from "@/lib/client/traffic-words";

const COLOURS = { calm: "text-ink-2", warn: "text-amber", bad: "text-red" } as const;

/** A state as a sign and words; both say it, colour only adds. */
export const Tone = ({ sign, words, tone }: Said) => (
  <span className={COLOURS[tone]} title={words}>
    <span aria-hidden="true">{sign} </span>
    {words}
  </span>
);
