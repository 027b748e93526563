import type { Query, QueryClient } from "@tanstack/react-query";

/**
 * Asks again for what changed, one round at a time: changes that come while a round runs wait for the next one.
 * So a busy stream neither cancels its own questions for ever nor misses the last change.
 */
export function refresher(client: QueryClient): (topics: readonly string[] | "all") => void {
  let waiting: Set<string> | "all" = new Set();
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting === "all" || waiting.size > 0) {
      const topics = waiting;
      waiting = new Set();
      const concerned = ({ queryKey: [topic] }: Query) => topics === "all" || topics.has(String(topic));
      await asked(client, concerned);
      await client.invalidateQueries({ predicate: concerned });
    }
    running = false;
  }

  return (topics) => {
    waiting = topics === "all" || waiting === "all" ? "all" : new Set([...waiting, ...topics]);
    if (!running) void run();
  };
}

/** What is being asked already is let finish: cancelled, the next page that somebody wanted would be lost. */
const asked = (client: QueryClient, predicate: (query: Query) => boolean) =>
  Promise.allSettled(
    client
      .getQueryCache()
      .findAll({ predicate, fetchStatus: "fetching" })
      .map(({ promise }) => promise),
  );
