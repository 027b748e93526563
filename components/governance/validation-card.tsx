"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { milliseconds } from "@/lib/client/format";
import { runsQuery } from "@/lib/client/run-queries";
import { checkWords } from "@/lib/client/run-words";
import type { ReleaseRun } from "@/lib/contract/release-runs";
import { clockExact } from "@/lib/domain/dates";
import { RunControls } from "./run-controls";
import { EarlierRuns, RunHead, RunRow } from "./run-parts";

interface Props {
  id: string;
  zone: string;
  nowMs: number;
}

/** The surroundings of a release on one button: what is probed is asked anew, then each check says its evidence. */
export function ValidationCard({ id, zone, nowMs }: Props) {
  const { data: reply } = useQuery(runsQuery(id));
  if (reply === undefined) return null;
  const [newest = null, ...earlier] = reply.runs.filter(({ kind }) => kind === "validation");
  const running = newest?.state === "running" ? newest : null;
  const name = newest === null ? "Validate" : "Validate again";
  return (
    <Card title="Validation" unit="probes asked anew, then each check with its evidence">
      {reply.possible || running ? (
        <RunControls release={id} kind="validation" running={running} name={name} />
      ) : (
        newest === null && <p className="text-small text-ink-2">It was never validated, and is over.</p>
      )}
      {newest !== null && (
        <>
          <RunHead run={newest} zone={zone} nowMs={nowMs} />
          <ul className="mt-1 text-small">
            {newest.checks.map((check) => (
              <RunRow
                key={check.item}
                said={checkWords(check)}
                title={check.text}
                detail={check.said}
                figures={<CheckFigures check={check} zone={zone} />}
              />
            ))}
          </ul>
        </>
      )}
      <EarlierRuns runs={earlier} zone={zone} />
    </Card>
  );
}

/** When it was looked at, and for how long. */
const CheckFigures = ({ check: { at, ms }, zone }: { check: ReleaseRun["checks"][number]; zone: string }) => (
  <>
    {at !== null && <time dateTime={at}>{clockExact(at, zone)}</time>}
    <span className="block text-ink-3">{ms === null ? "" : milliseconds(ms)}</span>
  </>
);
