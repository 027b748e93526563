"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { ChartFrame } from "./chart-frame";
import { Legend } from "./legend";
import type { PlotData, Reading, Threshold } from "./plot-data";
import { useMarkers } from "./use-markers";
import { useTurn } from "./use-turn";

/** The drawing library is loaded after the figures are on screen; the frame keeps its place. */
const Plot = dynamic(() => import("./plot").catch(() => ({ default: NoPlot })), { ssr: false });

const NoPlot = () => (
  <p className="text-small text-ink-3">
    The chart could not be loaded; the table has the same figures. Reloading the page tries again.
  </p>
);

interface Props {
  title: string;
  unit: string;
  summary: ReactNode;
  kind: "bars" | "lines";
  plot: PlotData;
  reading: Reading;
  csv: string;
  thresholds?: readonly Threshold[];
  /** Where values are expected to lie. */
  band?: { name: string; between: readonly [number, number] } | null;
  /** Where the axis of lines begins, if not at zero: shares that are all high are told apart only near the top. */
  floor?: number;
  height?: number;
  className?: string;
}

/** Figures over time: stacked bars where parts add up, lines where they do not. */
export function TimeChart(props: Props) {
  const { kind, thresholds = [], band = null, floor = 0, height = 200, ...frame } = props;
  const { title, plot, reading } = frame;
  const markers = useMarkers(plot.slots);
  const due = useTurn();
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const toggle = (index: number) => {
    const next = new Set(hidden);
    if (!next.delete(index)) next.add(index);
    setHidden(next);
  };
  const legend = { series: plot.series, hidden, toggle, thresholds, band, markers, tick: reading.tick };
  return (
    <ChartFrame {...frame} markers={markers} height={height} legend={<Legend {...legend} />}>
      {due && (
        <Plot
          title={title}
          kind={kind}
          plot={plot}
          reading={reading}
          hidden={hidden}
          thresholds={thresholds}
          band={band?.between ?? null}
          floor={floor}
          markers={markers.shown}
        />
      )}
    </ChartFrame>
  );
}
