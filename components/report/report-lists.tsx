import type { ReactNode } from "react";
import { Card } from "@/components/card";
import { EnvironmentMark } from "@/components/environment-mark";
import { Tone } from "@/components/releases/tone";
import { PageLink } from "@/components/view/page-link";
import { ruleTitle, severityWords } from "@/lib/client/alert-words";
import { outcomeWords } from "@/lib/client/release-words";
import type { ReportReply } from "@/lib/contract/report";
import { moment } from "@/lib/domain/dates";
import { counted } from "@/lib/domain/format";

/** What happened in the period, and what the figures do not know. A sheet has room for a few of each. */
export function ReportLists({ report }: { report: ReportReply }) {
  const { releases, rollbacks, incidents, left_out: gaps } = report;
  return (
    <div className="grid items-start gap-3 lg:grid-cols-3 print:grid-cols-3 print:gap-2">
      <Listed title="Releases and rollbacks" path="/releases" none="No release, and no rollback.">
        {releases.map((release) => (
          <ReleaseLine key={release.id} release={release} zone={report.timezone} />
        ))}
        {rollbacks.map((rollback) => (
          <RollbackLine key={rollback.id} rollback={rollback} zone={report.timezone} />
        ))}
      </Listed>
      <Listed title="Incidents" path="/alerts" none="No critical or high alert fired.">
        {incidents.map((incident) => (
          <IncidentLine
            key={`${incident.rule} ${incident.time}`}
            incident={incident}
            zone={report.timezone}
          />
        ))}
      </Listed>
      <Listed title="What the figures leave out" none="Nothing.">
        {gaps.map((gap) => (
          <p key={gap}>{gap}</p>
        ))}
      </Listed>
    </div>
  );
}

const SHOWN_MAX = 5;

interface ListedProps {
  title: string;
  /** Where all of them are. */
  path?: string;
  none: string;
  children: ReactNode[] | ReactNode[][];
}

function Listed({ title, path, none, children }: ListedProps) {
  const lines = children.flat();
  return (
    <Card title={title} className="print:p-2">
      {lines.length === 0 ? (
        <p className="text-small text-ink-2">{none}</p>
      ) : (
        <ul className="grid gap-1.5 text-small print:gap-0.5">
          {lines.slice(0, SHOWN_MAX).map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines have keys of their own inside.
            <li key={at} className="min-w-0 wrap-anywhere">
              {line}
            </li>
          ))}
        </ul>
      )}
      {lines.length > SHOWN_MAX && (
        <p className="mt-1.5 text-small text-ink-3">
          {path === undefined ? (
            `and ${counted(lines.length - SHOWN_MAX, "more", "more")}`
          ) : (
            <PageLink path={path} className="link">
              and {counted(lines.length - SHOWN_MAX, "more", "more")}
            </PageLink>
          )}
        </p>
      )}
    </Card>
  );
}

interface Zoned {
  zone: string;
}

const ReleaseLine = ({ release, zone }: Zoned & { release: ReportReply["releases"][number] }) => (
  <>
    <PageLink path={`/releases/${encodeURIComponent(release.id)}`} className="link">
      <bdi>{release.version}</bdi>
    </PageLink>{" "}
    on <EnvironmentMark environment={release.environment} />:{" "}
    <Tone {...outcomeWords({ ...release, held: null })} />
    <span className="text-ink-3">, {moment(release.time, zone)}</span>
  </>
);

const RollbackLine = ({ rollback, zone }: Zoned & { rollback: ReportReply["rollbacks"][number] }) => (
  <>
    <PageLink path={`/releases/rollbacks/${encodeURIComponent(rollback.id)}`} className="link">
      Rollback
    </PageLink>{" "}
    from {rollback.from} to {rollback.to} by <bdi>{rollback.actor}</bdi>
    <span className="text-ink-3">, {moment(rollback.time, zone)}</span>
    {rollback.reason !== null && <bdi className="text-ink-2">: {rollback.reason}</bdi>}
  </>
);

const IncidentLine = ({ incident, zone }: Zoned & { incident: ReportReply["incidents"][number] }) => (
  <>
    <Tone {...severityWords(incident.severity)} /> <bdi>{ruleTitle(incident.rule)}</bdi>
    {incident.environment !== null && ` on ${incident.environment}`}: <bdi>{incident.said}</bdi>
    <span className="text-ink-3">
      , {moment(incident.time, zone)}
      {incident.resolved_at === null ? ", not resolved yet" : ` to ${moment(incident.resolved_at, zone)}`}
    </span>
  </>
);
