import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { Unknown } from "@/components/lists/cells";
import { basisWords, intervalWords, unitOf } from "@/lib/client/release-figures";
import { actionWords, ruleName, verdictWords } from "@/lib/client/release-words";
import type { ReleaseReply } from "@/lib/contract/releases";
import { Tone } from "./tone";

type Evidence = ReleaseReply["evidence"][number];

/** What every rule and guard says of the share that is observed: the figure shown is the figure acted on. */
export function EvidenceCard({ release: { evidence, environment } }: { release: ReleaseReply }) {
  return (
    <Card
      title="What the rules say"
      unit={evidence.length === 0 ? "" : `of ${environment}, since its share began`}
    >
      {evidence.length === 0 ? (
        <p className="max-w-[70ch] text-small text-ink-2">
          There is nothing to judge before {environment} has its first share. From then on every rule that can
          stop a release says here what it has seen, and on how much.
        </p>
      ) : (
        <DataTable
          caption="What every rule says"
          rows={evidence}
          rowKey={({ rule }) => rule}
          columns={[
            {
              key: "rule",
              title: "Rule",
              cell: (row) => (
                <>
                  <bdi className="wrap-anywhere">{ruleName(row.rule)}</bdi>
                  <span className="block text-small text-ink-3">{remarks(row)}</span>
                </>
              ),
            },
            {
              key: "figure",
              title: "Figure",
              numeric: true,
              cell: (row) => (
                <>
                  {row.finding.value === null ? (
                    <Unknown reason="nothing is known" />
                  ) : (
                    unitOf(row)(row.finding.value)
                  )}
                  <span className="block text-small text-ink-3">{basisWords(row)}</span>
                </>
              ),
            },
            {
              key: "interval",
              title: "95 %",
              numeric: true,
              from: "lg",
              cell: (row) => <span className="text-ink-2">{intervalWords(row)}</span>,
            },
            {
              key: "verdict",
              title: "Verdict",
              cell: (row) => (
                <>
                  <Tone {...verdictWords(row.finding.verdict)} />
                  <span className="block max-w-[60ch] text-small wrap-anywhere text-ink-3">
                    {row.finding.said}
                  </span>
                </>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}

function remarks({ action, shared_cause, waived, dry_run, must_have_data }: Evidence): string {
  return [
    dry_run ? `on trial: would have ${PAST[action] ?? "told people"}` : actionWords(action),
    must_have_data ? "must have data" : null,
    shared_cause ? "the other environment has the same fault" : null,
    waived ? "seen by a person: holds this share no more" : null,
  ]
    .filter((one) => one !== null)
    .join(" · ");
}

const PAST: Record<string, string> = { rollback: "rolled back", hold: "held", review: "held" };
