import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { comparedSince } from "@/components/releases/compared";
import { ReleaseView } from "@/components/releases/release-view";
import { checklistQuery } from "@/lib/client/checklist-queries";
import { compareQuery } from "@/lib/client/queries";
import { releaseQuery, signOffsQuery } from "@/lib/client/release-queries";
import { runsQuery } from "@/lib/client/run-queries";
import { compareOf } from "@/lib/server/compare";
import { checklistOf } from "@/lib/server/governance/checklist";
import { signOffsOf } from "@/lib/server/governance/sign-offs";
import { ifFound } from "@/lib/server/if-found";
import { releaseShown } from "@/lib/server/releases/commands";
import { runsOf } from "@/lib/server/runs/reply";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
}

/** Asked once for a request, although the title needs it, too. */
const releaseNamed = cache(async (id: string) => ifFound(releaseShown((await visitor()).running, id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const release = await releaseNamed((await params).id);
  return { title: release === null ? "Not found" : `${release.version} on ${release.environment}` };
}

export default async function Page({ params }: Props) {
  const { running } = await visitor();
  const id = (await params).id;
  const release = await releaseNamed(id);
  if (release === null) notFound();
  const span = comparedSince(release);
  const compared =
    span === null
      ? []
      : [answered(compareQuery(span, 0), await compareOf(running, { range: "auto", ...span }))];
  return (
    <FirstPaint
      answers={[
        answered(releaseQuery(id), release),
        answered(checklistQuery(id), await checklistOf(running, id)),
        answered(signOffsQuery(id), await signOffsOf(running, id)),
        answered(runsQuery(id), await runsOf(running, id)),
        ...compared,
      ]}
    >
      <ReleaseView key={id} id={id} paintedMs={running.nowMs()} />
    </FirstPaint>
  );
}
