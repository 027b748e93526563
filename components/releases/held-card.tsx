import Link from "next/link";
import { stateWords } from "@/lib/client/release-words";
import type { ReleaseSummary } from "@/lib/contract/releases";
import { heldSection } from "@/lib/domain/docs-links";

type Held = NonNullable<ReleaseSummary["held"]>;

/** Why it goes no further: what was seen, what that means, and what ends it. */
export const HeldCard = ({ release, held }: { release: ReleaseSummary; held: Held }) => (
  <section
    aria-label="Why it is held"
    className="grid gap-1 rounded-card border border-line bg-amber-soft p-3.5 text-small text-ink"
  >
    <p className="text-card">
      <span aria-hidden="true" className="text-amber">
        ▲{" "}
      </span>
      {capital(stateWords(release).words)}
    </p>
    <p className="max-w-[90ch] wrap-anywhere">{held.said}</p>
    {!held.said.startsWith(held.means) && (
      <p className="max-w-[90ch] text-ink-2">That means: {held.means}.</p>
    )}
    <p className="max-w-[90ch] text-ink-2">What releases it: {held.released_by}.</p>
    <Link
      href={heldSection(held.reason)}
      prefetch={false}
      className="link no-print flex min-h-6 w-fit items-center"
    >
      What to do, step by step
    </Link>
  </section>
);

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
