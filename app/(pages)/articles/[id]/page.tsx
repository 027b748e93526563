import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { ArticleView } from "@/components/articles/article-view";
import { titled } from "@/components/calls/titled";
import { articleQuery } from "@/lib/client/queries";
import { articleOf } from "@/lib/server/answers";
import { ifFound } from "@/lib/server/if-found";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
}

/** Asked once for a request, although the title needs it, too. */
const articleNamed = cache(async (id: string) => ifFound(articleOf((await visitor()).running, id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const article = await articleNamed((await params).id);
  return article === null ? { title: "Not found" } : { title: titled(article.topic ?? "Article") };
}

export default async function Page({ params }: Props) {
  const id = (await params).id;
  const article = await articleNamed(id);
  if (article === null) notFound();
  return (
    <FirstPaint answers={[answered(articleQuery(id), article)]}>
      <ArticleView key={id} id={id} />
    </FirstPaint>
  );
}
