import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { FirstDayView } from "@/components/report/first-day-view";
import { firstDayQuery } from "@/lib/client/release-queries";
import { ifFound } from "@/lib/server/if-found";
import { firstDayOf } from "@/lib/server/reports/first-day";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "First 24 hours" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function Page({ params }: Props) {
  const { running } = await visitor();
  const { id } = await params;
  const day = await ifFound(firstDayOf(running, id));
  if (day === null) notFound();
  return (
    <FirstPaint answers={[answered(firstDayQuery(id), day)]}>
      <FirstDayView key={id} id={id} paintedMs={running.nowMs()} />
    </FirstPaint>
  );
}
