import { weight } from "@/lib/client/traffic-words";

interface Props {
  /** Percent of new work that green has. */
  green: number;
  /** Drawn pale: it is not known whether it is still so. */
  faint?: boolean;
}

/** Who has which share: blue on the left, green on the right. Its figures stand beside it as text. */
export const SplitBar = ({ green, faint = false }: Props) => (
  <span
    role="img"
    aria-label={`${weight(100 - green)} blue, ${weight(green)} green`}
    className={`flex h-2 w-full gap-px overflow-hidden rounded-full bg-sunken ${faint ? "opacity-50" : ""}`}
  >
    <span
      className="bg-blue transition-[width] duration-200"
      style={{ width: `${Math.min(100, Math.max(0, 100 - green))}%` }}
    />
    <span className="min-w-0 flex-1 bg-green" />
  </span>
);
