import { expect, test } from "vitest";
import { type AlertStage, alertStage } from "@/tests/support/alert-stage";

const GOOD = Array.from({ length: 40 }, () => false);
const failing = (bad: number, of: number): boolean[] => {
  const every = of / bad;
  return Array.from(
    { length: of },
    (_, index) => Math.floor((index + 1) / every) > Math.floor(index / every),
  );
};
const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const GB = 1_000_000_000;

type Scene = (stage: AlertStage) => Promise<void>;

const CASES: [rule: string, words: string, scene: Scene, state: string, said: string][] = [
  ["api-error-rate", "below: 1 of 20", (s) => s.jobs(failing(1, 20)), "inactive", "1 of 20"],
  ["api-error-rate", "5 of 20 spread out", (s) => s.jobs(failing(5, 20)), "firing", "5 of 20"],
  ["api-error-rate", "4 of 20 spread out", (s) => s.jobs(failing(4, 20)), "inactive", "4 of 20"],
  ["api-error-rate", "at it: 5 of 100", (s) => s.jobs(failing(5, 100)), "inactive", "5 of 100"],
  [
    "api-error-rate",
    "3 in a row after good ones",
    (s) => s.jobs([...GOOD, true, true, true]),
    "firing",
    "3 of the last 3",
  ],
  ["api-error-rate", "too few: 1 of 1", (s) => s.jobs([true]), "inactive", "1 of 1"],
  ["rag-latency", "at it: 500 ms", (s) => s.latency("rag", times(20, 500)), "inactive", "500 ms"],
  ["rag-latency", "above: 501 ms", (s) => s.latency("rag", times(20, 501)), "firing", "501 ms"],
  [
    "rag-latency",
    "too few: 19",
    (s) => s.latency("rag", times(19, 900)),
    "inactive",
    "of 19 samples, it takes 20",
  ],
  [
    "rag-latency",
    "one slow of twenty",
    (s) => s.latency("rag", [...times(19, 100), 900]),
    "inactive",
    "100 ms",
  ],
  ["quality", "at it: 8 of 10", (s) => s.gates(8, 2), "inactive", "8 of 10"],
  ["quality", "below: 7 of 10", (s) => s.gates(7, 3), "firing", "7 of 10"],
  ["quality", "too few: 6 of 9", (s) => s.gates(6, 3), "inactive", "6 of 9"],
  ["quality-collapse", "17 of 25", (s) => s.gates(17, 8), "firing", "17 of 25"],
  ["quality-collapse", "at it: 70 of 100", (s) => s.gates(70, 30), "inactive", "70 of 100"],
  ["quality-collapse", "too few: 16 of 24", (s) => s.gates(16, 8), "inactive", "16 of 24"],
  ["slowdown", "at it: 900 s against 600", (s) => s.timed(times(8, 900)), "inactive", "1.5 ×"],
  ["slowdown", "above: 901 s against 600", (s) => s.timed(times(8, 901)), "firing", "of 8 articles"],
  ["slowdown", "too few: 7", (s) => s.timed(times(7, 2000)), "inactive", "it takes 8"],
  [
    "negative-roi",
    "at it: 1",
    (s) => s.articles(times(8, 1).map((human) => ({ human, cost: 1 }))),
    "inactive",
    "1 ×",
  ],
  [
    "negative-roi",
    "below: 0.99",
    (s) => s.articles(times(8, 0.99).map((human) => ({ human, cost: 1 }))),
    "firing",
    "0.99 ×",
  ],
  [
    "negative-roi",
    "too few: 7",
    (s) => s.articles(times(7, 0.1).map((human) => ({ human, cost: 1 }))),
    "inactive",
    "it takes 8",
  ],
  ["telemetry-overhead", "at it: 50 ms", (s) => s.latency("telemetry", times(20, 50)), "inactive", "50 ms"],
  ["telemetry-overhead", "above: 51 ms", (s) => s.latency("telemetry", times(20, 51)), "firing", "51 ms"],
  [
    "telemetry-overhead",
    "too few: 19",
    (s) => s.latency("telemetry", times(19, 90)),
    "inactive",
    "it takes 20",
  ],
];

