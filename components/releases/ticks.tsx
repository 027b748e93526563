import type { RollbackStep } from "@/lib/contract/traffic";
import type { Environment } from "@/lib/domain/environment";
import { fixed } from "@/lib/domain/format";

const SIGNS = {
  done: { sign: "✓", word: "done", colour: "text-ink" },
  skipped: { sign: "–", word: "skipped", colour: "text-ink-3" },
  failed: { sign: "✕", word: "failed", colour: "text-red" },
  waiting: { sign: "○", word: "waiting", colour: "text-ink-3" },
} as const;

/** The four that a click waits for; that the target was asked before stands in the report. */
const TICKS = ["accepted", "balancer", "new_work", "verified"] as const;

export const stepTitle = (name: RollbackStep["name"], to: Environment): string =>
  ({
    target: `${to} asked`,
    accepted: "accepted",
    balancer: "balancer confirmed, read back",
    new_work: `new work all on ${to}`,
    verified: `verified: read again, all on ${to}`,
  })[name];

interface Props {
  steps: readonly RollbackStep[];
  to: Environment;
  /** Whether the rest is still to come. */
  waiting?: boolean;
}

/** A rollback step by step, each with what came of it and its milliseconds. */
export const Ticks = ({ steps, to, waiting = false }: Props) => (
  <ol aria-live="polite" className="grid content-start gap-1 text-small">
    {TICKS.map((name) => {
      const step = steps.find((one) => one.name === name);
      const before = steps.length === 0 && name === "accepted";
      return (
        <Tick
          key={name}
          title={stepTitle(name, to)}
          status={step?.status ?? "waiting"}
          detail={step?.detail ?? (waiting ? (before ? "waiting for the server" : "") : "not reached")}
          ms={step?.ms ?? null}
        />
      );
    })}
  </ol>
);

interface TickProps {
  title: string;
  status: keyof typeof SIGNS;
  detail: string;
  ms: number | null;
}

export function Tick({ title, status, detail, ms }: TickProps) {
  const { sign, word, colour } = SIGNS[status];
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-1">
      <span aria-hidden="true" className={colour}>
        {sign}
      </span>
      <span className="min-w-0">
        <span className="sr-only">{word}: </span>
        {title}
        {detail !== "" && <span className="block wrap-anywhere text-ink-3">{detail}</span>}
      </span>
      <span className="text-ink-2">{ms === null ? "…" : `${fixed(ms, 0)} ms`}</span>
    </li>
  );
}
