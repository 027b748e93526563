"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

/** So long nobody has typed: then it is asked. */
const PAUSE_MS = 200;

/** Searches the documents, while one types; without scripts as a form. */
export function DocSearch({ q }: { q: string }) {
  const router = useRouter();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q);
  // Who left the field for another search, or for none, is not brought back to what was typed before.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(q);
  }, [q]);
  useEffect(() => {
    const wanted = (field.current?.value ?? typed).trim();
    if (wanted === q) return;
    const timer = setTimeout(() => {
      router.replace(wanted === "" ? "/docs" : `/docs?q=${encodeURIComponent(wanted)}`, { scroll: false });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, q, router]);
  return (
    <search>
      <form action="/docs" method="get" className="flex max-w-[60ch] gap-2">
        <input
          ref={field}
          type="search"
          name="q"
          aria-label="Search the documents"
          placeholder="What to do, a setting, an endpoint …"
          maxLength={200}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          className="field"
        />
        <button type="submit" className="control shrink-0">
          Search
        </button>
      </form>
    </search>
  );
}
