import {
  type dataTagSymbol,
  dehydrate,
  HydrationBoundary,
  QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import type { ReactNode } from "react";

interface Query<Reply> {
  queryKey: QueryKey & { [dataTagSymbol]: Reply };
}

/** A question that the server has answered already. */
export interface Answered {
  key: QueryKey;
  reply: unknown;
}

export const answered = <Reply,>({ queryKey }: Query<Reply>, reply: NoInfer<Reply>): Answered => ({
  key: queryKey,
  reply,
});

/** Hands the server's answers to the hooks inside, so that the first paint has figures in it. */
export function FirstPaint({ answers, children }: { answers: readonly Answered[]; children: ReactNode }) {
  const client = new QueryClient();
  for (const { key, reply } of answers) client.setQueryData(key, reply);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
