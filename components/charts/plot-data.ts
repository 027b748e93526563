import type { Slot } from "@/lib/client/buckets";

/** One row of the legend, and one line or one part of each bar. */
export interface PlotSeries {
  name: string;
  /** A CSS colour, from the variables of globals.css. */
  colour: string;
  /** Its figure over the whole period, for the legend. */
  total?: string;
  quiet?: boolean;
}

/** A figure that the values are held against. */
export interface Threshold {
  value: number;
  /** `target`, `limit`: says in the legend what the line is. */
  name: string;
}

/** What a chart draws: slots along the time axis, one value for each series in each, null where there is a gap. */
export interface PlotData {
  slots: readonly Slot[];
  series: readonly PlotSeries[];
  values: readonly (readonly (number | null)[])[];
  /** What a slot's figures stand on, such as `n = 3`. */
  remarks?: readonly string[];
}

/** How a chart's values read: on its axis, and exactly. */
export interface Reading {
  tick: (value: number) => string;
  exact: (value: number | null) => string;
}

/** About four round ticks from `floor` to at least `max`. */
export function ticksTo(max: number, floor = 0): number[] {
  if (!(max > floor)) return [floor, floor + 1];
  const rough = (max - floor) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((size) => size * power).find((size) => size >= rough * 0.999) ?? rough;
  const steps = Math.ceil((max - floor) / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => Number((floor + index * step).toPrecision(12)));
}

/** The largest height that is drawn. */
export function highest(
  { values }: PlotData,
  kind: "bars" | "lines",
  hidden: ReadonlySet<number>,
  thresholds: readonly number[],
): number {
  const heights = values.map((row) => {
    const shown = row.map((value, index) => (hidden.has(index) ? 0 : (value ?? 0)));
    return kind === "bars" ? shown.reduce((sum, value) => sum + value, 0) : Math.max(0, ...shown);
  });
  return Math.max(0, ...heights, ...thresholds);
}
