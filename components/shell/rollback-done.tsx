"use client";

import Link from "next/link";
import { Facts } from "@/components/releases/facts";
import { Ticks } from "@/components/releases/ticks";
import { WhyField } from "@/components/releases/why-field";
import { PageLink } from "@/components/view/page-link";
import { age } from "@/lib/client/dates";
import { rolledWords } from "@/lib/client/traffic-words";
import type { RollbackReport, TrafficReply } from "@/lib/contract/traffic";
import { runbookSection } from "@/lib/domain/docs-links";
import { counted, money } from "@/lib/domain/format";
import { UndoButton } from "./undo-button";

interface Props {
  report: RollbackReport;
  undo: TrafficReply["undo"];
  nowMs: number;
  undone: (report: RollbackReport) => void;
}

/** What was done, what was not, why, and the way back from it. */
export function RollbackDone({ report, undo, nowMs, undone }: Props) {
  const { changed, exposure, steps, to, from } = report;
  if (!changed) return <p className="text-small text-ink-2">{steps[0]?.detail}</p>;
  const since = exposure.since === null ? "" : `${age(nowMs - Date.parse(exposure.since))}, `;
  return (
    <div className="grid gap-x-8 gap-y-4 md:grid-cols-2 xl:grid-cols-3">
      <Ticks steps={steps} to={to.environment} />
      <Facts
        facts={[
          { name: "Traffic", value: rolledWords(report) },
          {
            name: `Made by ${from.environment}`,
            value: `${since}${counted(exposure.articles, "article")}, ${money(exposure.cost_usd)}`,
          },
          {
            name: "Not undone",
            value: (
              <ul>
                {report.not_undone.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ),
          },
          { name: "By", value: `${report.actor}, ${age(nowMs - Date.parse(report.started_at))} ago` },
        ]}
      />
      <div className="grid content-start justify-items-start gap-3">
        <WhyField id={report.id} reason={report.reason} />
        <div className="flex flex-wrap items-center gap-3">
          {undo?.report === report.id && (
            <UndoButton report={report} until={undo.until} nowMs={nowMs} undone={() => undone(report)} />
          )}
          <PageLink path={`/releases/rollbacks/${report.id}`} className="link text-small">
            Report
          </PageLink>
          <Link href={runbookSection("afterwards")} prefetch={false} className="link text-small">
            What to do next
          </Link>
        </div>
        <p className="text-small text-ink-3">
          Esc closes · the same by <code className="font-mono">greenlight rollback</code>
        </p>
      </div>
    </div>
  );
}
