import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Audit } from "@/components/audit/audit";
import { auditFilterOf, auditRangeOf } from "@/components/audit/audit-filter";
import { auditPages, firstPage, PAGE_ROWS } from "@/lib/client/pages";
import { viewOfPage } from "@/lib/client/view";
import { auditOf } from "@/lib/server/audit";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Audit" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const view = viewOfPage(await searchParams);
  const [range, filter] = [auditRangeOf(view), auditFilterOf(view)];
  const page = await auditOf(running, { ...range, ...filter, limit: PAGE_ROWS });
  return (
    <FirstPaint answers={[answered(auditPages(range, filter), firstPage(page))]}>
      <Audit />
    </FirstPaint>
  );
}
