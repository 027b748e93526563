import type { ReactNode } from "react";
import { CopyLine } from "./copy-line";

interface Props {
  title: string;
  /** Why there is nothing, in a sentence. */
  children?: ReactNode;
  /** The one command or config line that would fill it. */
  command?: string;
  className?: string;
}

/** Where there is nothing to show: says why, and what would fill it. */
export function EmptyState({ title, children, command, className = "" }: Props) {
  return (
    <div
      className={`grid content-start justify-items-start gap-2 rounded-card border border-line bg-surface p-5 ${className}`}
    >
      <h2 className="text-card">{title}</h2>
      {children && <div className="max-w-[70ch] text-body text-ink-2">{children}</div>}
      {command && <CopyLine text={command} />}
    </div>
  );
}
