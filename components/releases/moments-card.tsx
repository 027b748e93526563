import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { Unknown } from "@/components/lists/cells";
import type { RollbackReport } from "@/lib/contract/traffic";
import { clockExact, momentExact } from "@/lib/domain/dates";

const MOMENTS = [
  { key: "first_bad", mark: "T0", name: "first bad sample", unknown: "no error is recorded there" },
  { key: "tripped", mark: "T1", name: "a rule tripped", unknown: "a person asked for it" },
  { key: "accepted", mark: "T2", name: "accepted", unknown: "nothing was accepted" },
  { key: "confirmed", mark: "T3", name: "balancer confirmed", unknown: "the balancer has not confirmed it" },
  { key: "last_assigned", mark: "T4", name: "last job given to the old side", unknown: "no job asked" },
  { key: "verified", mark: "T5", name: "verified", unknown: "it is not verified" },
] as const;

/** The moments that a post-mortem asks for. */
export const MomentsCard = ({ report: { times }, zone }: { report: RollbackReport; zone: string }) => (
  <Card title="Times" unit={zone}>
    <DataTable
      caption="When what happened"
      rows={MOMENTS}
      rowKey={({ key }) => key}
      columns={[
        { key: "mark", title: "No.", cell: ({ mark }) => <span className="text-ink-3">{mark}</span> },
        { key: "what", title: "Moment", cell: ({ name }) => name },
        {
          key: "when",
          title: "Time",
          numeric: true,
          cell: ({ key, unknown }) => {
            const at = times[key];
            if (at === null) return <Unknown reason={unknown} />;
            return (
              <time dateTime={at} title={momentExact(at, zone)}>
                {clockExact(at, zone)}
                <span className="text-ink-3">.{at.slice(20, 23)}</span>
              </time>
            );
          },
        },
      ]}
    />
  </Card>
);
