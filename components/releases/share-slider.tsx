"use client";

import { type CSSProperties, useId } from "react";
import { SplitBar } from "@/components/split-bar";
import { weight } from "@/lib/client/traffic-words";

const MARKS = [0, 50, 100] as const;

interface Props {
  green: number;
  choose: (green: number) => void;
  /** What holds it back, for whoever may only look. */
  attributes: { "aria-disabled"?: true; "aria-describedby"?: string };
}

/** Green's share from 0 to 100: by mouse, by keys (the browser's own: arrows, Page, Home, End), or by a mark. */
export function ShareSlider({ green, choose, attributes }: Props) {
  const id = useId();
  return (
    <div className="grid gap-2">
      <div className="flex justify-between text-small">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-full bg-blue" />
          blue {weight(100 - green)}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-full bg-green" />
          green {weight(green)}
        </span>
      </div>
      <SplitBar green={green} />
      <label htmlFor={id} className="mt-1 text-small text-ink-2">
        Share of green
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={1}
        value={green}
        aria-valuetext={`${green} % green`}
        {...attributes}
        onChange={({ target }) => choose(Number(target.value))}
        style={{ "--share": `${green}%` } as CSSProperties}
        className="share-slider"
      />
      <div className="flex justify-between">
        {MARKS.map((mark) => (
          <button
            key={mark}
            type="button"
            aria-pressed={green === mark}
            {...attributes}
            onClick={() => choose(mark)}
            className="control min-h-7 px-2"
          >
            {weight(mark)}
            <span className="sr-only"> green</span>
          </button>
        ))}
      </div>
    </div>
  );
}
