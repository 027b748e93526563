"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useLock } from "@/components/access/use-lock";
import { Card } from "@/components/card";
import { CommandFailed, wordsOf } from "@/lib/client/commands";
import { wishOfPlan } from "@/lib/client/release-plan-form";
import { planQuery } from "@/lib/client/release-queries";
import type { ReleaseReply } from "@/lib/contract/releases";
import { PlanPreview } from "./plan-preview";
import { PlannedSteps } from "./planned-steps";
import { useReleaseVerb } from "./use-release-verb";

interface Props {
  release: ReleaseReply;
  zone: string;
  nowMs: number;
}

/** Before a start: the plan as it would be carried out now. What is started is what was seen here, or nothing is. */
export function DraftCard({ release, zone, nowMs }: Props) {
  const lock = useLock("operate");
  const field = useId();
  const [reason, setReason] = useState("");
  const ask = useReleaseVerb(release.id);
  const plan = useQuery({ ...planQuery(wishOfPlan(release.plan)), enabled: lock.open });
  const seen = plan.data;
  const changed = seen !== undefined && seen.plan_hash !== release.plan_hash;
  const start = () => {
    if (!lock.open || seen === undefined || ask.isPending) return;
    const why = reason.trim() === "" ? {} : { reason: reason.trim() };
    // What stands against it may have changed with the refusal: it is looked at again.
    ask.mutate({ verb: "start", plan_hash: seen.plan_hash, ...why }, { onError: () => void plan.refetch() });
  };
  const abort = () => {
    if (lock.open) ask.mutate({ verb: "abort" });
  };
  return (
    <Card title="A plan, not started" unit="nothing moves before somebody starts it">
      <div className="grid gap-3">
        {changed && (
          <p className="max-w-[80ch] rounded-control bg-amber-soft p-2.5 text-small">
            <span aria-hidden="true" className="text-amber">
              ▲{" "}
            </span>
            The rules have changed since it was planned. Below is how it would be under the rules of now;
            starting it takes those.
          </p>
        )}
        {release.missing.length > 0 && (
          <div className="max-w-[80ch] rounded-control bg-amber-soft p-2.5 text-small">
            <p>
              <span aria-hidden="true" className="text-amber">
                ▲{" "}
              </span>
              Before it can start:
            </p>
            <ul className="mt-1 list-disc pl-6">
              {release.missing.map((lack) => (
                <li key={lack} className="wrap-anywhere">
                  {lack}
                </li>
              ))}
            </ul>
          </div>
        )}
        <div className="no-print grid gap-2 text-small">
          <label htmlFor={field}>
            Reason <span className="text-ink-3">if there is one; a quarantined version needs one</span>
          </label>
          <div className="flex flex-wrap items-center gap-2">
            <input
              id={field}
              value={reason}
              maxLength={500}
              readOnly={!lock.open}
              {...lock.attributes}
              onChange={({ target }) => setReason(target.value)}
              className="field min-w-0 flex-[1_1_12rem]"
            />
            <button
              type="button"
              onClick={start}
              disabled={lock.open && (seen === undefined || release.missing.length > 0)}
              aria-busy={ask.isPending}
              {...lock.attributes}
              className="control control-main"
            >
              {changed ? "Start under the rules of now" : "Start with the checks"}
            </button>
            <button type="button" onClick={abort} {...lock.attributes} className="control">
              Abort
            </button>
            {lock.note}
          </div>
          <p role="status" className="wrap-anywhere text-red empty:hidden">
            {ask.isError && refusal(ask.error)}
          </p>
        </div>
        {lock.open ? (
          <PlanPreview plan={seen} error={plan.error} zone={zone} nowMs={nowMs} wide />
        ) : (
          <PlannedSteps
            steps={release.plan.steps.map((step) => ({ ...step, forecast: null }))}
            environment={release.environment}
            zone={zone}
          />
        )}
      </div>
    </Card>
  );
}

/** Another plan than the one that was seen is not started; what stands below by now is the one to decide on. */
function refusal(error: unknown): string {
  const elsewhere =
    error instanceof CommandFailed && error.status === 409 && /look at the plan again/.test(error.message);
  return elsewhere ? `${wordsOf(error)} It was read again: see below, then start.` : wordsOf(error);
}
