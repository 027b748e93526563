import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { titled } from "@/components/calls/titled";
import { ExecutionView } from "@/components/executions/execution-view";
import { executionQuery } from "@/lib/client/queries";
import { executionOf } from "@/lib/server/answers";
import { ifFound } from "@/lib/server/if-found";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
}

/** Asked once for a request, although the title needs it, too. */
const executionNamed = cache(async (id: string) => ifFound(executionOf((await visitor()).running, id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const execution = await executionNamed((await params).id);
  return execution === null ? { title: "Not found" } : { title: titled(execution.execution_id) };
}

export default async function Page({ params }: Props) {
  const id = (await params).id;
  const execution = await executionNamed(id);
  if (execution === null) notFound();
  return (
    <FirstPaint answers={[answered(executionQuery(id), execution)]}>
      <ExecutionView key={id} id={id} />
    </FirstPaint>
  );
}
