"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListCard } from "@/components/lists/list-card";
import { ListPage } from "@/components/lists/list-page";
import { executionPages } from "@/lib/client/pages";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import { EXECUTION_ORDERS, executionColumns } from "./execution-columns";
import { NoExecutions } from "./no-executions";

/** Every run of an agent with what it cost. */
export function Executions() {
  const { view } = useView();
  const range = rangeOf(view);
  const list = useInfiniteQuery(executionPages(range));
  return (
    <ListPage
      title="Executions"
      list={list}
      rowsOf={({ executions }) => executions}
      empty={<NoExecutions environment={view.environment} range={range} />}
    >
      {(rows, { timezone }, paging) => (
        <ListCard
          title="Executions"
          noun="execution"
          rows={rows}
          columns={executionColumns(timezone)}
          orders={EXECUTION_ORDERS}
          texts={({ agent, execution_id, topic, environment, models }) => [
            agent,
            execution_id,
            topic,
            environment,
            ...models,
          ]}
          view={view}
          range={range}
          path="/api/executions"
          paging={paging}
        />
      )}
    </ListPage>
  );
}
