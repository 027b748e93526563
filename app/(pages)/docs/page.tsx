import type { Metadata } from "next";
import { visitor } from "@/app/visitor";
import { DocHits } from "@/components/docs/doc-hits";
import { DocList } from "@/components/docs/doc-list";
import { DocSearch } from "@/components/docs/doc-search";
import { PageHeader } from "@/components/page-header";
import { viewOfPage } from "@/lib/client/view";
import { docsFound } from "@/lib/server/docs/search";
import { listed } from "@/lib/server/docs/shelf";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Docs" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const ASKED_MAX = 200;

export default async function Page({ searchParams }: Props) {
  await visitor();
  const q = (viewOfPage(await searchParams).q ?? "").trim().slice(0, ASKED_MAX);
  return (
    <>
      <PageHeader title="Docs" />
      <DocSearch q={q} />
      {q === "" ? (
        <DocList documents={await listed()} />
      ) : (
        <DocHits q={q} hits={(await docsFound(q)).results} />
      )}
    </>
  );
}
