import { type ReactNode, useId } from "react";
import { Sparkline } from "./sparkline";

interface Props {
  label: string;
  /** In words; `—` where it is not known. */
  figure: string;
  /** The figure to its last digit, for hover. */
  exact?: string | undefined;
  /** Against the period before: the difference, and what it is a difference to. */
  delta?: { difference: string; to: string } | null | undefined;
  /** A goal, how many samples, what is missing. Quiet, one line each. */
  notes?: readonly ReactNode[];
  values?: readonly (number | null)[] | undefined;
}

/** One figure of the first screen. */
export function StatTile({ label, figure, exact, delta, notes = [], values }: Props) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex min-w-0 flex-col rounded-card border border-line bg-surface p-3.5 print:break-inside-avoid print:p-2"
    >
      <h2 id={id} className="text-small text-ink-2">
        {label}
      </h2>
      <p className="mt-0.5 truncate text-figure max-sm:text-[22px]" title={exact ?? figure}>
        {figure}
      </p>
      <div className="text-small wrap-anywhere text-ink-3">
        {delta && (
          <p>
            <strong className="font-strong text-ink">{delta.difference}</strong> {delta.to}
          </p>
        )}
        {notes.map((note, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a tile have no other name.
          <p key={line}>{note}</p>
        ))}
      </div>
      {drawable(values) && (
        <div className="mt-auto">
          <Sparkline values={values} />
        </div>
      )}
    </section>
  );
}

/** One value alone has no shape. */
const drawable = (values: Props["values"]): values is readonly (number | null)[] =>
  values !== undefined && values.filter((value) => value !== null).length > 1;
