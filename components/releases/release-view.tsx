"use client";

import { useQuery } from "@tanstack/react-query";
import { DetailHead } from "@/components/calls/detail-head";
import { EnvironmentMark } from "@/components/environment-mark";
import { FailedAnswer } from "@/components/failed-answer";
import { ChecklistCard } from "@/components/governance/checklist-card";
import { GovernanceSection } from "@/components/governance/governance-section";
import { SignOffsCard } from "@/components/governance/sign-offs-card";
import { SmokeCard } from "@/components/governance/smoke-card";
import { ValidationCard } from "@/components/governance/validation-card";
import { Moment } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { settingsQuery } from "@/lib/client/queries";
import { releaseQuery } from "@/lib/client/release-queries";
import { outcomeWords } from "@/lib/client/release-words";
import { useNow } from "@/lib/client/use-now";
import type { ReleaseReply } from "@/lib/contract/releases";
import { comparedSince } from "./compared";
import { DraftCard } from "./draft-card";
import { EvidenceCard } from "./evidence-card";
import { HeldCard } from "./held-card";
import { ReleaseActions } from "./release-actions";
import { ReleaseComparison } from "./release-comparison";
import { ReleaseRail } from "./release-rail";
import { TimelineCard } from "./timeline-card";
import { Tone } from "./tone";
import { WayBackCard } from "./way-back-card";

interface Props {
  id: string;
  /** When the server painted this: ages count from here until the page is live. */
  paintedMs: number;
}

/** One release: where it stands, what it waits for, what the rules say, what happened, and what can be asked of it. */
export function ReleaseView({ id, paintedMs }: Props) {
  const { data: release, error, refetch } = useQuery(releaseQuery(id));
  const { data: settings } = useQuery(settingsQuery());
  const nowMs = useNow(1000) ?? paintedMs;
  if (release === undefined || settings === undefined) return null;
  const zone = settings.timezone;
  // Once it runs, what happened is looked for first; before, what is still to be done.
  const history = (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      {release.timeline.length > 0 && <TimelineCard release={release} zone={zone} />}
      <WayBackCard release={release} zone={zone} nowMs={nowMs} />
    </div>
  );
  return (
    <>
      <DetailHead
        list={{ path: "/releases", name: "Releases" }}
        title={`${release.version} on ${release.environment}`}
        facts={headFacts(release, zone)}
      >
        {comparedSince(release) !== null && (
          <PageLink
            path={`/releases/${encodeURIComponent(id)}/first-24-hours`}
            className="link no-print inline-flex min-h-6 items-center"
          >
            First 24 hours
          </PageLink>
        )}
      </DetailHead>
      <FailedAnswer what="This release" failed={error && { error, refetch }} />
      <div className="grid gap-3">
        {release.state === "draft" ? (
          <DraftCard release={release} zone={zone} nowMs={nowMs} />
        ) : (
          <ReleaseActions release={release} nowMs={nowMs} />
        )}
        {release.held !== null && <HeldCard release={release} held={release.held} />}
        {release.state !== "draft" && (
          <>
            <ReleaseRail release={release} zone={zone} />
            {(release.live || release.evidence.length > 0) && <EvidenceCard release={release} />}
            <ReleaseComparison release={release} />
          </>
        )}
        {release.state !== "draft" && history}
        <GovernanceSection
          list={<ChecklistCard release={release} zone={zone} />}
          proofs={
            <>
              <SignOffsCard id={id} zone={zone} />
              <ValidationCard id={id} zone={zone} nowMs={nowMs} />
              <SmokeCard id={id} environment={release.environment} zone={zone} nowMs={nowMs} />
            </>
          }
        />
        {release.state === "draft" && history}
      </div>
    </>
  );
}

function headFacts(release: ReleaseReply, zone: string) {
  const { environment, entered_at, created_at, created_by } = release;
  return [
    { name: "State", value: <Tone {...outcomeWords(release)} /> },
    { name: "Environment", value: <EnvironmentMark environment={environment} /> },
    { name: "Since", value: <Moment at={entered_at} zone={zone} /> },
    {
      name: "Planned by",
      value: (
        <>
          <bdi>{created_by}</bdi>, <Moment at={created_at} zone={zone} />
        </>
      ),
    },
    { name: "Plan", value: <span className="font-mono">{release.plan_hash.slice(0, 8)}</span> },
  ];
}
