import type { ReactNode } from "react";

/** A list that scrolls inside its card, by keyboard too. */
export const ScrollList = ({ name, children }: { name: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <section aria-label={name} tabIndex={0} className="relative max-h-[420px] overflow-auto">
    <ol>{children}</ol>
  </section>
);
