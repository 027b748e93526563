import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { backupWords, ruleName } from "@/lib/client/release-words";
import { named } from "@/lib/client/traffic-words";
import type { ReleaseReply } from "@/lib/contract/releases";
import { Facts } from "./facts";
import { Tone } from "./tone";

interface Props {
  release: ReleaseReply;
  zone: string;
  nowMs: number;
}

/** What everything would go back to, or how it went back, and what that left behind. */
export function WayBackCard({ release, zone, nowMs }: Props) {
  const facts = factsOf({ release, zone, nowMs });
  if (facts.length === 0) return null;
  return (
    <Card title="The way back">
      <Facts facts={facts} />
    </Card>
  );
}

function factsOf({ release, zone, nowMs }: Props) {
  const { backup, undone_by: by, report, quarantine, linked_to: linked } = release;
  return [
    ...(backup === null
      ? []
      : [
          { name: "Goes back to", value: <bdi>{named(backup.environment, backup.version)}</bdi> },
          { name: "Readiness", value: <Tone {...backupWords(backup, nowMs)} /> },
          {
            name: "Backup until",
            value:
              backup.until === null ? "its time begins at 100 %" : <Moment at={backup.until} zone={zone} />,
          },
        ]),
    ...(by === null
      ? []
      : [
          {
            name: "Rolled back",
            value: by.automatic
              ? `by itself${by.rule === null ? "" : `, by ${ruleName(by.rule)}`}`
              : by.actor,
          },
        ]),
    ...(report === null
      ? []
      : [
          {
            name: "Report",
            value: (
              <PageLink path={`/releases/rollbacks/${report}`} className="link">
                Report of the rollback
              </PageLink>
            ),
          },
        ]),
    ...(quarantine === null
      ? []
      : [
          {
            name: "Quarantine",
            value: (
              <span className="text-amber">
                <span aria-hidden="true">▲ </span>
                {quarantine.said}. Starting it again takes an administrator and a reason.
              </span>
            ),
          },
        ]),
    ...(linked === null
      ? []
      : [
          {
            name: "Undoes",
            value: (
              <PageLink path={`/releases/${linked}`} className="link">
                a rollback: the release before
              </PageLink>
            ),
          },
        ]),
  ];
}
