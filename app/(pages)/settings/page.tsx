import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Settings } from "@/components/settings/settings";
import { reconciliationQuery, sourcesQuery } from "@/lib/client/queries";
import { rangeOf, viewOfPage } from "@/lib/client/view";
import { reconciliationOf } from "@/lib/server/answers";
import { sourcesOf } from "@/lib/server/sources";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Settings" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The settings themselves come with the layout, which needs them on every page. */
export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const range = rangeOf(viewOfPage(await searchParams));
  return (
    <FirstPaint
      answers={[
        answered(sourcesQuery(), await sourcesOf(running)),
        answered(reconciliationQuery(range), await reconciliationOf(running, range)),
      ]}
    >
      <Settings />
    </FirstPaint>
  );
}
