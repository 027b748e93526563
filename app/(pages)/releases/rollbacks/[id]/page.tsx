import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { ReportView } from "@/components/releases/report-view";
import { rollbackQuery } from "@/lib/client/queries";
import { ifFound } from "@/lib/server/if-found";
import { rollbackOf } from "@/lib/server/traffic/commands";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
}

/** Asked once for a request, although the title needs it, too. */
const reportNamed = cache(async (id: string) =>
  ifFound(rollbackOf((await visitor()).running, { params: { id } })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const report = await reportNamed((await params).id);
  return { title: report === null ? "Not found" : `Rollback to ${report.to.environment}` };
}

export default async function Page({ params }: Props) {
  const id = (await params).id;
  const report = await reportNamed(id);
  if (report === null) notFound();
  return (
    <FirstPaint answers={[answered(rollbackQuery(id), report)]}>
      <ReportView key={id} id={id} />
    </FirstPaint>
  );
}
