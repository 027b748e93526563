"use client";

import { usePlotArea, useYAxisScale } from "recharts";
import type { Threshold } from "./plot-data";

interface Props {
  thresholds: readonly Threshold[];
  band: readonly [number, number] | null;
  tick: (value: number) => string;
}

const LABEL_HEIGHT = 13;

/** Thresholds as dashed lines. Their labels stand right of the plot, where no curve runs, and never on each other. */
export function ThresholdLines({ thresholds, band, tick }: Props) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  if (area === undefined || scale === undefined) return null;
  const y = (value: number): number => scale(value) ?? area.y;
  const [low, high] = band ?? [0, 0];
  const levels = [...thresholds.map(({ value }) => value), ...(band ?? [])].sort((a, b) => b - a);
  const right = area.x + area.width;
  return (
    <g>
      {band && (
        <rect
          x={area.x}
          width={area.width}
          y={y(high)}
          height={y(low) - y(high)}
          fill="var(--sunken)"
          opacity={0.7}
        />
      )}
      {levels.map((value) => (
        <line
          key={value}
          x1={area.x}
          x2={right}
          y1={y(value)}
          y2={y(value)}
          stroke="var(--ink-3)"
          strokeDasharray="4 3"
        />
      ))}
      {apart(levels.map(y)).map((at, index) => (
        <text key={levels[index]} x={right + 6} y={at + 4} fontSize={11.5} fill="var(--ink-2)">
          {tick(levels[index] ?? 0)}
        </text>
      ))}
    </g>
  );
}

/** Moves labels down until each has its own line. */
function apart(places: readonly number[]): number[] {
  let free = Number.NEGATIVE_INFINITY;
  return places.map((place) => {
    const at = Math.max(place, free);
    free = at + LABEL_HEIGHT;
    return at;
  });
}
