"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { period } from "@/lib/client/dates";
import { compareQuery } from "@/lib/client/queries";
import { ruleName } from "@/lib/client/release-words";
import type { ReleaseReply } from "@/lib/contract/releases";
import { comparedSince } from "./compared";
import { ComparisonTable } from "./comparison-table";

/** Blue against green for as long as the release has had work, with the bounds that its plan sets. */
export function ReleaseComparison({ release }: { release: ReleaseReply }) {
  const span = comparedSince(release);
  const { data } = useQuery({ ...compareQuery(span ?? {}, 0), enabled: span !== null });
  const { guards } = release.plan;
  if (span === null) return null;
  return (
    <Card
      title="Blue against green"
      unit={data === undefined ? "" : period(data.from, data.to, data.timezone)}
    >
      {data !== undefined && <ComparisonTable reply={data} />}
      <p className="mt-2 max-w-[90ch] text-small text-ink-3">
        {guards.length === 0
          ? "The plan sets no guard on these figures."
          : `Guards of the plan: ${guards
              .map(
                ({ metric, limit, action }) =>
                  `${ruleName(`guard ${metric}`).replace("guard on ", "")} not more than ${Math.round((limit - 1) * 100)} % worse, else ${action === "hold" ? "it is held" : "it goes back"}`,
              )
              .join("; ")}. What each says stands above.`}
        {release.weight === 100 &&
          " At 100 % nothing is made beside it: guards compare with the other environment's last days."}
      </p>
    </Card>
  );
}
