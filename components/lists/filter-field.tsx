"use client";

import { useEffect, useRef, useState } from "react";
import { useView } from "@/lib/client/use-view";

/** Narrows a list to the rows that hold a text. In the address, without a step in the history for each key. */
export function FilterField({ label }: { label: string }) {
  const { view, amend } = useView();
  // The address follows a moment later; while somebody types, the field shows what was typed.
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // What was typed before the page was live told nobody. The router listens a moment after its pages do.
    const timer = setTimeout(() => {
      const text = field.current?.value || null;
      if (text !== view.q) amend({ q: text });
    });
    return () => clearTimeout(timer);
  }, [view.q, amend]);
  return (
    <input
      ref={field}
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={100}
      value={typed ?? view.q ?? ""}
      onChange={(event) => {
        setTyped(event.target.value);
        amend({ q: event.target.value || null });
      }}
      onBlur={() => setTyped(null)}
      className="no-print min-h-8 w-60 max-w-full rounded-control border border-line-strong bg-surface px-2.5 text-small text-ink placeholder:text-ink-3"
    />
  );
}

/** Whether a row holds every word of a filter, in any of its texts. */
export function matches(filter: string | null, texts: readonly (string | null)[]): boolean {
  if (filter === null) return true;
  const all = texts.join("\n").toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
