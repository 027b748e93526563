"use client";

import { type CSSProperties, type ReactNode, useId, useState } from "react";
import { DataTable } from "@/components/data-table";
import type { Markers } from "@/lib/client/markers";
import type { PlotData, Reading } from "./plot-data";

interface Props {
  title: string;
  /** What the values are in, and per what: `US $ per day`. */
  unit: string;
  /** The chart's message in one sentence; also what a screen reader hears first. */
  summary: ReactNode;
  plot: PlotData;
  reading: Reading;
  markers: Markers;
  /** The same figures from the API, as CSV. */
  csv: string;
  legend: ReactNode;
  height: number;
  className?: string;
  children: ReactNode;
}

/** Every chart sits in this frame: a title, a unit, a sentence, and the same figures as a table and as CSV. */
export function ChartFrame(props: Props) {
  const {
    title,
    unit,
    summary,
    plot,
    reading,
    markers,
    csv,
    legend,
    height,
    className = "",
    children,
  } = props;
  const id = useId();
  const [tabular, setTabular] = useState(false);
  return (
    <figure
      aria-labelledby={id}
      className={`flex min-w-0 flex-col rounded-card border border-line bg-surface p-3.5 print:break-inside-avoid print:p-2 ${className}`}
    >
      <figcaption>
        <div className="flex items-baseline justify-between gap-3">
          <h2 id={id} className="text-card">
            {title} <span className="font-normal text-ink-3">{unit}</span>
          </h2>
          <div className="no-print flex shrink-0 gap-3 text-small text-ink-3">
            {tabular && (
              <a href={csv} download className="link">
                CSV
              </a>
            )}
            <button
              type="button"
              aria-pressed={tabular}
              onClick={() => setTabular(!tabular)}
              className="rounded-[4px] hover:text-ink"
            >
              {tabular ? "chart" : "table · csv"}
              <span className="sr-only"> of {title}</span>
            </button>
          </div>
        </div>
        <p className="text-small text-ink-3">{summary}</p>
        <div className="mt-1 mb-1.5">{legend}</div>
      </figcaption>
      <div
        style={{ "--height": `${height}px` } as CSSProperties}
        className="mt-auto h-(--height) print:h-auto"
      >
        {tabular ? <Twin {...{ title, plot, reading, markers, height }} /> : children}
      </div>
    </figure>
  );
}

type TwinProps = Pick<Props, "title" | "plot" | "reading" | "markers" | "height">;

function Twin({ title, plot, reading, markers, height }: TwinProps) {
  const rows = plot.slots.map((slot, index) => ({ ...slot, index, values: plot.values[index] ?? [] }));
  const remarks = plot.remarks;
  return (
    <DataTable
      caption={`${title}, as a table`}
      rows={rows}
      rowKey={({ key }) => key}
      maxHeight={height}
      columns={[
        { key: "time", title: "Time", cell: (row) => row.title },
        ...plot.series.map(({ name }, at) => ({
          key: name,
          title: name,
          numeric: true,
          cell: (row: (typeof rows)[number]) => reading.exact(row.values[at] ?? null),
        })),
        ...(remarks
          ? [
              {
                key: "n",
                title: "Samples",
                numeric: true,
                cell: (row: (typeof rows)[number]) => remarks[row.index],
              },
            ]
          : []),
        ...(markers.shown.length > 0
          ? [
              {
                key: "switches",
                title: "Switches",
                cell: (row: (typeof rows)[number]) =>
                  markers.shown
                    .filter(({ slot }) => slot === row.index)
                    .map(({ id, title: said }) => <p key={id}>{said}</p>),
              },
            ]
          : []),
      ]}
    />
  );
}
