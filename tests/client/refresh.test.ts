import { InfiniteQueryObserver, QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { refresher } from "@/lib/client/refresh";
import { until } from "../support/until";

function observed(client: QueryClient, topic: string, answer: () => Promise<number>) {
  const observer = new QueryObserver(client, { queryKey: [topic], queryFn: answer, staleTime: 60_000 });
  observer.subscribe(() => {});
  return observer;
}

test("asks again for what changed, and for nothing else", async () => {
  const client = new QueryClient();
  const usage = vi.fn(async () => 1);
  const trends = vi.fn(async () => 1);
  observed(client, "usage", usage);
  observed(client, "trends", trends);
  await until(() => expect(client.isFetching()).toBe(0));
  refresher(client)(["usage"]);
  await until(() => expect(usage).toHaveBeenCalledTimes(2));
  expect(trends).toHaveBeenCalledTimes(1);
  client.clear();
});

test("a change during a round neither cancels it nor gets lost", async () => {
  const client = new QueryClient();
  const answers: PromiseWithResolvers<number>[] = [];
  const usage = vi.fn(() => {
    const answer = Promise.withResolvers<number>();
    answers.push(answer);
    return answer.promise;
  });
  const observer = observed(client, "usage", usage);
  answers[0]?.resolve(0);
  await until(() => expect(client.isFetching()).toBe(0));
  const refresh = refresher(client);
  refresh(["usage"]);
  await until(() => expect(usage).toHaveBeenCalledTimes(2));
  for (let change = 0; change < 5; change++) refresh(["usage"]);
  answers[1]?.resolve(1);
  await until(() => expect(usage).toHaveBeenCalledTimes(3));
  answers[2]?.resolve(2);
  await until(() => expect(observer.getCurrentResult().data).toBe(2));
  expect(usage).toHaveBeenCalledTimes(3);
  client.clear();
});

test("a next page that somebody asked for comes, although changes come meanwhile", async () => {
  const client = new QueryClient();
  const observer = new InfiniteQueryObserver(client, {
    queryKey: ["articles"],
    queryFn: async ({ pageParam }) => pageParam,
    initialPageParam: 0,
    getNextPageParam: (last: number) => last + 1,
    staleTime: 60_000,
  });
  observer.subscribe(() => {});
  await until(() => expect(client.isFetching()).toBe(0));
  const refresh = refresher(client);
  const asked = observer.fetchNextPage({ cancelRefetch: false });
  refresh(["articles"]);
  expect((await asked).data?.pages).toEqual([0, 1]);
  await until(() => expect(client.isFetching()).toBe(0));
  expect(observer.getCurrentResult().data?.pages).toEqual([0, 1]);
  client.clear();
});

test("who has the traffic is asked again although another question hangs", async () => {
  const client = new QueryClient();
  const never = new Promise<number>(() => {});
  const usage = vi.fn(() => (usage.mock.calls.length === 1 ? Promise.resolve(1) : never));
  const traffic = vi.fn(async () => 1);
  observed(client, "usage", usage);
  observed(client, "traffic", traffic);
  await until(() => expect(client.isFetching()).toBe(0));
  const refresh = refresher(client);
  refresh(["usage"]);
  await until(() => expect(usage).toHaveBeenCalledTimes(2));
  refresh(["usage", "traffic"]);
  await until(() => expect(traffic).toHaveBeenCalledTimes(2));
  refresh("all");
  await until(() => expect(traffic).toHaveBeenCalledTimes(3));
  client.clear();
});
