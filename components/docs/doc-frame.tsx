import Link from "next/link";
import type { ReactNode } from "react";
import { Contents, type Entry } from "./contents";

interface Props {
  sections: readonly Entry[];
  /** What it is filled with, and what else it could be. */
  head?: ReactNode;
  children: ReactNode;
}

/** What stands around a document: the way back, what it is filled with, its contents. */
export function DocFrame({ sections, head, children }: Props) {
  const entries = sections.filter(({ depth }) => depth === 2 || depth === 3);
  return (
    <>
      <p className="no-print mb-3 text-small text-ink-3">
        <Link href="/docs" prefetch={false} className="link">
          ← Docs
        </Link>
      </p>
      {head}
      <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_260px]">
        <article className="min-w-0 text-body text-ink">
          {entries.length > 3 && <Contents entries={entries} folded />}
          {children}
        </article>
        {entries.length > 3 && <Contents entries={entries} />}
      </div>
    </>
  );
}
