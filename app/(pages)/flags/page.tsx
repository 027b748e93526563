import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Flags } from "@/components/flags/flags";
import { alertsQuery, flagEvents, flagsQuery } from "@/lib/client/alert-queries";
import { firstPage, PAGE_ROWS } from "@/lib/client/pages";
import { alertsOf } from "@/lib/server/alerts/alerts";
import { auditOf } from "@/lib/server/audit";
import { flagsOf } from "@/lib/server/flags/flags";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Flags" };

export default async function Page() {
  const { running } = await visitor();
  const events = await auditOf(running, { range: "all", action: "flag", limit: PAGE_ROWS });
  const answers = [
    answered(flagsQuery(), await flagsOf(running)),
    answered(alertsQuery(), await alertsOf(running, {})),
    answered(flagEvents(), firstPage(events)),
  ];
  return (
    <FirstPaint answers={answers}>
      <Flags />
    </FirstPaint>
  );
}
