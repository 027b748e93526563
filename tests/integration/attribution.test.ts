import { beforeEach, describe, expect, test } from "vitest";
import { assigned } from "@/lib/domain/assignment";
import type { Environment } from "@/lib/domain/environment";
import { assign } from "@/lib/server/traffic/assign";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { pushText } from "@/tests/support/app";
import { roi, run } from "@/tests/support/roi";
import { onStateFile, type TrafficStage } from "@/tests/support/traffic";
import { WISH } from "@/tests/support/traffic-wishes";

let stage: TrafficStage;
beforeEach(async () => {
  stage = (await onStateFile()).stage;
});

const HOUR = 3_600_000;
const iso = (atMs: number) => new Date(atMs).toISOString();
const now = () => iso(stage.clock.nowMs);

/** A topic that this share gives to that side. */
function topicFor(environment: Environment, green: number): string {
  for (let one = 0; ; one += 1)
    if (assigned(`article ${one}`, green) === environment) return `Article ${one}`;
}

/** Documents of one article of a topic, each kind once. */
const documents = (topic: string, time: string) =>
  ({
    "execution-roi": roi(
      run(`run-${topic}`, {
        agent: "pipeline",
        start_time: time,
        end_time: time,
        llm_calls: [{ agent: "writer", model: "gpt-4o", cost_usd: 0.2, metadata: { topic } }],
      }),
    ),
    "article-costs": `${JSON.stringify({ timestamp: time, topic, total_cost_usd: 0.3, writer_cost_usd: 0.3, writer_model: "gpt-4o" })}\n`,
    errors: JSON.stringify({
      timestamp: time,
      class: "llm_api",
      kind: "timeout",
      message: "slow",
      job: topic,
    }),
    "agent-metrics": JSON.stringify({
      version: "1.0",
      runs: [{ timestamp: time, agents: { editor_agent: { gates_passed: 4, gates_failed: 1 } } }],
    }),
    "article-evals": JSON.stringify([
      {
        article_filename: "a.md",
        timestamp: time,
        percentage: 80,
        scores: {},
        total_score: 40,
        max_score: 50,
      },
    ]),
  }) as const;

type Kind = keyof ReturnType<typeof documents>;
const TABLES: Readonly<
  Record<Kind, "execution" | "article_cost" | "error_event" | "quality_run" | "evaluation">
> = {
  "execution-roi": "execution",
  "article-costs": "article_cost",
  errors: "error_event",
  "agent-metrics": "quality_run",
  "article-evals": "evaluation",
};
const KINDS = Object.keys(TABLES) as Kind[];

const pushed = (kind: Kind, topic: string, time: string) =>
  pushText(stage.app, kind, documents(topic, time)[kind]);

/** The environments of all that is stored of a kind, oldest first; null where there is none. */
const stored = async (kind: Kind) =>
  (await stage.app.store.db.selectFrom(TABLES[kind]).select("environment").orderBy("id").execute()).map(
    ({ environment }) => environment || null,
  );

describe.each(KINDS)("%s that names no environment", (kind) => {
  test("belongs to whoever had all the traffic at its time, not at that of its arrival", async () => {
    await stage.look();
    const early = iso(stage.clock.nowMs + 60_000);
    stage.clock.nowMs += HOUR;
    await shiftTraffic(stage.app, 100, WISH, "*");
    stage.clock.nowMs += HOUR;
    await pushed(kind, "one", early);
    await pushed(kind, "two", now());
    expect(await stored(kind)).toEqual(["blue", "green"]);
  });

  test("belongs to none before it was known who had the traffic, and while it is split", async () => {
    await pushed(kind, "one", now());
    stage.clock.nowMs += HOUR;
    await stage.look();
    await pushed(kind, "two", iso(stage.clock.nowMs - 60_000));
    await shiftTraffic(stage.app, 50, WISH, "*");
    stage.clock.nowMs += HOUR;
    await pushed(kind, "three", now());
    expect(await stored(kind)).toEqual([null, null, null]);
  });

  test("is the same record afterwards: neither twice nor elsewhere, whatever has moved since", async () => {
    await stage.look();
    await shiftTraffic(stage.app, 50, WISH, "*");
    stage.clock.nowMs += HOUR;
    const topic = topicFor("green", 50);
    const time = now();
    expect(await pushed(kind, topic, time)).toMatchObject({ accepted: 1 });
    stage.clock.nowMs -= HOUR / 2;
    await assign(stage.app, topic);
    await shiftTraffic(stage.app, 100, WISH, "*");
    expect(await pushed(kind, topic, time)).toMatchObject({ accepted: 0, updated: 0, duplicates: 1 });
    expect(await stored(kind)).toEqual([null]);
    const later = now();
    await pushed(kind, "another", later);
    await shiftTraffic(stage.app, 0, WISH, "*");
    expect(await pushed(kind, "another", later)).toMatchObject({ updated: 0, duplicates: 1 });
    expect(await stored(kind)).toEqual([null, "green"]);
  });

  test("goes where it is told, whatever the traffic says", async () => {
    await stage.look();
    await pushText(stage.app, kind, documents("one", now())[kind], "green");
    expect(await stored(kind)).toEqual(["green"]);
  });
});

test.each(["execution-roi", "article-costs", "errors"] as const)(
  "%s belongs to what its job was given, within a day, however the topic is written",
  async (kind) => {
    await stage.look();
    await shiftTraffic(stage.app, 50, WISH, "*");
    const topics = [topicFor("green", 50), topicFor("blue", 50)];
    for (const topic of topics) await assign(stage.app, ` ${topic.toUpperCase()} `);
    stage.clock.nowMs += 23 * HOUR;
    for (const topic of topics) await pushed(kind, topic, now());
    stage.clock.nowMs += 2 * HOUR;
    for (const topic of topics) await pushed(kind, topic, now());
    expect(await stored(kind)).toEqual(["green", "blue", null, null]);
  },
);

test("both records of one article count for the same side, whichever comes first", async () => {
  for (const order of [
    ["execution-roi", "article-costs"],
    ["article-costs", "execution-roi"],
  ] as const) {
    const { stage: fresh } = await onStateFile();
    stage = fresh;
    await stage.look();
    await shiftTraffic(stage.app, 50, WISH, "*");
    const topic = topicFor("green", 50);
    await assign(stage.app, topic);
    stage.clock.nowMs += HOUR;
    for (const kind of order) await pushed(kind, topic, now());
    const articles = await stage.app.store.db
      .selectFrom("article_cost")
      .select(["environment", "article_environment"])
      .execute();
    expect(articles).toEqual([{ environment: "green", article_environment: "green" }]);
    expect(await stored("execution-roi")).toEqual(["green"]);
  }
});

test("health, latency and use are not attributed: they speak of a machine, not of a job", async () => {
  await stage.look();
  await pushText(
    stage.app,
    "health",
    JSON.stringify({ component: "rag", status: "healthy", timestamp: now() }),
  );
  await pushText(stage.app, "latency", JSON.stringify({ timestamp: now(), name: "rag", value_ms: 12 }));
  await pushText(
    stage.app,
    "resources",
    JSON.stringify({ timestamp: now(), memory_bytes: 1000, cpu_cores: 0.5 }),
  );
  for (const table of ["health_result", "latency_sample", "resource_sample"] as const)
    expect(await stage.app.store.db.selectFrom(table).select("environment").execute(), table).toEqual([
      { environment: "" },
    ]);
});
