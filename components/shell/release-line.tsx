"use client";

import { useQuery } from "@tanstack/react-query";
import { Tone } from "@/components/releases/tone";
import { PageLink } from "@/components/view/page-link";
import { lasting } from "@/lib/client/dates";
import { automationQuery, liveReleaseQuery } from "@/lib/client/release-queries";
import { stateWords } from "@/lib/client/release-words";
import { weight } from "@/lib/client/traffic-words";
import type { ReleaseSummary } from "@/lib/contract/releases";

/** Below the split: the release that moves it, and whether anything is done by itself. Nothing where there is neither. */
export function ReleaseLine({ nowMs }: { nowMs: number }) {
  const { data } = useQuery(liveReleaseQuery());
  const { data: automation } = useQuery(automationQuery());
  const release = data?.releases[0];
  const off = automation?.on === false;
  if (release === undefined && !off) return null;
  return (
    <div
      className="flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-1 text-small"
      data-testid="release-line"
    >
      {release !== undefined && (
        <p className="flex min-w-0 flex-1 items-baseline gap-x-2 max-lg:flex-wrap">
          <PageLink
            path={`/releases/${release.id}`}
            className="link max-w-[24ch] shrink-0 truncate font-strong"
          >
            <bdi>{release.version}</bdi>
          </PageLink>
          {release.weight !== null && <span className="shrink-0">{weight(release.weight)}</span>}
          <span className="min-w-0 max-lg:line-clamp-2 lg:truncate">
            <Standing release={release} nowMs={nowMs} />
          </span>
        </p>
      )}
      {off && (
        <p className="text-amber" title={automation.why}>
          <span aria-hidden="true">▲ </span>
          automatic actions are off
        </p>
      )}
    </div>
  );
}

function Standing({ release, nowMs }: { release: ReleaseSummary; nowMs: number }) {
  const { held, state, deadline, waits_for } = release;
  if (held !== null)
    return (
      <>
        <Tone {...stateWords(release)} /> <span className="text-ink-3">· {held.released_by}</span>
      </>
    );
  if (state === "retained" && deadline !== null)
    return <span className="text-ink-2">{backupWords(release, Date.parse(deadline) - nowMs)}</span>;
  if (state === "observing")
    return <span className="text-ink-2">{waits_for.replace(/, for \d+ %$/, "")}</span>;
  return <Tone {...stateWords(release)} />;
}

/** The time is counted only while everything can be seen: it may be over before the release is. */
const backupWords = ({ environment }: ReleaseSummary, leftMs: number): string =>
  leftMs >= 1000 ? `backup kept for ${lasting(leftMs)} more` : `backup kept until ${environment} is healthy`;
