import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { TOPICS } from "@/lib/contract/live";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { samplesOf } from "@/tests/support/prometheus";
import { roi, run } from "@/tests/support/roi";
import { StreamReader } from "@/tests/support/stream";
import { until } from "@/tests/support/until";

const CLIENTS = 500;
const STREAMS_MAX = 2000;
const EVENTS = 20;

let readers: StreamReader[] = [];
afterEach(() => {
  for (const reader of readers) reader.close();
  readers = [];
});

async function opened(server: BuiltServer, count: number, lastId?: number): Promise<StreamReader[]> {
  const fresh = Array.from({ length: count }, () => new StreamReader(server.port, lastId));
  readers.push(...fresh);
  await Promise.all(fresh.map((reader) => reader.opened));
  return fresh;
}

let runs = 0;
async function happens(server: BuiltServer): Promise<void> {
  runs += 1;
  const { status } = await ask(`${server.url}/api/ingest/execution-roi`, { body: roi(run(`run-${runs}`)) });
  expect(status).toBe(200);
}

/** The id of the last event, once nothing more is about to be told. */
async function latestId(server: BuiltServer, watcher: StreamReader): Promise<number> {
  return await until(async () => {
    const [fresh] = await opened(server, 1);
    const id = await fresh!.opened;
    fresh!.close();
    expect(watcher.lastId).toBe(id);
    return id;
  });
}

const idsOf = ({ told }: StreamReader): number[] => told.map(({ id }) => id);
const idsFrom = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

const socketsOf = (server: BuiltServer): number => readdirSync(`/proc/${server.pid}/fd`).length;

/** How many streams the server itself takes for open. */
const streamsOf = async (server: BuiltServer): Promise<number | undefined> =>
  samplesOf((await ask(`${server.url}/metrics`)).body).find(({ name }) => name === "greenlight_live_streams")
    ?.value;

test("500 readers, of which some stop reading, some break off and some come back: nobody misses an event", async () => {
  const server = await builtServer();
  const idle = socketsOf(server);
  const all = await opened(server, CLIENTS);
  const silent = all.slice(0, 100);
  const broken = all.slice(100, 200);
  const returning = all.slice(200, 250);
  const steady = all.slice(250);
  for (const reader of silent) reader.stopReading();

  let came: StreamReader[] = [];
  for (let event = 0; event < EVENTS; event += 1) {
    await happens(server);
    if (event === 6) for (const reader of [...broken, ...returning]) reader.close();
    if (event === 12)
      came = (
        await Promise.all(
          returning.map(async (gone) => opened(server, 1, gone.lastId || (await gone.opened))),
        )
      ).flat();
  }
  const last = await latestId(server, steady[0]!);
  await until(() =>
    expect([...steady, ...came].map((reader) => reader.lastId)).toEqual(Array(300).fill(last)),
  );

  // A server that has just started tells things of its own, also while readers are still coming.
  for (const reader of steady) expect(idsOf(reader)).toEqual(idsFrom((await reader.opened) + 1, last));
  for (const [at, reader] of came.entries()) {
    const [first] = reader.told;
    expect(first?.topics).toContain("summary");
    expect(first?.id).toBeGreaterThan(returning[at]!.lastId);
    expect(idsOf(reader)).toEqual(idsFrom(first!.id, last));
  }

  for (const reader of readers) reader.close();
  await until(async () => expect(await streamsOf(server)).toBe(0));
  await until(() => expect(socketsOf(server)).toBeLessThanOrEqual(idle + 2));
  const whole = await opened(server, STREAMS_MAX);
  expect(whole).toHaveLength(STREAMS_MAX);
  const surplus = new StreamReader(server.port);
  readers.push(surplus);
  await until(() => expect(surplus).toMatchObject({ status: 503, retryAfter: "5" }));
});

test("ids rise over a restart, and who comes back with an id of before is told that all may have changed", async () => {
  const server = await builtServer();
  const [before] = await opened(server, 1);
  await happens(server);
  const id = await latestId(server, before!);
  await server.kill9();
  await server.restart();
  const [after, fresh] = [...(await opened(server, 1, id)), ...(await opened(server, 1))];
  await until(() => expect(after!.told).not.toEqual([]));
  expect(after!.told[0]!.id).toBeGreaterThan(id);
  expect(new Set(after!.told[0]!.topics)).toEqual(new Set(TOPICS));
  // What has just started may tell of its own look at the database, but not that all may have changed.
  expect(fresh!.told.filter(({ topics }) => topics.length === TOPICS.length)).toEqual([]);
});

test("200 half-open and 200 trickling connections keep nobody else from being answered", async () => {
  const server = await builtServer();
  const sockets = Array.from({ length: 400 }, (_, at) => {
    const socket = connect(server.port, "127.0.0.1").on("error", () => {});
    const half = "POST /api/ingest/execution-roi HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    socket.write(
      at % 2 === 0 ? half : `${half}Content-Type: application/json\r\nContent-Length: 9999\r\n\r\n{`,
    );
    return socket;
  });
  try {
    for (let round = 0; round < 20; round += 1) {
      for (const [at, socket] of sockets.entries()) if (at % 2 === 1) socket.write(" ");
      await happens(server);
      expect(await ask(`${server.url}/api/summary`)).toMatchObject({ status: 200 });
    }
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
