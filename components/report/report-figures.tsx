import type { ReportReply } from "@/lib/contract/report";
import { deltaWords, goalWords, reportTitle, reportWords } from "@/lib/domain/report";

interface Props {
  report: ReportReply;
  compared: boolean;
}

/** Every figure as its tile has it, with its difference to the period before and what it is held to. */
export const ReportFigures = ({ report, compared }: Props) => (
  <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-4 print:grid-cols-4">
    {report.figures.map((figure) => (
      <div key={figure.metric} className="min-w-0 bg-surface p-3 print:px-2 print:py-1.5">
        <dt className="text-small text-ink-2">{reportTitle(figure.metric)}</dt>
        <dd className="truncate text-figure max-sm:text-[22px]">{reportWords(figure)}</dd>
        {notes(figure, compared).map((note) => (
          <dd key={note} className="text-small text-ink-3">
            {note}
          </dd>
        ))}
      </div>
    ))}
  </dl>
);

function notes(figure: ReportReply["figures"][number], compared: boolean): string[] {
  return [compared ? deltaWords(figure) : null, goalWords(figure.metric)].filter((note) => note !== null);
}
