import { useId } from "react";
import { Card } from "@/components/card";
import { PageLink } from "@/components/view/page-link";
import { splitWords, weight } from "@/lib/client/traffic-words";
import type { ReleaseSummary } from "@/lib/contract/releases";
import type { TrafficReply } from "@/lib/contract/traffic";
import { ShareSlider } from "./share-slider";

interface Props {
  traffic: TrafficReply;
  release: ReleaseSummary;
}

/** The slider while a release is live: it stays where it is and says why it does nothing. */
export function LockedSplit({ traffic, release }: Props) {
  const id = useId();
  const green = traffic.environments.green.desired_weight;
  return (
    <Card title="Shift traffic" unit={`${splitWords({ blue: 100 - green, green })}, by a release`}>
      <div className="grid gap-3">
        <ShareSlider
          green={green}
          choose={() => {}}
          attributes={{ "aria-disabled": true, "aria-describedby": id }}
        />
        <p id={id} className="max-w-[70ch] text-small wrap-anywhere text-ink-2">
          <span aria-hidden="true">⊘ </span>
          Locked: while {release.version} is under way at {weight(release.weight)}, its own verbs move the
          traffic (pause, resume, promote), or a rollback. A shift by hand would be refused with 409.{" "}
          <PageLink path={`/releases/${release.id}`} className="link underline">
            Open the release
          </PageLink>
        </p>
      </div>
    </Card>
  );
}
