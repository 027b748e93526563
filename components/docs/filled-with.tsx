import Link from "next/link";
import type { ReactNode } from "react";

interface Choice {
  path: string;
  name: string;
  chosen: boolean;
}

interface Props {
  /** What the document holds now. */
  said: string;
  choices: readonly Choice[];
  children?: ReactNode;
}

/** Which figures a document is filled with, and which others it could be. */
export const FilledWith = ({ said, choices, children }: Props) => (
  <section
    aria-label="Filled with"
    className="no-print mb-4 grid max-w-[80ch] gap-2 rounded-card border border-line bg-surface p-3.5 text-small"
  >
    <p className="text-ink-2">{said}</p>
    {choices.length > 0 && (
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ path, name, chosen }) => (
          <li key={path} className="min-w-0">
            <Link
              href={path}
              prefetch={false}
              aria-current={chosen ? "true" : undefined}
              className="control max-w-full wrap-anywhere aria-[current=true]:border-line-strong aria-[current=true]:bg-sunken aria-[current=true]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    )}
    {children}
  </section>
);
