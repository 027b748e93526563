import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { builtServer } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { roi, run } from "@/tests/support/roi";

/** Holds the write lock until it is told to go on, as a command line that takes a large file would. */
const HOLDER = `
  const database = require("better-sqlite3")(process.argv[1]);
  database.exec("begin immediate");
  console.log("held");
  process.stdin.once("data", () => { database.exec("rollback"); console.log("released"); process.exit(0); });
`;

test("while another process holds the write lock, reads are answered and a write waits for it", async () => {
  const server = await builtServer();
  const push = (name: string) => ask(`${server.url}/api/ingest/execution-roi`, { body: roi(run(name)) });
  expect(await push("before")).toMatchObject({ status: 200 });
  const holder = spawn(process.execPath, ["-e", HOLDER, server.databaseFile], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  const order: string[] = [];
  const writes = Promise.all(
    ["a", "b", "c"].map(async (name) => {
      const { status } = await push(name);
      order.push(`write ${status}`);
    }),
  );
  for (let read = 0; read < 20; read += 1) {
    const { status, body } = await ask(`${server.url}/api/summary?range=all`);
    order.push(`read ${status} ${body.executions}`);
  }
  holder.stdin.write("go on");
  await writes;
  expect(order).toEqual([...Array(20).fill("read 200 1"), ...Array(3).fill("write 200")]);
  expect(await ask(`${server.url}/api/summary?range=all`)).toMatchObject({ body: { executions: 4 } });
});
