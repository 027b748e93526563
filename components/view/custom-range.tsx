"use client";

import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { useView } from "@/lib/client/use-view";
import { addDays, dayKey } from "@/lib/domain/dates";
import { SEGMENT } from "./segment";
import type { Shown } from "./shown";

/** Two dates, both included, behind one button. Opens with the period on screen. */
export function CustomRange({ shown, current }: { shown: Shown; current: boolean }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === "Escape" && open) close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from wherever the focus is inside.
    <div className="flex" onKeyDown={closeOnEscape}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        aria-current={current ? "true" : undefined}
        onClick={() => setOpen(!open)}
        className={SEGMENT}
      >
        Custom
      </button>
      {open && <Dates id={id} shown={shown} close={close} />}
    </div>
  );
}

function Dates({ id, shown, close }: { id: string; shown: Shown; close: () => void }) {
  const { change } = useView();
  const [first, setFirst] = useState(dayKey(shown.from, shown.timezone));
  const [last, setLast] = useState(dayKey(Date.parse(shown.to) - 1, shown.timezone));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    change({ from: first, to: addDays(last, 1) });
    close();
  };
  return (
    <form
      id={id}
      onSubmit={apply}
      className="absolute top-full right-0 z-10 mt-1.5 grid gap-3 rounded-card border border-line-strong bg-raised p-3 shadow-lg max-md:left-0"
    >
      <div className="flex flex-wrap gap-3">
        <DateField label="First day" value={first} max={last} change={setFirst} />
        <DateField label="Last day" value={last} min={first} change={setLast} />
      </div>
      <div className="flex items-center justify-between gap-3">
        <span className="text-ink-3">{shown.timezone}</span>
        <button type="submit" className="control control-main">
          Show
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  value: string;
  min?: string;
  max?: string;
  change: (day: string) => void;
}

function DateField({ label, value, min = "2000-01-01", max = "2099-12-31", change }: FieldProps) {
  return (
    <label className="grid gap-1 text-ink-2">
      {label}
      <input
        type="date"
        required
        value={value}
        min={min}
        max={max}
        onChange={(event) => change(event.target.value)}
        className="min-h-8 rounded-control border border-line-strong bg-surface px-2 text-body text-ink"
      />
    </label>
  );
}
