"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListCard } from "@/components/lists/list-card";
import { ListPage } from "@/components/lists/list-page";
import { articlePages } from "@/lib/client/pages";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import { ARTICLE_ORDERS, articleColumns } from "./article-columns";
import { NoArticles } from "./no-articles";

/** Every article of a period with what it cost, what came of it and whether that was worth it. */
export function Articles() {
  const { view } = useView();
  const range = rangeOf(view);
  const list = useInfiniteQuery(articlePages(range));
  return (
    <ListPage
      title="Articles"
      list={list}
      rowsOf={({ articles }) => articles}
      empty={<NoArticles environment={view.environment} range={range} />}
    >
      {(rows, { timezone }, paging) => (
        <ListCard
          title="Articles"
          noun="article"
          rows={rows}
          columns={articleColumns(timezone)}
          orders={ARTICLE_ORDERS}
          texts={({ topic, environment, cost_by }) => [
            topic,
            environment,
            ...cost_by.map(({ model }) => model),
          ]}
          view={view}
          range={range}
          path="/api/articles"
          paging={paging}
        />
      )}
    </ListPage>
  );
}
