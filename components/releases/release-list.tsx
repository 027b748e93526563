"use client";

import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { Moment } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { curl } from "@/lib/client/curl";
import { outcomeWords } from "@/lib/client/release-words";
import { useOrigin } from "@/lib/client/use-origin";
import type { ReleaseSummary, ReleasesReply } from "@/lib/contract/releases";
import { Tone } from "./tone";

/** Every release, newest first: what, where, when, by whom, and how it ended. */
export function ReleaseList({ releases, zone }: { releases: ReleasesReply["releases"]; zone: string }) {
  if (releases.length === 0) return <NoRelease />;
  return (
    <Card title="Releases" unit="newest first">
      <DataTable<ReleaseSummary>
        caption="Releases"
        rows={releases}
        rowKey={({ id }) => id}
        maxHeight={420}
        columns={[
          {
            key: "version",
            title: "Version",
            cell: ({ id, version, environment, created_at }) => (
              <>
                <PageLink
                  path={`/releases/${id}`}
                  className="link inline-block max-w-[28ch] truncate align-bottom"
                >
                  <bdi title={version}>{version}</bdi>
                </PageLink>
                <span className="block text-small text-ink-3 sm:hidden">
                  <EnvironmentMark environment={environment} /> · <Moment at={created_at} zone={zone} />
                </span>
              </>
            ),
          },
          {
            key: "environment",
            title: "Environment",
            from: "sm",
            cell: ({ environment }) => <EnvironmentMark environment={environment} />,
          },
          { key: "outcome", title: "Outcome", cell: (release) => <Tone {...outcomeWords(release)} /> },
          {
            key: "since",
            title: "Since",
            from: "lg",
            cell: ({ entered_at }) => <Moment at={entered_at} zone={zone} />,
          },
          {
            key: "planned",
            title: "Planned",
            from: "sm",
            cell: ({ created_at, created_by }) => (
              <>
                <Moment at={created_at} zone={zone} />
                <bdi className="block max-w-[28ch] truncate text-small text-ink-3">{created_by}</bdi>
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** What a release is, and the one command that plans one. */
function NoRelease() {
  const origin = useOrigin();
  return (
    <Card title="Releases" unit="none so far">
      <p className="mb-2 max-w-[80ch] text-small text-ink-2">
        A release gives a new version its traffic share by share: checks, 50 %, 100 %, then a day in which the
        old one is kept ready. It goes on when time and evidence are there, holds when it does not know, and
        goes back by itself when the new version is broken or a worse deal. Plan one above, or by a command:
      </p>
      <CopyLine
        text={curl(`${origin}/api/releases`, [
          "-H 'content-type: application/json'",
          `-d '{"version":"sprint-15","environment":"green"}'`,
        ])}
      />
    </Card>
  );
}
