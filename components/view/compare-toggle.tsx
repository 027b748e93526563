"use client";

import { useView } from "@/lib/client/use-view";

/** Whether figures stand beside those of the period before. */
export function CompareToggle() {
  const { view, change } = useView();
  return (
    <button
      type="button"
      aria-pressed={view.compare}
      onClick={() => change({ compare: !view.compare })}
      className="control"
    >
      <span aria-hidden="true" className="w-3">
        {view.compare ? "✓" : "○"}
      </span>
      Compare
    </button>
  );
}
