import { Card } from "@/components/card";
import { EnvironmentMark } from "@/components/environment-mark";
import { Moment } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { stateWords } from "@/lib/client/release-words";
import { weight } from "@/lib/client/traffic-words";
import type { ReleaseSummary } from "@/lib/contract/releases";
import { HeldCard } from "./held-card";
import { Tone } from "./tone";

/** The one release that moves the traffic: where it stands, and what it waits for. */
export const LiveRelease = ({ release, zone }: { release: ReleaseSummary; zone: string }) => (
  <Card
    title="Under way"
    actions={
      <PageLink path={`/releases/${release.id}`} className="control control-main">
        Open the release
      </PageLink>
    }
  >
    <div className="grid gap-2 text-small">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-body">
        <bdi className="text-card wrap-anywhere">{release.version}</bdi>
        <EnvironmentMark environment={release.environment} />
        {release.weight !== null && <span>{weight(release.weight)}</span>}
        <Tone {...stateWords(release)} />
        <span className="text-small text-ink-3">
          since <Moment at={release.entered_at} zone={zone} />
        </span>
      </p>
      {release.held === null ? (
        <p className="wrap-anywhere text-ink-2">Waits for: {release.waits_for}</p>
      ) : (
        <HeldCard release={release} held={release.held} />
      )}
    </div>
  </Card>
);
