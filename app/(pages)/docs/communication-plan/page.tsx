import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { visitor } from "@/app/visitor";
import { DocFrame } from "@/components/docs/doc-frame";
import { FilledWith } from "@/components/docs/filled-with";
import { Markdown } from "@/components/docs/markdown";
import { choices, messageFigures } from "@/lib/server/docs/messages";
import { documentAt } from "@/lib/server/docs/shelf";
import { ifFound } from "@/lib/server/if-found";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Communication plan" };

interface Props {
  searchParams: Promise<{ release?: string | string[] }>;
}

/** The plan with its messages filled for a release: the one that is asked for, else the live one, else the newest. */
export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const document = await documentAt("communication-plan");
  if (document === null) notFound();
  const known = await choices(running);
  const id = [(await searchParams).release].flat()[0] ?? known[0]?.id;
  const figures = id === undefined ? null : await ifFound(messageFigures(running, id));
  if (id !== undefined && figures === null) notFound();
  const said =
    figures === null
      ? "There is no release yet: the messages show what will be filled in."
      : `The messages are filled for ${figures.version} on ${figures.environment}, as it stands now.`;
  const options = known.map((one) => ({
    path: `/docs/communication-plan?release=${one.id}`,
    name: `${one.version} on ${one.environment}${one.live ? ", under way" : ""}`,
    chosen: one.id === id,
  }));
  return (
    <DocFrame sections={document.sections} head={<FilledWith said={said} choices={options} />}>
      <Markdown name={document.name} text={document.text} figures={figures} />
    </DocFrame>
  );
}
