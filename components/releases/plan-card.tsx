"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useLock } from "@/components/access/use-lock";
import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { commanded, wordsOf } from "@/lib/client/commands";
import { curl } from "@/lib/client/curl";
import { type PlanDraft, plainDraft, wishOf } from "@/lib/client/release-plan-form";
import { planQuery, releaseQuery, type Wish } from "@/lib/client/release-queries";
import { useOrigin } from "@/lib/client/use-origin";
import { useView } from "@/lib/client/use-view";
import type { ReleaseReply } from "@/lib/contract/releases";
import type { TrafficReply } from "@/lib/contract/traffic";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { PlanFields } from "./plan-fields";
import { PlanPreview } from "./plan-preview";
import { useSettled } from "./use-settled";

const PAUSE_MS = 500;

interface Props {
  traffic: TrafficReply;
  zone: string;
  nowMs: number;
}

/** A plan as a form, and beside it at once what it would come to. */
export function PlanCard({ traffic, zone, nowMs }: Props) {
  const router = useRouter();
  const client = useQueryClient();
  const { change } = useView();
  const lock = useLock("operate");
  const [draft, setDraft] = useState<PlanDraft>(() => firstDraft(traffic));
  const made = wishOf(draft);
  const settled = useSettled("wish" in made ? JSON.stringify(made.wish) : "", PAUSE_MS);
  const wish = settled === "" ? null : (JSON.parse(settled) as Wish);
  const plan = useQuery({ ...planQuery(wish ?? EMPTY), enabled: wish !== null && lock.open });
  const keep = useMutation({
    networkMode: "always",
    mutationFn: (wanted: Wish) =>
      commanded<ReleaseReply>({ method: "POST", path: "/api/releases", body: wanted }),
    onSuccess: (release) => {
      client.setQueryData(releaseQuery(release.id).queryKey, release);
      router.push(`/releases/${release.id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (lock.open && "wish" in made && !keep.isPending) keep.mutate(made.wish);
  };
  const mistake = "mistake" in made ? made.mistake : null;
  return (
    <Card
      title="Plan a release"
      unit="nothing moves before it is started"
      actions={
        <button type="button" onClick={() => change({ open: null })} className="control no-print">
          Close
        </button>
      }
    >
      <form
        onSubmit={submit}
        noValidate
        aria-label="Plan a release"
        className="grid gap-x-6 gap-y-4 xl:grid-cols-2"
      >
        <div className="grid content-start gap-4">
          <PlanFields
            draft={draft}
            amend={(more) => setDraft((before) => ({ ...before, ...more }))}
            versions={traffic.environments}
          />
          <div className="grid gap-1">
            <div className="flex flex-wrap items-center gap-2">
              <button
                type="submit"
                aria-busy={keep.isPending}
                disabled={lock.open && mistake !== null}
                {...lock.attributes}
                className="control control-main"
              >
                Plan it
              </button>
              {lock.note ?? <span className="text-small text-ink-3">You start it on its own page.</span>}
            </div>
            <p role="status" className="text-small wrap-anywhere text-red empty:hidden">
              {keep.isError && wordsOf(keep.error)}
            </p>
          </div>
        </div>
        <section aria-label="What it would come to" className="min-w-0">
          {mistake !== null ? (
            <p className="text-small text-ink-2">{mistake}</p>
          ) : (
            lock.open && <PlanPreview plan={plan.data} error={plan.error} zone={zone} nowMs={nowMs} />
          )}
        </section>
      </form>
      {wish !== null && <SameByCurl wish={wish} />}
    </Card>
  );
}

/** Never asked: it only stands where there is no wish. */
const EMPTY: Wish = { version: "-", environment: "green" };

function SameByCurl({ wish }: { wish: Wish }) {
  const origin = useOrigin();
  return (
    <details className="no-print mt-3 text-small">
      <summary className="w-fit text-ink-3 hover:text-ink">The same without this page</summary>
      <div className="mt-2">
        <CopyLine
          text={curl(`${origin}/api/releases`, [
            "-H 'content-type: application/json'",
            `-d '${JSON.stringify(wish).replaceAll("'", "'\\''")}'`,
          ])}
        />
      </div>
    </details>
  );
}

/** The environment that has no work is the one to release on. */
function firstDraft({ environments, live }: TrafficReply): PlanDraft {
  const idle =
    ENVIRONMENTS.find((one) => environments[one].desired_weight === 0) ??
    (live === "blue" ? "green" : "blue");
  return plainDraft(idle, environments[idle].version ?? "");
}
