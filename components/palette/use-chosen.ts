"use client";

import { useState } from "react";
import type { Entry } from "./entry";

interface Chosen {
  at: number;
  current: Entry | undefined;
  select: (key: string) => void;
  /** To the next or the one before, round at the ends. */
  step: (by: 1 | -1) => void;
}

/**
 * Which entry Enter takes: the first until somebody chooses, and again when something else is typed. It is kept by its key,
 * so that what arrives meanwhile changes nothing.
 */
export function useChosen(entries: readonly Entry[], typed: string): Chosen {
  const [chosen, setChosen] = useState<{ key: string; typed: string } | null>(null);
  const key = chosen?.typed === typed ? chosen.key : null;
  const at = Math.max(
    0,
    entries.findIndex((entry) => entry.key === key),
  );
  const select = (wanted: string) => setChosen({ key: wanted, typed });
  return {
    at,
    current: entries[at],
    select,
    step: (by) => {
      const next = entries[(at + by + entries.length) % entries.length];
      if (next !== undefined) select(next.key);
    },
  };
}
