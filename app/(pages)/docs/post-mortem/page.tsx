import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { visitor } from "@/app/visitor";
import { DocFrame } from "@/components/docs/doc-frame";
import { FilledWith } from "@/components/docs/filled-with";
import { Markdown } from "@/components/docs/markdown";
import type { RollbackReport } from "@/lib/contract/traffic";
import { moment } from "@/lib/domain/dates";
import { sectionsOf } from "@/lib/server/docs/outline";
import { postMortemText } from "@/lib/server/docs/post-mortem";
import { documentAt } from "@/lib/server/docs/shelf";
import { ifFound } from "@/lib/server/if-found";
import { rollbacksOf } from "@/lib/server/traffic/commands";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Post-mortem" };

interface Props {
  searchParams: Promise<{ report?: string | string[] }>;
}

const CHOICES_MAX = 6;

/** The template; with a report of a rollback, filled with what is known of it. */
export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const id = [(await searchParams).report].flat()[0];
  const template = await documentAt("post-mortem");
  const filled = id === undefined ? null : await ifFound(postMortemText(running, id));
  if (template === null || (id !== undefined && filled === null)) notFound();
  const { rollbacks } = await rollbacksOf(running);
  const zone = running.settings().timezone;
  const named = ({ from, started_at }: RollbackReport) =>
    `${from.version ?? from.environment}, ${moment(started_at, zone)}`;
  const options = rollbacks.slice(0, CHOICES_MAX).map((report) => ({
    path: `/docs/post-mortem?report=${report.id}`,
    name: named(report),
    chosen: report.id === id,
  }));
  const text = filled ?? template.text;
  return (
    <DocFrame
      sections={sectionsOf(text)}
      head={
        <FilledWith said={saidOf(filled !== null, options.length)} choices={options}>
          {filled !== null && (
            <a href={`/api/rollbacks/${id}/post-mortem?format=md`} download className="link w-fit">
              Download as Markdown
            </a>
          )}
        </FilledWith>
      }
    >
      <Markdown name={template.name} text={text} foreign={filled !== null} />
    </DocFrame>
  );
}

function saidOf(filled: boolean, reports: number): string {
  if (filled) return "Filled with what is known of this rollback. What only people know is left open.";
  return reports === 0
    ? "Once something was rolled back, its report fills this template."
    : "The template. Choose a rollback, and it is filled with what is known of it.";
}
