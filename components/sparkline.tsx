const WIDTH = 120;
const HEIGHT = 26;
const PAD = 2;

/** The shape of a series, without axes. Unknown places are gaps. The figure beside it is what is read. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  const last = Math.max(1, values.length - 1);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (index: number) => PAD + (index / last) * (WIDTH - 2 * PAD);
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="mt-2 h-6.5 w-full text-ink-3"
    >
      <path
        d={path(values, x, y)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** A value without known neighbours is drawn as a short stroke: a line of one point would not be seen. */
function path(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let pen = "";
  values.forEach((value, index) => {
    if (value === null) return;
    const joined = (values[index - 1] ?? null) !== null;
    const lonely = !joined && (values[index + 1] ?? null) === null;
    pen += `${joined ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}${lonely ? "h1.5" : ""}`;
  });
  return pen;
}
