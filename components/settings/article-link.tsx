"use client";

import Link from "next/link";
import { useView } from "@/lib/client/use-view";
import { carried, searchOf } from "@/lib/client/view";

/** Leads to an article, with the time that is being looked at. The id of an execution names its article, too. */
export function ArticleLink({ id, name }: { id: string; name: string }) {
  const { view } = useView();
  return (
    <Link
      href={`/articles/${encodeURIComponent(id)}${searchOf(carried(view))}`}
      prefetch={false}
      className="link line-clamp-2 min-w-28 max-w-[60ch] wrap-anywhere"
      title={name}
    >
      <bdi>{name}</bdi>
    </Link>
  );
}
