import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { builtServer, ownFolder } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { roi, run } from "@/tests/support/roi";
import { scaled } from "@/tests/support/scale";
import { heldWriteLock } from "@/tests/support/write-lock";

const JSON_BODY = { "content-type": "application/json" };

const busy: ChildProcess[] = [];

afterAll(async () => {
  for (const child of busy.splice(0)) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

/** Keeps the processors busy from other processes, as a pipeline beside it would. */
function loadProcessors(count: number): void {
  for (let index = 0; index < count; index += 1)
    busy.push(spawn(process.execPath, ["-e", "for (;;) {}"], { stdio: "ignore" }));
}

test("a rollback under load, beside heavy ingest and a locked database, is done or honestly refused", async () => {
  const folder = await ownFolder();
  const stateFile = join(folder, "deployment_state");
  const server = await builtServer({ folder, config: ["traffic:", "  state_file: deployment_state"] });
  const green = async () => JSON.parse(await readFile(stateFile, "utf8")).weights.green;
  const rollBack = () => ask(`${server.url}/api/rollback`, { headers: JSON_BODY, body: "{}" });
  loadProcessors(2);
  let pushing = true;
  const ingest = (async () => {
    for (let document = 0; pushing; document += 1) {
      const runs = Array.from({ length: 200 }, (_, index) => run(`stress ${document} ${index}`));
      await ask(`${server.url}/api/ingest/execution-roi`, { body: roi(...runs) });
    }
  })();
  for (let round = 0; round < scaled(4); round += 1) {
    const { headers } = await ask(`${server.url}/api/traffic`);
    const shift = await ask(`${server.url}/api/traffic`, {
      method: "PUT",
      headers: { ...JSON_BODY, "if-match": String(headers.etag) },
      body: JSON.stringify({ green: 50, reason: "under load" }),
    });
    expect(shift.status).toBe(200);
    expect(await green()).toBe(50);
    const release = round % 2 === 0 ? null : heldWriteLock(server.databaseFile);
    const first = await rollBack();
    release?.();
    if (release !== null) {
      expect(first.status).toBe(503);
      expect(await green()).toBe(50);
    }
    const done = release === null ? first : await rollBack();
    expect(done).toMatchObject({ status: 200, body: { changed: true, verification: { passed: true } } });
    expect(await green()).toBe(0);
  }
  pushing = false;
  await ingest;
});