test.for(CASES)("%s, %s", async ([rule, , scene, state, said]) => {
  const stage = await alertStage();
  await stage.errorsTold();
  await scene(stage);
  await stage.look(0);
  const alert = await stage.alert(rule);
  expect([alert?.state, alert?.finding?.said]).toEqual([state, expect.stringContaining(said)]);
  await stage.looks(60);
  const fired = (await stage.queued()).filter((told) => told === `fired ${rule} green`);
  expect(fired).toHaveLength(state === "firing" ? 1 : 0);
});

test("slowdown, against the other environment's median", async () => {
  const stage = await alertStage();
  await stage.timed(times(8, 400), "blue");
  await stage.timed(times(8, 800));
  await stage.look();
  expect((await stage.alert("slowdown"))?.state).toBe("firing");
  expect((await stage.alert("slowdown", "blue"))?.finding?.said).toContain("0.5 ×");
  expect((await stage.alert("slowdown", "blue"))?.state).toBe("inactive");
});

test("memory above its line waits for a minute, warns with its slope, and clears below 1.4 GB for five minutes", async () => {
  const stage = await alertStage();
  const hold = async (bytes: number, minutes: number) => {
    for (let sample = 0; sample < minutes * 4; sample += 1) {
      await stage.memory(bytes + sample * 1000);
      await stage.look(15);
    }
  };
  await stage.memory(1.5 * GB);
  await stage.looks(120);
  expect((await stage.alert("memory"))?.state).toBe("inactive");
  await hold(1.6 * GB, 0.75);
  expect((await stage.alert("memory"))?.state).toBe("pending");
  await hold(1.7 * GB, 0.75);
  const alert = await stage.alert("memory");
  expect(alert?.state).toBe("firing");
  expect(alert?.finding?.said).toMatch(/^memory 1\.7 GB \(limit 1\.5 GB\), growing by .*: 2 GB in .* h$/);
  await hold(1.45 * GB, 6);
  expect((await stage.alert("memory"))?.state).toBe("firing");
  await hold(1.3 * GB, 4.5);
  expect((await stage.alert("memory"))?.state).toBe("firing");
  await hold(1.3 * GB, 1);
  expect((await stage.alert("memory"))?.state).toBe("inactive");
  expect(await stage.queued()).toEqual(["fired memory green", "resolved memory green"]);
});

test("a burst of ten retries of one job is one failure", async () => {
  const stage = await alertStage();
  await stage.jobs(GOOD.slice(0, 20));
  const retry = (index: number) => ({
    ...{ timestamp: stage.iso(10 - index), class: "llm_api", kind: "timeout", message: `try ${index}` },
    job: "rates",
  });
  await stage.tell(
    "errors",
    Array.from({ length: 10 }, (_, index) => retry(index)),
    "green",
  );
  await stage.look();
  const alert = await stage.alert("api-error-rate");
  expect([alert?.state, alert?.finding?.k, alert?.finding?.n]).toEqual(["inactive", 1, 21]);
});

test("jobs that come late and many at once are judged one by one", async () => {
  const stage = await alertStage();
  await stage.errorsTold();
  await stage.jobs(GOOD);
  await stage.look();
  stage.pass(60_000);
  await stage.jobs([true, true, true, ...Array.from({ length: 12 }, () => false)]);
  await stage.look();
  expect((await stage.alert("api-error-rate"))?.state).toBe("firing");
});

test("without a source of errors nothing is known of them, and nothing fires", async () => {
  const stage = await alertStage();
  await stage.tell(
    "article-costs",
    Array.from({ length: 30 }, (_, index) => ({
      timestamp: stage.iso(index),
      topic: `t${index}`,
      total_cost_usd: 1,
    })),
    "green",
  );
  await stage.look();
  const alert = await stage.alert("api-error-rate");
  expect([alert?.state, alert?.finding?.verdict]).toEqual(["no_data", "cannot_measure"]);
});

test("an environment is judged by its own records, and what belongs to none apart", async () => {
  const stage = await alertStage();
  await stage.latency("rag", times(20, 900), 15, "blue");
  await stage.tell(
    "latency",
    times(20, 100).map((value_ms, index) => ({ timestamp: stage.iso(index), name: "rag", value_ms })),
  );
  await stage.look();
  expect((await stage.alert("rag-latency", "blue"))?.state).toBe("firing");
  expect((await stage.alert("rag-latency", null))?.state).toBe("inactive");
  expect(await stage.alert("rag-latency", "green")).toBeUndefined();
});
