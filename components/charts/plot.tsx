"use client";

import { Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import type { Marker } from "@/lib/client/markers";
import { MarkerLines } from "./marker-lines";
import { highest, type PlotData, type Reading, type Threshold, ticksTo } from "./plot-data";
import { PlotTooltip } from "./plot-tooltip";
import { ThresholdLines } from "./threshold-lines";

export interface PlotProps {
  title: string;
  kind: "bars" | "lines";
  plot: PlotData;
  reading: Reading;
  hidden: ReadonlySet<number>;
  thresholds: readonly Threshold[];
  band: readonly [number, number] | null;
  markers: readonly Marker[];
  /** Where the axis begins. */
  floor: number;
}

interface Row {
  key: string;
  values: readonly (number | null)[];
}

const PADDING = 8;
/** Above the plot, where no curve runs, labels of switches have a line of their own. */
const LABELS = 20;
const TICK = { fill: "var(--ink-3)", fontSize: 11.5 };

/** Draws what it is given: it neither fetches nor sums over time. */
export default function Plot(props: PlotProps) {
  const { title, kind, plot, reading, hidden, thresholds, band, floor, markers } = props;
  const levels = [...thresholds.map(({ value }) => value), ...(band ?? [])];
  const ticks = ticksTo(highest(plot, kind, hidden, levels), floor);
  const rows: Row[] = plot.slots.map(({ key }, index) => ({ key, values: plot.values[index] ?? [] }));
  const labels = new Map(plot.slots.map(({ key, label }) => [key, label]));
  const widest = Math.max(...ticks.map((tick) => reading.tick(tick).length));
  const rightmost = Math.max(0, ...levels.map((level) => reading.tick(level).length));
  return (
    <ComposedChart
      data={rows}
      title={title}
      responsive
      style={{ width: "100%", height: "100%" }}
      margin={{
        top: markers.length > 0 ? LABELS : 8,
        right: rightmost === 0 ? 4 : 10 + rightmost * 6.4,
        bottom: 0,
        left: 0,
      }}
      barCategoryGap="24%"
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="key"
        tickFormatter={(key: string) => labels.get(key) ?? ""}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        interval="equidistantPreserveStart"
        minTickGap={44}
        height={24}
        padding={kind === "lines" ? { left: PADDING, right: PADDING } : {}}
      />
      <YAxis
        domain={[floor, ticks.at(-1) ?? 1]}
        ticks={ticks}
        tickFormatter={reading.tick}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        // There are few, and they fit: none is measured on the page to find that out.
        interval={0}
        width={12 + widest * 6.6}
      />
      <ThresholdLines thresholds={thresholds} band={band} tick={reading.tick} />
      <Tooltip
        content={<PlotTooltip {...{ plot, reading, hidden, markers }} summed={kind === "bars"} />}
        isAnimationActive={false}
        cursor={kind === "bars" ? { fill: "var(--sunken)", opacity: 0.6 } : { stroke: "var(--line-strong)" }}
      />
      {kind === "bars" ? bars(plot, hidden) : lines(plot, hidden)}
      <MarkerLines markers={markers} slots={plot.slots.length} kind={kind} padding={PADDING} />
    </ComposedChart>
  );
}

const drawn = ({ series }: PlotData, hidden: ReadonlySet<number>) =>
  series.map((one, index) => ({ ...one, index })).filter(({ index }) => !hidden.has(index));

const bars = (plot: PlotData, hidden: ReadonlySet<number>) =>
  drawn(plot, hidden).map(({ name, colour, index }) => (
    <Bar
      key={name}
      name={name}
      dataKey={(row: Row) => row.values[index]}
      stackId="all"
      fill={colour}
      stroke="var(--surface)"
      strokeWidth={0.75}
      maxBarSize={28}
      isAnimationActive={false}
    />
  ));

/** Quiet lines first, so that the main one lies on top. */
const lines = (plot: PlotData, hidden: ReadonlySet<number>) =>
  drawn(plot, hidden)
    .toSorted((a, b) => Number(b.quiet ?? false) - Number(a.quiet ?? false))
    .map(({ name, colour, quiet, index }) => (
      <Line
        key={name}
        name={name}
        dataKey={(row: Row) => row.values[index]}
        stroke={colour}
        strokeWidth={quiet ? 1.25 : 1.75}
        connectNulls={false}
        dot={(at) => dot(at, plot, index, colour)}
        activeDot={{ r: 3.5, strokeWidth: 0, fill: colour }}
        isAnimationActive={false}
      />
    ));

/** A value between two gaps is no line: it is shown as a dot. */
function dot(
  at: { cx?: number; cy?: number; index?: number },
  { values }: PlotData,
  series: number,
  colour: string,
) {
  const { cx, cy, index = 0 } = at;
  const known = (place: number) => (values[place]?.[series] ?? null) !== null;
  if (cy === undefined || !known(index) || known(index - 1) || known(index + 1)) return <g key={index} />;
  return <circle key={index} cx={cx} cy={cy} r={2.5} fill={colour} />;
}
