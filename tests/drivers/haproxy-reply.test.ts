import { expect, test } from "vitest";
import { Problem } from "@/lib/domain/problem";
import { haproxyDriver } from "@/lib/drivers/haproxy";
import { backendState, questions } from "@/lib/drivers/haproxy-reply";
import { mutated } from "@/tests/ingest/mutated";
import { fakeHaproxy, REPLY } from "@/tests/support/fake-haproxy";
import { haproxy } from "@/tests/support/haproxy";
import fc from "@/tests/support/laws";

const RUNS = 20_000;
const BLUE_AND_GREEN = [
  { name: "blue", weight: 100, drained: false, stopped: false, down: false },
  { name: "green", weight: 0, drained: false, stopped: false, down: false },
];

/** What a real HAProxy answers to the driver's questions. */
async function realReply(): Promise<string> {
  const balancer = await haproxy();
  return balancer.ask(
    questions("articles")
      .map((words) => words.join(" "))
      .join(";"),
  );
}

/** The state; null where it was refused as it should be. */
function stateOrNull(text: string) {
  try {
    return backendState(text, "articles");
  } catch (error) {
    if (error instanceof Problem && error.code === "driver-unreachable") return null;
    throw error;
  }
}

test("a real answer is read, with its servers and its generation", async () => {
  const state = backendState(await realReply(), "articles");
  expect(state.servers).toMatchObject(BLUE_AND_GREEN);
  expect(state.generation).toMatch(/^\d+:\d+$/);
  expect(backendState(REPLY, "articles")).toMatchObject({
    servers: BLUE_AND_GREEN,
    generation: "5218:1795526054",
  });
});

test("an answer that is cut off anywhere says nothing", async () => {
  const whole = await realReply();
  const read = Array.from({ length: whole.length }, (_, end) => stateOrNull(whole.slice(0, end)));
  expect(read.filter((state) => state !== null)).toEqual([]);
});

test("whatever is in an answer, it is read whole or refused in words", async () => {
  const texts = [await realReply(), REPLY];
  const decoder = new TextDecoder();
  let refused = 0;
  fc.assert(
    fc.property(mutated(texts), (bytes) => {
      const state = stateOrNull(decoder.decode(bytes));
      if (state === null) refused += 1;
      for (const { weight, given } of state?.servers ?? [])
        if (!Number.isSafeInteger(weight) || !Number.isSafeInteger(given)) return false;
      return true;
    }),
    { numRuns: RUNS },
  );
  // Both ways were gone.
  expect(refused).toBeGreaterThan(RUNS / 20);
  expect(refused).toBeLessThan(RUNS);
});

test("names that are more than names never reach the socket", async () => {
  const { socket, heard } = await fakeHaproxy((connection) => connection.end(REPLY));
  const part = fc.string({ maxLength: 8 });
  const foul = fc
    .tuple(part, fc.constantFrom(";", "\n", "\r", " ", "\t", "\0", "\\", '"', "#", "ä", "\u2028"), part)
    .map((parts) => parts.join(""));
  const signal = new AbortController().signal;
  const command = { green: 50, live: "blue", previous: null, version: null, reason: "", atMs: 0 } as const;
  await fc.assert(
    fc.asyncProperty(foul, fc.constantFrom("backend", "blue", "green"), async (name, place) => {
      const names = { backend: "articles", blue: "blue", green: "green", [place]: name };
      const { backend, ...servers } = names;
      const driver = haproxyDriver({ socket, backend, servers });
      await expect(driver.send(command, signal)).rejects.toThrow();
    }),
    { numRuns: 300 },
  );
  const known =
    /^(show info;show servers state articles;show stat articles 4 -1|set server [\w/]+ \w+ \w+(;set server [\w/]+ \w+ \w+)*)\n$/;
  expect(heard.filter((line) => !known.test(line))).toEqual([]);
});
