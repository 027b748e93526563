import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtServer, ownFolder } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { roi, run } from "@/tests/support/roi";
import { fill, smallDisk } from "@/tests/support/small-disk";
import { until } from "@/tests/support/until";

test("on a full disk nothing is acknowledged that is not kept, reads go on, and space is all it needs", async ({
  skip,
}) => {
  const folder = await ownFolder();
  const dataDir = join(folder, "data");
  const reason = smallDisk(dataDir);
  if (reason !== null) skip(`not run: ${reason}`);
  const lines = join(folder, "costs.jsonl");
  const topic = (name: string) =>
    appendFileSync(
      lines,
      `${JSON.stringify({ timestamp: "2026-11-20T10:00:00Z", topic: name, total_cost_usd: 0.25 })}\n`,
    );
  topic("before");
  const server = await builtServer({
    folder,
    dataDir,
    config: ["sources:", `  - { kind: article-costs, path: ${lines} }`],
  });
  const summary = async () => (await ask(`${server.url}/api/summary?range=all`)).body;
  await until(async () => expect(await summary()).toMatchObject({ articles: 1 }));

  const filler = join(dataDir, "filler");
  writeFileSync(filler, "");
  const acknowledged: string[] = [];
  const refused: string[][] = [];
  for (let at = 0; refused.length < 5; at += 1) {
    if (at === 5) fill(filler);
    const names = Array.from({ length: 300 }, (_, one) => `run-${at}-${one}`);
    const answer = await ask(`${server.url}/api/ingest/execution-roi`, {
      body: roi(...names.map((name) => run(name))),
    });
    if (answer.status === 200) {
      acknowledged.push(...names);
      continue;
    }
    refused.push(names);
    expect(answer).toMatchObject({
      status: 503,
      type: "application/problem+json",
      headers: { "retry-after": "5" },
    });
    expect(answer.body.detail).toMatch(
      /^the database cannot be written \(SQLITE_(FULL|IOERR).*nothing was stored, try again$/,
    );
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  topic("meanwhile");
  await until(async () => {
    const { body } = await ask(`${server.url}/api/sources`);
    const source = body.sources.find(({ path }: { path: string }) => path === lines);
    expect(source).toMatchObject({ state: "retrying", last_error: null });
  });
  expect(await summary()).toMatchObject({ executions: acknowledged.length, articles: 1 });
  expect(await ask(`${server.url}/api/executions?range=all`)).toMatchObject({ status: 200 });

  rmSync(filler);
  await until(async () => expect(await summary()).toMatchObject({ articles: 2 }));
  for (const names of refused) {
    const answer = await ask(`${server.url}/api/ingest/execution-roi`, {
      body: roi(...names.map((name) => run(name))),
    });
    expect(answer).toMatchObject({ status: 200, body: { accepted: names.length, duplicates: 0 } });
  }
  expect(await summary()).toMatchObject({ executions: acknowledged.length + refused.flat().length });
  expect(await server.stop()).toBe(0);
});
