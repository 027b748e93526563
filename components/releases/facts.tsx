import type { ReactNode } from "react";

/** Names on the left, what they are on the right, a line each. */
export const Facts = ({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) => (
  <dl className="grid content-start text-small">
    {facts.map(({ name, value }) => (
      <div
        key={name}
        className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3 border-b border-line py-1 last:border-0"
      >
        <dt className="text-ink-3">{name}</dt>
        <dd className="min-w-0 wrap-anywhere">{value}</dd>
      </div>
    ))}
  </dl>
);
