import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtServer, ownFolder } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { StreamReader } from "@/tests/support/stream";
import { until } from "@/tests/support/until";

const REWRITES = 1000;

/** Writes as Python does: empties the file, writes it in pieces, closes it. One run more each time. */
const WRITER = `
  const { closeSync, openSync, writeSync } = require("node:fs");
  const [path, rewrites] = process.argv.slice(1);
  const runs = [];
  for (let id = 1; id <= Number(rewrites); id += 1) {
    const call = { agent: "a", model: "gpt-4o", cost_usd: 0.25 };
    const time = "2026-11-20T10:00:00";
    runs.push(JSON.stringify({ execution_id: "run-" + id, agent: "a", start_time: time, end_time: time, llm_calls: [call] }));
    const text = '{"version": "1.0", "executions": [' + runs.join(", ") + "]}";
    const file = openSync(path, "w");
    for (let at = 0; at < text.length; at += 8192) writeSync(file, text.slice(at, at + 8192));
    closeSync(file);
  }
`;

test("a file that another process rewrites 1,000 times: every record once, and never an error", async () => {
  const folder = await ownFolder();
  const path = join(folder, "execution_roi.json");
  const server = await builtServer({
    folder,
    config: ["sources:", `  - { kind: execution-roi, path: ${path} }`],
  });
  const reader = new StreamReader(server.port);
  await reader.opened;

  const writer = spawn(process.execPath, ["-e", WRITER, path, String(REWRITES)], { stdio: "inherit" });
  const ended = once(writer, "exit");
  const states = new Set<string>();
  const source = async () => (await ask(`${server.url}/api/sources`)).body.sources[0];
  while (writer.exitCode === null) {
    const { state, last_error } = await source();
    expect(last_error).toBeNull();
    states.add(state);
  }
  expect(await ended).toEqual([0, null]);

  await until(async () => expect(await source()).toMatchObject({ state: "ok", accepted: REWRITES }));
  expect(states).not.toContain("failing");
  expect(await source()).toMatchObject({ updated: 0, rejected: 0, last_error: null });
  const { body } = await ask(`${server.url}/api/summary?range=all`);
  expect(body).toMatchObject({ executions: REWRITES, llm_calls: REWRITES, cost_usd: REWRITES / 4 });
  expect(reader.told.flatMap(({ topics }) => topics)).toContain("summary");
  expect(reader.told.map(({ id }) => id)).toEqual(reader.told.map(({ id }) => id).sort());
  reader.close();
});
