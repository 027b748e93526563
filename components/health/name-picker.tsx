"use client";

import { ViewLink } from "@/components/view/view-link";
import { USUAL_LATENCY } from "./latency-name";

/** Articles have a chart of their own beside it. */
const ELSEWHERE = "article";

/** What there are latencies of. Names come from outside: there may be many, and long ones. */
export function NamePicker({ names, shown }: { names: readonly string[]; shown: string }) {
  const all = [...new Set([USUAL_LATENCY, ...names.filter((name) => name !== ELSEWHERE), shown])];
  if (all.length === 1) return null;
  return (
    <nav
      aria-label="Latency of"
      className="no-print flex max-h-20 min-w-0 flex-wrap gap-x-1 overflow-y-auto text-small text-ink-2"
    >
      {all.map((name) => (
        <ViewLink
          key={name}
          change={{ by: name === USUAL_LATENCY ? null : name }}
          current={name === shown}
          title={name}
          className="inline-flex min-h-7 max-w-48 items-center rounded-[6px] px-2 hover:text-ink aria-[current=true]:bg-sunken aria-[current=true]:font-strong aria-[current=true]:text-ink"
        >
          <bdi className="truncate">{name}</bdi>
        </ViewLink>
      ))}
    </nav>
  );
}
