"use client";

import type { Markers } from "@/lib/client/markers";
import { counted } from "@/lib/domain/format";
import type { PlotSeries, Threshold } from "./plot-data";

interface Props {
  series: readonly PlotSeries[];
  hidden: ReadonlySet<number>;
  toggle: (index: number) => void;
  thresholds: readonly Threshold[];
  band: { name: string } | null;
  markers: Markers;
  tick: (value: number) => string;
}

/** What is drawn. A series is taken out of the drawing and put back by its name; the table keeps it. */
export function Legend({ series, hidden, toggle, thresholds, band, markers, tick }: Props) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-small text-ink-2">
      {series.map(({ name, colour, total }, index) => (
        <li key={name} className="max-w-full">
          <button
            type="button"
            aria-pressed={!hidden.has(index)}
            onClick={() => toggle(index)}
            className="inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-[4px] hover:text-ink not-aria-pressed:line-through"
          >
            <span
              aria-hidden="true"
              className="size-2.5 shrink-0 rounded-[3px]"
              style={{ background: colour }}
            />
            <span className="truncate">{name}</span>
            {total && <span className="shrink-0 text-ink">{total}</span>}
          </button>
        </li>
      ))}
      {thresholds.map(({ name, value }) => (
        <li key={name} className="inline-flex min-h-6 items-center gap-1.5">
          <span aria-hidden="true" className="w-4 border-t border-dashed border-ink-3" />
          {name} {tick(value)}
        </li>
      ))}
      {band && (
        <li className="inline-flex min-h-6 items-center gap-1.5">
          <span aria-hidden="true" className="h-2.5 w-4 border-y border-dashed border-ink-3 bg-sunken" />
          {band.name}
        </li>
      )}
      {markers.shown.length > 0 && (
        <li className="inline-flex min-h-6 items-center gap-1.5">
          <span aria-hidden="true" className="h-3 border-l border-dashed border-ink-2" />
          {counted(markers.shown.length, "switch", "switches")}
          {markers.more > 0 && `, ${markers.more} earlier ones not drawn`}
        </li>
      )}
    </ul>
  );
}
