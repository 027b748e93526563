"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { compareQuery } from "@/lib/client/queries";
import type { ReleaseReply } from "@/lib/contract/releases";
import { moment } from "@/lib/domain/dates";
import { comparedSince } from "./compared";
import { ComparisonTable } from "./comparison-table";
import { METRICS } from "./comparison-words";

/** Blue against green for as long as the release has had work, with the bounds that its plan sets. */
export function ReleaseComparison({ release }: { release: ReleaseReply }) {
  const span = comparedSince(release);
  const { data } = useQuery({ ...compareQuery(span ?? {}, 0), enabled: span !== null });
  if (span === null || data === undefined) return null;
  const known = data.comparisons.filter(({ blue, green }) => blue.n + green.n > 0);
  const unknown = data.comparisons.filter((one) => !known.includes(one));
  const remarks = [
    unknown.length === 0
      ? null
      : `Nothing recorded of: ${unknown.map(({ metric }) => METRICS[metric].name).join(", ")}.`,
    release.weight === 100
      ? "At 100 % nothing is made beside it: guards compare with the other environment's last days."
      : null,
  ].filter((one) => one !== null);
  const { from, to } = data.compared;
  const at = (time: string) => moment(time, data.timezone);
  return (
    <Card title="Blue against green" unit={release.live ? `since ${at(from)}` : `${at(from)} to ${at(to)}`}>
      {known.length > 0 && (
        <ComparisonTable reply={{ ...data, comparisons: known }} guards={release.plan.guards} />
      )}
      {remarks.map((remark) => (
        <p key={remark} className="mt-2 max-w-[110ch] text-small text-ink-3">
          {remark}
        </p>
      ))}
    </Card>
  );
}
