/** Holds the place of what a later navigation is still asking for. Never on a first paint. */
export function Skeleton({ height }: { height: number }) {
  return (
    <div aria-hidden="true" style={{ height }} className="rounded-card border border-line bg-sunken/40" />
  );
}
