import type { ReactNode } from "react";

interface Props {
  title: string;
  /** Below the card: what else one can do here. */
  below?: ReactNode;
  children: ReactNode;
}

/** The one thing on a page of access. */
export const AccessCard = ({ title, below, children }: Props) => (
  <>
    <div className="grid gap-4 rounded-card border border-line bg-surface p-5">
      <h1 className="text-heading">{title}</h1>
      {children}
    </div>
    {below && <div className="grid gap-2 px-5 text-small text-ink-2">{below}</div>}
  </>
);
