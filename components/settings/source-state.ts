import type { Source } from "@/lib/contract/sources";

interface StateWords {
  /** A shape of its own for each state, so that colour is never the only sign. */
  sign: string;
  word: string;
  colour: string;
  /** What it means, and what to do where something is to be done. */
  meaning: string;
}

export const STATES: Record<Source["state"], StateWords> = {
  ok: { sign: "✓", word: "ok", colour: "text-ink-2", meaning: "" },
  waiting: {
    sign: "◌",
    word: "waiting",
    colour: "text-ink-2",
    meaning:
      "The file is not there yet. It is read as soon as it appears; if it should be there, check the path.",
  },
  retrying: {
    sign: "↻",
    word: "retrying",
    colour: "text-amber",
    meaning: "The file looks half-written. It is read again until it is whole.",
  },
  failing: {
    sign: "▲",
    word: "failing",
    colour: "text-red",
    meaning: "What was read before stays. It is read again as soon as the file changes.",
  },
};

/** Those that need somebody first, then in their order. */
export const byUrgency = (sources: readonly Source[]): Source[] =>
  sources.toSorted((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state));

const URGENCY: readonly Source["state"][] = ["failing", "retrying", "waiting", "ok"];
