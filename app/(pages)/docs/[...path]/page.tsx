import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { visitor } from "@/app/visitor";
import { DocFrame } from "@/components/docs/doc-frame";
import { Markdown } from "@/components/docs/markdown";
import { documentAt } from "@/lib/server/docs/shelf";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ path: string[] }>;
}

const documentOf = async ({ params }: Props) => documentAt((await params).path.join("/"));

export async function generateMetadata(props: Props): Promise<Metadata> {
  await visitor();
  return { title: (await documentOf(props))?.title ?? "Not found" };
}

export default async function Page(props: Props) {
  await visitor();
  const document = await documentOf(props);
  if (document === null) notFound();
  return (
    <DocFrame sections={document.sections}>
      <Markdown name={document.name} text={document.text} />
    </DocFrame>
  );
}
