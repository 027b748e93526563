import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { Unknown } from "@/components/lists/cells";
import { basisWords, FIGURE_WORDS, runSeen } from "@/lib/client/sign-off-words";
import type { Seen } from "@/lib/contract/sign-offs";
import { moment } from "@/lib/domain/dates";
import { count } from "@/lib/domain/format";
import { RUN_KINDS } from "@/lib/domain/test-run";

interface Props {
  seen: Seen;
  zone: string;
}

/** What is signed, or was: the new version beside what has the work, each figure with its samples. */
export const SignedFigures = ({ seen, zone }: Props) => (
  <div className="grid gap-2">
    <DataTable
      caption={`Figures of ${moment(seen.at, zone)}`}
      rows={seen.figures}
      rowKey={({ figure }) => figure}
      columns={[
        { key: "figure", title: "Figure", cell: ({ figure }) => FIGURE_WORDS[figure].name },
        side("candidate", seen),
        side("control", seen),
      ]}
    />
    <ul className="grid gap-0.5 text-small text-ink-2">
      <li>
        Checklist: {count(seen.checklist.done)} of {count(seen.checklist.total)} items done
      </li>
      {RUN_KINDS.map((kind) => (
        <li key={kind} className="wrap-anywhere">
          {runSeen(kind, seen)}
        </li>
      ))}
    </ul>
    <p className="text-small text-ink-3">
      <bdi>{seen.candidate.version}</bdi> since {moment(seen.candidate.from, zone)};{" "}
      {seen.control.environment} since {moment(seen.control.from, zone)}. Plan{" "}
      <span className="font-mono">{seen.plan_hash.slice(0, 8)}</span>.
    </p>
  </div>
);

const side = (name: "candidate" | "control", seen: Seen) => ({
  key: name,
  title: (
    <>
      <EnvironmentMark environment={seen[name].environment} />
      <bdi className="block font-normal text-ink-3">{seen[name].version ?? "version not known"}</bdi>
    </>
  ),
  numeric: true,
  cell: (row: Seen["figures"][number]) => {
    const { value } = row[name];
    return (
      <>
        {value === null ? <Unknown reason="nothing recorded" /> : FIGURE_WORDS[row.figure].value(value)}
        <span className="block text-small text-ink-3">{basisWords(row.figure, row[name])}</span>
      </>
    );
  },
});
