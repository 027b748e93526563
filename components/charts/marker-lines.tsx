"use client";

import { usePlotArea } from "recharts";
import type { Marker } from "@/lib/client/markers";

interface Props {
  markers: readonly Marker[];
  /** How many places the axis has. */
  slots: number;
  kind: "bars" | "lines";
  /** What the axis leaves free at both ends. */
  padding: number;
}

const CHARACTER = 6.1;

/** Switches as thin lines. A label stands where it has room; all of them are in the tooltip and in the table. */
export function MarkerLines({ markers, slots, kind, padding }: Props) {
  const area = usePlotArea();
  if (area === undefined || slots === 0) return null;
  const places = markers.map((marker) => ({ ...marker, x: xOf(marker, area, slots, kind, padding) }));
  const named = withRoom(places, area.x);
  return (
    <g>
      {places.map(({ id, x, title, label }) => (
        <g key={id}>
          <title>{title}</title>
          <line
            x1={x}
            x2={x}
            y1={area.y - 12}
            y2={area.y + area.height}
            stroke="var(--ink-2)"
            strokeDasharray="2 3"
          />
          {named.has(id) && (
            <text x={x - 5} y={area.y - 4} textAnchor="end" fontSize={11.5} fill="var(--ink-2)">
              {label}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** The newest first: a label stands left of its line, where no newer one stands already. */
function withRoom(places: readonly (Marker & { x: number })[], left: number): ReadonlySet<number> {
  const named = new Set<number>();
  let free = Number.POSITIVE_INFINITY;
  for (const { id, x, label } of places.toReversed()) {
    const start = x - 5 - label.length * CHARACTER;
    if (x > free || start < left) continue;
    named.add(id);
    free = start - 4;
  }
  return named;
}

/** A point of a line stands in the middle of its slot, a bar fills it. */
function xOf(
  { slot, part }: Marker,
  area: { x: number; width: number },
  slots: number,
  kind: "bars" | "lines",
  padding: number,
): number {
  const along =
    kind === "bars" || slots === 1
      ? ((slot + part) / slots) * area.width
      : padding + ((slot + part - 0.5) / (slots - 1)) * (area.width - 2 * padding);
  return area.x + Math.max(0, Math.min(area.width, along));
}
