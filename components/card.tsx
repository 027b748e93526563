import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  /** What the figures are in, or a short remark. */
  unit?: string;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A bordered surface with a heading. */
export function Card({ title, unit, actions, className = "", children }: Props) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`min-w-0 rounded-card border border-line bg-surface p-3.5 print:break-inside-avoid ${className}`}
    >
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h2 id={id} className="text-card">
          {title}
          {unit && <span className="font-normal text-ink-3"> {unit}</span>}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
