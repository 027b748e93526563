"use client";

import type { StepDraft } from "@/lib/client/release-plan-form";

interface Props {
  steps: readonly StepDraft[];
  change: (steps: StepDraft[]) => void;
}

const COLUMNS = [
  { field: "weight", name: "Share, %", width: 3 },
  { field: "hold", name: "At least", width: 7 },
  { field: "articles", name: "Articles", width: 6 },
] as const;

const ROW = "grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_2rem] items-center gap-2";

/** The shares of a plan as a table that is typed into; the checks come before, whatever it says. */
export function StepFields({ steps, change }: Props) {
  const amend = (key: number, more: Partial<StepDraft>) =>
    change(steps.map((step) => (step.key === key ? { ...step, ...more } : step)));
  return (
    <fieldset className="grid gap-1.5 text-small">
      <legend className="mb-1 text-ink-2">Shares, one after the other</legend>
      <div aria-hidden="true" className={`${ROW} text-ink-3`}>
        {COLUMNS.map(({ field, name }) => (
          <span key={field}>{name}</span>
        ))}
      </div>
      <p className="min-h-8 rounded-control bg-sunken px-2.5 py-1.5 text-ink-2">
        0 %: the checks. Both healthy, the balancer read back, a way back.
      </p>
      {steps.map((step, index) => (
        <div key={step.key} className={ROW}>
          {COLUMNS.map(({ field, name, width }) => (
            <input
              key={field}
              aria-label={`${name} of share ${index + 1}`}
              value={step[field]}
              maxLength={width}
              onChange={({ target }) => amend(step.key, { [field]: target.value })}
              className="field"
            />
          ))}
          <button
            type="button"
            onClick={() => change(steps.filter(({ key }) => key !== step.key))}
            disabled={steps.length === 1}
            className="control justify-center px-0 disabled:cursor-default disabled:opacity-45"
          >
            <span aria-hidden="true">×</span>
            <span className="sr-only">Leave out share {index + 1}</span>
          </button>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <button type="button" onClick={() => change(withAnother(steps))} className="control w-fit">
          One more share
        </button>
        <span className="text-ink-3">
          Articles are finished ones on each side; at 100 % on the new one alone.
        </span>
      </div>
    </fieldset>
  );
}

/** One more before the last, half way to it. */
function withAnother(steps: readonly StepDraft[]): StepDraft[] {
  const last = steps.at(-1);
  const before = Number(steps.at(-2)?.weight ?? 0);
  const half = Math.round((before + Number(last?.weight ?? 100)) / 2);
  const key = Math.max(-1, ...steps.map((step) => step.key)) + 1;
  const made: StepDraft = {
    key,
    weight: String(half),
    hold: last?.hold ?? "1h",
    articles: last?.articles ?? "8",
  };
  return last === undefined ? [made] : [...steps.slice(0, -1), made, last];
}
