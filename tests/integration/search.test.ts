import { beforeEach, describe, expect, test } from "vitest";
import { addRelease } from "@/db/record/releases";
import { type SearchReply, search } from "@/lib/contract/search";
import { drafted } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { pushText } from "@/tests/support/app";
import { plan } from "@/tests/support/release";
import { call, problemOf, routedApp } from "@/tests/support/routes";

let app: App;
beforeEach(async () => {
  app = await routedApp();
});

const found = async (q: string): Promise<SearchReply> => {
  const response = await call("/api/search", `?${new URLSearchParams({ q })}`);
  expect(response.status).toBe(200);
  return search.reply.parse(await response.json());
};

const topics = async (q: string) => (await found(q)).articles.map(({ topic }) => topic);

const line = (topic: string, minute: number) =>
  JSON.stringify({
    timestamp: new Date(Date.UTC(2026, 10, 1, 10, minute)).toISOString(),
    topic,
    total_cost_usd: 1,
    writer_cost_usd: 1,
  });

const lines = (...names: readonly string[]) => pushText(app, "article-costs", names.map(line).join("\n"));

interface Run {
  execution_id: string;
  agent?: string;
  topic?: string;
  minute: number;
}

const runs = (...made: readonly Run[]) =>
  pushText(
    app,
    "execution-roi",
    JSON.stringify({
      version: "1.0",
      executions: made.map(({ execution_id, agent, topic, minute }) => ({
        execution_id,
        agent,
        start_time: new Date(Date.UTC(2026, 10, 2, 10, minute)).toISOString(),
        end_time: new Date(Date.UTC(2026, 10, 2, 10, minute + 1)).toISOString(),
        llm_calls: [
          {
            timestamp: "2026-11-02T10:00:00Z",
            agent: agent ?? "pipeline",
            model: "gpt-4o",
            input_tokens: 1,
            output_tokens: 1,
            metadata: topic === undefined ? {} : { topic },
          },
        ],
      })),
    }),
  );

describe("articles", () => {
  test("are found by any part of their topic, in any case, the newest first", async () => {
    await lines("Rates and housing", "Jobs", "What RATES do next");
    expect(await topics("rates")).toEqual(["What RATES do next", "Rates and housing"]);
    expect(await topics("  Rates AND ")).toEqual(["Rates and housing"]);
    expect(await topics("oil")).toEqual([]);
  });

  test("are found by what looks like a pattern, or like a statement, only where it is written", async () => {
    await lines(
      "100 % growth",
      "1000 growth",
      "under_score",
      "underscore",
      "it's '; drop table call; --",
      "\\",
    );
    expect(await topics("%")).toEqual(["100 % growth"]);
    expect(await topics("r_s")).toEqual(["under_score"]);
    expect(await topics("'; drop")).toEqual(["it's '; drop table call; --"]);
    expect(await topics("\\")).toEqual(["\\"]);
  });

  test("are found in any script, however it is composed", async () => {
    await lines("Économie de la zone", "Экономика", "经济");
    expect(await topics("E\u0301CONOMIE")).toEqual(["Économie de la zone"]);
    expect(await topics("эконом")).toEqual(["Экономика"]);
    expect(await topics("经")).toEqual(["经济"]);
  });

  test("without a line are found as their execution, and one with both is found once", async () => {
    await runs({ execution_id: "pipeline_1", agent: "pipeline", topic: "Rates", minute: 1 });
    await runs({ execution_id: "pipeline_2", agent: "pipeline", topic: "Paired rates", minute: 20 });
    await pushText(
      app,
      "article-costs",
      JSON.stringify({
        timestamp: "2026-11-02T10:21:00Z",
        topic: "Paired rates",
        total_cost_usd: 1,
        writer_cost_usd: 1,
      }),
    );
    const all = (await (await call("/api/articles", "?range=all")).json()).articles;
    const { articles } = await found("rates");
    expect(articles.map(({ topic }) => topic)).toEqual(["Paired rates", "Rates"]);
    expect(articles.map(({ id }) => id)).toEqual(all.map(({ id }: { id: string }) => id));
  });

  test("are eight at most, the newest of them", async () => {
    await lines(...Array.from({ length: 30 }, (_, at) => `Rates ${at}`));
    expect(await topics("rates")).toEqual([29, 28, 27, 26, 25, 24, 23, 22].map((at) => `Rates ${at}`));
  });
});

describe("executions", () => {
  beforeEach(() =>
    runs(
      { execution_id: "Writer_0001", agent: "writer_agent", minute: 1 },
      { execution_id: "x_2", agent: "writer_agent", minute: 2 },
      { execution_id: "graphics_3", agent: "graphics_agent", minute: 3 },
    ),
  );

  const ids = async (q: string) => (await found(q)).executions.map(({ execution_id }) => execution_id);

  test("are found by their agent and by a part of their id, the newest first", async () => {
    expect(await ids("writer")).toEqual(["x_2", "Writer_0001"]);
    expect(await ids("writer_0001")).toEqual(["Writer_0001"]);
    expect(await ids("_")).toEqual(["graphics_3", "x_2", "Writer_0001"]);
  });

  test("are found by the id of their page", async () => {
    const [one] = (await found("graphics_3")).executions;
    expect(await ids(one?.id ?? "")).toEqual(["graphics_3"]);
  });
});

test("releases are found by their version and by their id, the newest first", async () => {
  for (const [at, version] of ["Sprint-15", "sprint-16", "hotfix"].entries()) {
    const wished = { ...plan(), version };
    const release = drafted(wished, { id: `id-${at}`, createdMs: 1000 * at, createdBy: "ada" });
    await app.store.write((tx) => addRelease(tx, release, "hash", "test"));
  }
  const versions = async (q: string) => (await found(q)).releases.map(({ version }) => version);
  expect(await versions("SPRINT")).toEqual(["sprint-16", "Sprint-15"]);
  expect(await versions("id-2")).toEqual(["hotfix"]);
  expect(await versions("sprint%")).toEqual([]);
});

test.each(["", "   ", "x".repeat(201)])("400: %j is nothing to look for", async (q) => {
  const response = await call("/api/search", `?${new URLSearchParams({ q })}`);
  expect(response.status).toBe(400);
  expect((await problemOf(response)).detail).toMatch(/^q: /);
});
