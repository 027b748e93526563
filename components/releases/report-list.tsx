import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { rolledWords } from "@/lib/client/traffic-words";
import type { RollbackReport, RollbacksReply } from "@/lib/contract/traffic";
import { counted, fixed, money, percent } from "@/lib/domain/format";
import { LabelButtons } from "./label-buttons";
import { outcomeOf } from "./outcome";
import { ScrollList } from "./scroll-list";
import { Tone } from "./tone";

/** Every rollback: what it moved, whether it was verified, how fast, how much was made there, and whether it was right. */
export function ReportList({ reply, zone }: { reply: RollbacksReply; zone: string }) {
  const { rollbacks, labelled } = reply;
  const judged = labelled.right + labelled.wrong;
  return (
    <Card
      title="Rollbacks"
      unit={judged === 0 ? "" : `${percent(labelled.wrong / judged, 0)} of ${judged} labelled were wrong`}
    >
      {rollbacks.length === 0 ? (
        <p className="max-w-[70ch] text-small text-ink-2">
          None so far. While there is something to undo, “Roll back” stands at the top of every page; Shift+R
          goes there.
        </p>
      ) : (
        <ScrollList name="Rollback reports">
          {rollbacks.map((report) => (
            <Report key={report.id} report={report} zone={zone} />
          ))}
        </ScrollList>
      )}
    </Card>
  );
}

function Report({ report, zone }: { report: RollbackReport; zone: string }) {
  const { id, started_at, actor, reason, reaction_ms, exposure, from } = report;
  return (
    <li className="grid gap-1 border-b border-line py-2 pr-1 text-small last:border-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <PageLink path={`/releases/rollbacks/${id}`} className="link text-card">
          {rolledWords(report)}
        </PageLink>
        <Tone {...outcomeOf(report)} />
      </p>
      <p className="wrap-anywhere text-ink-2">
        <Moment at={started_at} zone={zone} /> · <bdi>{actor}</bdi> ·{" "}
        <bdi>{reason ?? "why was not said"}</bdi>
      </p>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-ink-3">
        <p>
          reaction {reaction_ms === null ? "unknown" : `${fixed(reaction_ms, 0)} ms`} ·{" "}
          {counted(exposure.articles, "article")} by {from.environment}, {money(exposure.cost_usd)}
        </p>
        <LabelButtons report={report} />
      </div>
    </li>
  );
}
