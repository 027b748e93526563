import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { ruleName } from "@/lib/client/release-words";
import type { ReleasesReply } from "@/lib/contract/releases";

/** Versions that went back by themselves: not to be started again without an administrator and a reason. */
export function QuarantineList({ versions, zone }: { versions: ReleasesReply["quarantine"]; zone: string }) {
  if (versions.length === 0) return null;
  return (
    <Card title="In quarantine" unit="starting one again takes an administrator and a reason">
      <ul className="grid text-small">
        {versions.map(({ version, since, release, rule, said, report }) => (
          <li key={version} className="grid gap-0.5 border-b border-line py-2 last:border-0">
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <bdi className="text-card wrap-anywhere">{version}</bdi>
              <span className="text-ink-3">
                since <Moment at={since} zone={zone} />
              </span>
            </p>
            <p className="wrap-anywhere text-ink-2">
              {rule !== null && `${ruleName(rule)}: `}
              {said}
            </p>
            <p className="flex flex-wrap gap-x-4">
              <PageLink path={`/releases/${release}`} className="link">
                Its release
              </PageLink>
              {report !== null && (
                <PageLink path={`/releases/rollbacks/${report}`} className="link">
                  Report of the rollback
                </PageLink>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
