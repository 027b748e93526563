import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { comparedOf } from "@/components/releases/compared";
import { Releases } from "@/components/releases/releases";
import { changesQuery, compareQuery, rollbacksQuery, trafficQuery } from "@/lib/client/queries";
import { releasesQuery } from "@/lib/client/release-queries";
import { viewOfPage } from "@/lib/client/view";
import { compareOf } from "@/lib/server/compare";
import { releasesOf } from "@/lib/server/releases/commands";
import { changesOf, rollbacksOf } from "@/lib/server/traffic/commands";
import { trafficState } from "@/lib/server/traffic/state";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Releases" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const compared = comparedOf(viewOfPage(await searchParams));
  const traffic = await trafficState(running);
  const answers = [
    answered(trafficQuery(), traffic),
    answered(compareQuery(compared, traffic.epoch), await compareOf(running, { range: "auto", ...compared })),
    answered(changesQuery(), await changesOf(running, {})),
    answered(rollbacksQuery(), await rollbacksOf(running)),
    answered(releasesQuery(), await releasesOf(running)),
  ];
  return (
    <FirstPaint answers={answers}>
      <Releases paintedMs={running.nowMs()} />
    </FirstPaint>
  );
}
