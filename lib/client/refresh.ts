import type { Query, QueryClient } from "@tanstack/react-query";

/** Who has the traffic is asked in a lane of its own: a slow question of another kind never delays it. */
const APART = "traffic";

/** Asks again for what changed, the traffic apart from the rest. */
export function refresher(client: QueryClient): (topics: readonly string[] | "all") => void {
  const lanes = [lane(client, (topic) => topic === APART), lane(client, (topic) => topic !== APART)];
  return (topics) => {
    for (const refresh of lanes) refresh(topics);
  };
}

/**
 * One round at a time: changes that come while a round runs wait for the next one.
 * So a busy stream neither cancels its own questions for ever nor misses the last change.
 */
function lane(
  client: QueryClient,
  own: (topic: string) => boolean,
): (topics: readonly string[] | "all") => void {
  let waiting: Set<string> | "all" = new Set();
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting === "all" || waiting.size > 0) {
      const topics = waiting;
      waiting = new Set();
      const concerned = ({ queryKey: [topic] }: Query) =>
        own(String(topic)) && (topics === "all" || topics.has(String(topic)));
      await asked(client, concerned);
      await client.invalidateQueries({ predicate: concerned });
    }
    running = false;
  }

  return (topics) => {
    waiting = topics === "all" || waiting === "all" ? "all" : new Set([...waiting, ...topics.filter(own)]);
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
