import type { ReactNode } from "react";

const PARTS = ["sources", "configuration", "reconciliation"] as const;

type PartId = (typeof PARTS)[number];

/** Leads to the parts of a long page. */
export const OnThisPage = () => (
  <nav aria-label="On this page" className="no-print flex flex-wrap gap-x-4 text-small">
    {PARTS.map((part) => (
      <a key={part} href={`#${part}`} className="link py-1 capitalize">
        {part}
      </a>
    ))}
  </nav>
);

/** A part that can be led to; stands clear of the phone's fixed header. */
export const Part = ({ id, children }: { id: PartId; children: ReactNode }) => (
  <div id={id} className="min-w-0 scroll-mt-16 md:scroll-mt-3">
    {children}
  </div>
);
