"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DetailHead } from "@/components/calls/detail-head";
import { Card } from "@/components/card";
import { FailedAnswer } from "@/components/failed-answer";
import { Moment } from "@/components/lists/cells";
import { rollbackPath, rollbackQuery, settingsQuery } from "@/lib/client/queries";
import { named, rolledWords, weight } from "@/lib/client/traffic-words";
import type { RollbackReport } from "@/lib/contract/traffic";
import { counted, fixed, money } from "@/lib/domain/format";
import { Facts } from "./facts";
import { LabelButtons } from "./label-buttons";
import { MomentsCard } from "./moments-card";
import { outcomeOf } from "./outcome";
import { stepTitle, Tick } from "./ticks";
import { Tone } from "./tone";
import { WhyField } from "./why-field";

/** One rollback as a page: when what happened, how it was proved, what it leaves behind. */
export function ReportView({ id }: { id: string }) {
  const { data: report, error, refetch } = useQuery(rollbackQuery(id));
  const { data: settings } = useQuery(settingsQuery());
  if (report === undefined || settings === undefined) return null;
  const zone = settings.timezone;
  const target = named(report.to.environment, report.to.version);
  return (
    <>
      <DetailHead
        list={{ path: "/releases", name: "Releases" }}
        title={`Rollback to ${target}`}
        facts={[
          { name: "Time", value: <Moment at={report.started_at} zone={zone} /> },
          { name: "By", value: <bdi>{report.actor}</bdi> },
          { name: "Result", value: <Tone {...outcomeOf(report)} /> },
        ]}
      />
      <FailedAnswer what="This report" failed={error && { error, refetch }} />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Card title="Steps">
          <ol className="grid gap-1.5 text-small">
            {report.steps.map(({ name, status, detail, ms }) => (
              <Tick key={name} title={stepTitle(name, report.to.environment)} {...{ status, detail, ms }} />
            ))}
          </ol>
        </Card>
        <MomentsCard report={report} zone={zone} />
        <Card title="What it moved, and what it did not">
          <Facts facts={factsOf(report)} />
        </Card>
        <Card title="Afterwards">
          <div className="grid gap-4 text-small">
            <WhyField id={report.id} reason={report.reason} />
            <LabelButtons report={report} />
            <p className="flex flex-wrap gap-x-4">
              <Link href={`/docs/post-mortem?report=${id}`} prefetch={false} className="link py-0.75">
                Post-mortem, pre-filled
              </Link>
              <a href={`${rollbackPath(id)}/post-mortem?format=md`} download className="link py-0.75">
                Download the post-mortem
              </a>
            </p>
            <p className="flex flex-wrap gap-x-4">
              <a
                href={`${rollbackPath(id)}?format=md`}
                download={`rollback-${id}.md`}
                className="link py-0.75"
              >
                Report as Markdown
              </a>
              <a href={rollbackPath(id)} download={`rollback-${id}.json`} className="link py-0.75">
                as JSON
              </a>
            </p>
          </div>
        </Card>
      </div>
    </>
  );
}

const HEALTHY = new Map([
  [true, "healthy"],
  [false, "not healthy"],
  [null, "could not be asked"],
]);

function factsOf(report: RollbackReport) {
  const { from, to, verification, exposure, reaction_ms } = report;
  return [
    { name: "Traffic", value: rolledWords(report) },
    {
      name: "Versions",
      value: `${named(from.environment, from.version)} → ${named(to.environment, to.version)}`,
    },
    { name: "Reaction", value: reaction_ms === null ? "unknown" : `${fixed(reaction_ms, 0)} ms` },
    { name: "Read back", value: `${weight(verification.applied_weight)} ${from.environment}` },
    { name: "Given since", value: `${counted(verification.assigned_since, "job")} to ${from.environment}` },
    { name: "Target", value: `${to.environment} ${HEALTHY.get(verification.target_healthy)}` },
    {
      name: "Exposure",
      value: `${counted(exposure.articles, "article")} by ${from.environment}, ${money(exposure.cost_usd)}`,
    },
    {
      name: "Not undone",
      value:
        report.not_undone.length === 0 ? (
          "nothing"
        ) : (
          <ul>
            {report.not_undone.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ),
    },
  ];
}
