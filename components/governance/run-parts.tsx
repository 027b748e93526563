import Link from "next/link";
import type { ReactNode } from "react";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import { runAge, runStateWords, totalWords } from "@/lib/client/run-words";
import type { Said } from "@/lib/client/traffic-words";
import type { ReleaseRun } from "@/lib/contract/release-runs";
import { runbookSection } from "@/lib/domain/docs-links";

const COLOURS = { calm: "text-ink-2", warn: "text-amber", bad: "text-red" } as const;

interface RowProps {
  said: Said;
  title: ReactNode;
  /** What is to be known of it, below; where that is nothing, its state in words. */
  detail: string;
  figures: ReactNode;
  /** What is unfolded below. */
  children?: ReactNode;
}

/** One part of a run: its sign, what it is, what came of it. */
export const RunRow = ({ said, title, detail, figures, children }: RowProps) => (
  <li className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-1 border-line border-t py-1.5 first:border-t-0">
    <span aria-hidden="true" className={COLOURS[said.tone]}>
      {said.sign}
    </span>
    <div className="min-w-0 wrap-anywhere">
      {title}
      {detail !== "" && <span className="sr-only">: {said.words}</span>}
      <div className="text-ink-3">
        <p>{detail === "" ? said.words : detail}</p>
        {children}
      </div>
    </div>
    <div className="pl-2 text-right whitespace-nowrap text-ink-2">{figures}</div>
  </li>
);

interface HeadProps {
  run: ReleaseRun;
  zone: string;
  nowMs: number;
}

const FAILED = {
  validation: runbookSection("the-validation-fails"),
  smoke: runbookSection("a-smoke-test-fails"),
} as const;

/** What came of a run as a whole: spoken where it changes. */
export const RunHead = ({ run, zone, nowMs }: HeadProps) => (
  <p className="mt-2.5 flex flex-wrap items-baseline gap-x-2 text-small">
    <span role="status">
      <Tone {...runStateWords(run)} />
    </span>
    <span className="text-ink-2">{totalWords(run)}</span>
    <span className="text-ink-3">
      <bdi>{run.started_by}</bdi>, <Moment at={run.started_at} zone={zone} />
      {run.state !== "running" && `, ${runAge(run, nowMs)}`}
    </span>
    {run.state === "failed" && (
      <Link
        href={FAILED[run.kind]}
        prefetch={false}
        className="link no-print inline-flex min-h-6 items-center"
      >
        What to do
      </Link>
    )}
  </p>
);

/** Runs before the newest, folded. */
export const EarlierRuns = ({ runs, zone }: { runs: readonly ReleaseRun[]; zone: string }) =>
  runs.length > 0 && (
    <details className="mt-2 text-small">
      <summary className="w-fit text-ink-3 hover:text-ink">Earlier: {runs.length}</summary>
      <ul className="mt-1 grid gap-1">
        {runs.map((run) => (
          <li key={run.id} className="wrap-anywhere">
            <Tone {...runStateWords(run)} /> <span className="text-ink-2">{totalWords(run)}</span>{" "}
            <span className="text-ink-3">
              <bdi>{run.started_by}</bdi>, <Moment at={run.started_at} zone={zone} />
            </span>
            {run.state === "failed" && <span className="block text-ink-3">{run.said}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
