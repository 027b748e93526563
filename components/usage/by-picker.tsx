"use client";

import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import { ViewLink } from "@/components/view/view-link";
import { DIMENSIONS, type Dimension } from "@/lib/contract/usage";

/** What tokens and dollars are split by. Sorting by a column goes along. */
export function ByPicker({ by }: { by: Dimension }) {
  return (
    <nav aria-label="Split by" className={SEGMENTS}>
      {DIMENSIONS.map((dimension) => (
        <ViewLink
          key={dimension}
          change={{ by: dimension === "provider" ? null : dimension }}
          current={dimension === by}
          className={`${SEGMENT} capitalize`}
        >
          {dimension}
        </ViewLink>
      ))}
    </nav>
  );
}
