"use client";

import type { Marker } from "@/lib/client/markers";
import { added } from "@/lib/client/series";
import type { PlotData, Reading } from "./plot-data";

interface Props {
  plot: PlotData;
  reading: Reading;
  hidden: ReadonlySet<number>;
  /** Whether the series add up, so that their sum means something. */
  summed: boolean;
  markers: readonly Marker[];
  /** Given by recharts. */
  active?: boolean;
  label?: unknown;
}

/** Exact figures of one slot. Reads the current figures by the slot's name, so that it stays right while they change. */
export function PlotTooltip({ plot, reading, hidden, summed, markers, active, label }: Props) {
  const index = plot.slots.findIndex(({ key }) => key === label);
  const slot = plot.slots[index];
  if (active !== true || slot === undefined) return null;
  const values = plot.values[index] ?? [];
  const shown = plot.series.map((series, at) => ({ ...series, at })).filter(({ at }) => !hidden.has(at));
  const remark = plot.remarks?.[index];
  return (
    <div className="rounded-control border border-line-strong bg-raised px-3 py-2 text-small text-ink shadow-lg">
      <p className="mb-1 font-strong">{slot.title}</p>
      <table>
        <tbody>
          {shown.map(({ name, colour, at }) => (
            <tr key={name}>
              <th scope="row" className="pr-4 text-left font-normal text-ink-2">
                <span
                  aria-hidden="true"
                  className="mr-1.5 inline-block size-2 rounded-[2px]"
                  style={{ background: colour }}
                />
                {name}
              </th>
              <td className="text-right whitespace-nowrap">{reading.exact(values[at] ?? null)}</td>
            </tr>
          ))}
          {summed && shown.length > 1 && (
            <tr>
              <th scope="row" className="pr-4 text-left font-normal text-ink-2">
                Together
              </th>
              <td className="text-right whitespace-nowrap">
                {reading.exact(added(shown.map(({ at }) => values[at] ?? null)))}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {remark && <p className="mt-1 text-ink-3">{remark}</p>}
      {markers
        .filter((marker) => marker.slot === index)
        .map(({ id, title }) => (
          <p key={id} className="mt-1 max-w-[36ch] whitespace-normal wrap-anywhere">
            <span aria-hidden="true">┆ </span>
            {title}
          </p>
        ))}
    </div>
  );
}
