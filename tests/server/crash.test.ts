import { appendFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { type BuiltServer, builtServer, ownFolder } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { roi, run } from "@/tests/support/roi";
import { scaled } from "@/tests/support/scale";
import { StreamReader } from "@/tests/support/stream";
import { until } from "@/tests/support/until";

const ROUNDS = scaled(20);

/** Pushes runs one after the other until the server is gone; gives the names that were acknowledged. */
async function pushUntilGone(server: BuiltServer, writer: string, began: () => void): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let at = 0; ; at += 1) {
    const names = Array.from({ length: 1 + (at % 40) * 25 }, (_, one) => `${writer}-${at}-${one}`);
    try {
      const { status } = await ask(`${server.url}/api/ingest/execution-roi`, {
        body: roi(...names.map((name) => run(name))),
      });
      if (status !== 200) return acknowledged;
    } catch {
      return acknowledged;
    }
    acknowledged.push(...names);
    began();
  }
}

function stored(server: BuiltServer) {
  const database = new Database(server.databaseFile, { readonly: true });
  try {
    return {
      integrity: database.pragma("integrity_check", { simple: true }),
      names: database.prepare("select execution_id from execution").pluck().all() as string[],
      topics: database.prepare("select topic from article_cost").pluck().all() as string[],
      position: database
        .prepare("select position from source where kind = 'article-costs'")
        .pluck()
        .get() as string,
      counted: database.prepare("select sum(executions) from run_day").pluck().get() as number,
    };
  } finally {
    database.close();
  }
}

test("killed in the middle of taking data and started again: what was acknowledged is there once", async () => {
  const folder = await ownFolder();
  const path = join(folder, "costs.jsonl");
  const config = ["sources:", `  - { kind: article-costs, path: ${path} }`];
  const lines: string[] = [];
  const acknowledged: string[] = [];
  const append = (count: number) => {
    for (let one = 0; one < count; one += 1) {
      lines.push(`topic-${lines.length}`);
      const line = { timestamp: "2026-11-20T10:00:00Z", topic: lines.at(-1), total_cost_usd: 0.25 };
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    }
  };

  const server = await builtServer({ folder, config });
  for (let round = 0; round < ROUNDS; round += 1) {
    const { promise: begun, resolve: began } = Promise.withResolvers<void>();
    const pushing = ["a", "b", "c"].map((writer) => pushUntilGone(server, `${round}${writer}`, began));
    append(200);
    await begun;
    const delayMs = Math.random() * 150;
    await new Promise((resume) => setTimeout(resume, delayMs)); // the moment of the crash, not a synchronisation
    await server.kill9();
    acknowledged.push(...(await Promise.all(pushing)).flat());

    const { integrity, names, topics, position } = stored(server);
    const where = `round ${round}, killed after ${delayMs} ms`;
    expect(integrity, where).toBe("ok");
    expect(new Set(names).size, where).toBe(names.length);
    expect(new Set(acknowledged).difference(new Set(names)), where).toEqual(new Set());
    const known = position === undefined ? 0 : JSON.parse(position).line - 1;
    expect(
      lines.slice(0, known).filter((topic) => !topics.includes(topic)),
      where,
    ).toEqual([]);
    await server.restart();
  }

  await until(async () => {
    const { body } = await ask(`${server.url}/api/summary?range=all`);
    expect(body.articles).toBe(lines.length);
  });
  const { body } = await ask(`${server.url}/api/summary?range=all`);
  const { names, counted } = stored(server);
  expect(counted).toBe(names.length);
  expect(body).toMatchObject({ executions: names.length, cost_usd: (names.length + lines.length) / 4 });
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
});

test("asked to stop with 50 open streams and data on its way: answers it, and is gone by itself", async () => {
  const server = await builtServer();
  const readers = Array.from({ length: 50 }, () => new StreamReader(server.port));
  await Promise.all(readers.map((reader) => reader.opened));
  const names = Array.from({ length: 2000 }, (_, at) => `run-${at}`);
  const pushed = ask(`${server.url}/api/ingest/execution-roi`, {
    body: roi(...names.map((name) => run(name))),
  });
  // The first of its four transactions is told, the others are to come.
  const topics = () => readers[0]!.told.flatMap((told) => told.topics);
  await vi.waitFor(() => expect(topics()).toContain("executions"), { timeout: 60_000, interval: 5 });
  expect(await server.stop()).toBe(0);
  await Promise.all(readers.map((reader) => reader.closed));
  expect(await pushed).toMatchObject({ status: 200, body: { accepted: names.length } });
  const { integrity, names: kept } = stored(server);
  expect({ integrity, kept: kept.length }).toEqual({ integrity: "ok", kept: names.length });
  expect(server.log()).not.toMatch(/request failed|Error/);
});
